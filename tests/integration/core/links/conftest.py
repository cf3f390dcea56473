"""一个真的网站：本机 127.0.0.1 上的 HTTP 服务，各种脾气的网页都有。"""

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from portal.core.links import fetching

ARTICLE = """<html><head><meta charset="{charset}"><title>  关于印发
 标准目录的通知 </title><meta name="PubDate" content="2026-06-30 09:00"></head>
<body><script>var a=1</script><p>公开内容{extra}</p></body></html>"""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, time.monotonic(), dict(self.headers)))
        answer = self.server.pages.get(self.path, (404, {}, b"gone"))
        if callable(answer):
            answer(self)
        else:
            self.reply(*answer)

    def reply(self, status, headers, body):
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *args):
        """不往屏幕上写。"""


class Site:
    """测试里的网站：`put` 放一页，`url` 取网址，`paths` 看对方收到过哪些请求。"""

    def __init__(self, server):
        self.server, self.port = server, server.server_address[1]

    def url(self, path, host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def put(self, path, body=b"", status=200, **headers):
        data = body.encode() if isinstance(body, str) else body
        self.server.pages[path] = (status, {k.replace("_", "-"): v for k, v in headers.items()}, data)
        return self.url(path)

    def put_article(self, path, extra="", charset="utf-8"):
        return self.put(path, ARTICLE.format(charset=charset, extra=extra).encode(charset))

    def put_gzip(self, path, body):
        return self.put(path, gzip.compress(body), Content_Encoding="gzip")

    def redirect(self, path, target, status=302):
        return self.put(path, status=status, Location=target)

    def behave(self, path, function):
        self.server.pages[path] = function
        return self.url(path)

    @property
    def paths(self):
        return [path for path, _, _ in self.server.seen]

    @property
    def requests(self):
        return [SimpleNamespace(path=p, at=a, headers=h) for p, a, h in self.server.seen]


@pytest.fixture
def site(settings):
    """开着的网站；127.0.0.1 已写进放行的网段，每秒一次的限速调快。"""
    settings.LINK_CHECK_ALLOW_PRIVATE = ["127.0.0.1/32"]
    settings.LINK_CHECK_INTERVAL = 0.05
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.pages, server.seen = {}, []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield Site(server)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def hurried(monkeypatch):
    """时限缩到不足一秒，免得测试真等二十秒。"""
    monkeypatch.setattr(fetching, "CONNECT_SECONDS", 0.4)
    monkeypatch.setattr(fetching, "READ_SECONDS", 0.4)
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 0.8)
