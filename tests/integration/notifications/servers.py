"""机器之外的假对方：真实的本机 HTTP 服务（群机器人）与 SMTP 服务。"""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Robots:
    """群机器人的服务器：收下什么、怎样答复。"""

    port: int = 0
    heard: list[tuple[str, dict]] = field(default_factory=list)
    status: int = 200
    reply: dict = field(default_factory=dict)
    location: str = ""

    @property
    def texts(self) -> list[str]:
        return [json.dumps(document, ensure_ascii=False) for _, document in self.heard]

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def robots() -> Iterator[Robots]:
    state = Robots()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.heard.append((self.path, json.loads(body)))
            self.send_response(state.status)
            if state.location:
                self.send_header("Location", state.location)
            answer = json.dumps(state.reply).encode()
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    with _running(server):
        yield state


@dataclass
class Mailbox:
    """收信的服务器：收到的信，原文。"""

    port: int = 0
    letters: list[str] = field(default_factory=list)


@contextmanager
def smtp() -> Iterator[Mailbox]:
    state = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self._say("220 localhost")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self._say("354 go on")
                    state.letters.append(self._letter())
                    self._say("250 kept")
                elif verb == b"QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 ok")

        def _letter(self) -> str:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.decode())
            return "".join(lines)

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.port = server.server_address[1]
    with _running(server):
        yield state


@contextmanager
def _running(server) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
