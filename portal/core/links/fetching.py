"""取一张网页，或送出一条通知：像浏览器那样打开一次，不带 Cookie，不执行脚本，只读必要的部分。httpcore 的门。

每次跳转都重新查网址与地址；连接时限 5 秒，读 10 秒，连同跳转总共 20 秒，正文至多 2 MiB。
网络上的任何不顺都成为 `Answer.failure` 里的一句话，不向调用者抛。
"""

import ssl
import time
import zlib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from urllib.parse import urljoin

import certifi
import httpcore
from django.conf import settings

from portal.core.links import network
from portal.core.links.addresses import BadUrl, normalise

CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS = 5, 10, 20
MAX_REDIRECTS = 5
MAX_BODY = 2 * 1024 * 1024
MAX_REPLY = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
OVERTIME = f"{TOTAL_SECONDS} 秒内没有打开。"
ROBOT = "gkts-linkcheck"
READABLE = ("text/", "application/xhtml", "application/xml", "application/rss", "application/atom")


@dataclass(frozen=True)
class Answer:
    """对方的答复；`failure` 不空则没有得到答复，`status` 为 None。"""

    url: str
    status: int | None = None
    content_type: str = ""
    body: bytes = b""
    truncated: bool = False
    failure: str = ""
    seconds: Decimal = Decimal(0)


@dataclass
class _Reply:
    """一次请求（未跟随跳转）的结果。"""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    truncated: bool = False


def fetch(url: str, *, limit: int = MAX_BODY, accept: tuple[str, ...] = READABLE) -> Answer:
    """打开 `url`，跟随至多五次跳转；`accept` 之外的内容类型只看状态，不读正文。"""
    began, deadline = time.monotonic(), network.Deadline(TOTAL_SECONDS)
    try:
        final, reply = _follow(normalise(url), deadline, limit, accept)
    except Exception as error:
        failure = (
            OVERTIME
            if isinstance(error, httpcore.TimeoutException) and deadline.is_spent
            else _sentence(error)
        )
        if failure is None:
            raise
        return Answer(url, failure=failure, seconds=_since(began))
    kind = reply.headers.get("content-type", "")
    return Answer(final, reply.status, kind, reply.body, reply.truncated, seconds=_since(began))


def post(url: str, data: bytes, *, headers: dict[str, str]) -> Answer:
    """把 `data` 送到 `url`：不跟随跳转，答复至多读 64 KiB；地址照样逐个查过。"""
    began, deadline = time.monotonic(), network.Deadline(TOTAL_SECONDS)
    try:
        reply = _request(
            normalise(url), deadline, MAX_REPLY, ("",), method="POST", data=data, headers=headers
        )
    except Exception as error:
        failure = _sentence(error)
        if failure is None:
            raise
        return Answer(url, failure=failure, seconds=_since(began))
    kind = reply.headers.get("content-type", "")
    return Answer(url, reply.status, kind, reply.body, reply.truncated, seconds=_since(began))


def user_agent() -> str:
    """表明身份，附上本站网址，对方有意见找得到人。"""
    return f"{ROBOT}/1.0 (+{settings.SITE_URL})"


class _TooManyRedirects(Exception):
    """跳转超过五次。"""


def _follow(url: str, deadline: network.Deadline, limit: int, accept) -> tuple[str, _Reply]:
    for _ in range(MAX_REDIRECTS + 1):
        reply = _request(url, deadline, limit, accept)
        target = reply.headers.get("location")
        if reply.status not in REDIRECTS or not target:
            return url, reply
        url = normalise(urljoin(url, target))
    raise _TooManyRedirects


def _request(
    url: str,
    deadline: network.Deadline,
    limit: int,
    accept,
    *,
    method: str = "GET",
    data: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> _Reply:
    timeouts = {"connect": CONNECT_SECONDS, "read": READ_SECONDS, "write": READ_SECONDS, "pool": 1}
    backend = network.Backend(deadline)
    with (
        httpcore.ConnectionPool(ssl_context=_trust(), network_backend=backend, max_connections=1) as pool,
        pool.stream(
            method, url, headers=_headers() | (headers or {}), content=data, extensions={"timeout": timeouts}
        ) as response,
    ):
        received = _readable(response.headers)
        reply = _Reply(response.status, received)
        if received.get("content-type", "text/html").lower().startswith(accept):
            reply.body, reply.truncated = _read(response.iter_stream(), received, limit)
        return reply


def _headers() -> dict[str, str]:
    return {
        "User-Agent": user_agent(),
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _readable(headers) -> dict[str, str]:
    """小写的头；非 ASCII 的跳转地址按 UTF-8（不行则 GB 18030）读。"""
    return {name.decode("latin-1").lower(): _text(value) for name, value in headers}


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("gb18030", errors="replace")


def _read(chunks, headers: dict[str, str], limit: int) -> tuple[bytes, bool]:
    """至多 `limit` 字节的正文，以及是否还有没读的；压缩的边解边数，压缩炸弹也只解到上限。"""
    encoding = headers.get("content-encoding", "").lower().strip()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        return b"", True
    unpack = zlib.decompressobj(47) if encoding not in ("", "identity") else None
    body = bytearray()
    for chunk in chunks:
        room = limit - len(body) + 1
        body += unpack.decompress(chunk, room) if unpack else chunk[:room]
        if len(body) > limit:
            return bytes(body[:limit]), True
    return bytes(body), False


@cache
def _trust() -> ssl.SSLContext:
    """信任公共根证书，外加 SSL_CERT_FILE、系统里管理员装的内部根证书。"""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _since(began: float) -> Decimal:
    return Decimal(str(round(time.monotonic() - began, 2)))


def _sentence(error: Exception) -> str | None:
    """错误的中文说法；不是网络上的事则为 None。"""
    if isinstance(error, BadUrl):
        return f"跳转到了不能访问的地址：{error}"
    if isinstance(error, network.Refused | network.NoAddress):
        return str(error)
    if _certificate_problem(error):
        return "网站的安全证书不受信任或已过期，没有建立连接。"
    for kinds, text in SENTENCES:
        if isinstance(error, kinds):
            return text
    return None


def _certificate_problem(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


SENTENCES = [
    (network.Overtime, OVERTIME),
    (_TooManyRedirects, f"跳转超过 {MAX_REDIRECTS} 次，没有到达网页。"),
    (httpcore.ConnectTimeout, f"{CONNECT_SECONDS} 秒内连不上网站。"),
    (httpcore.TimeoutException, f"网站超过 {READ_SECONDS} 秒没有回应。"),
    (httpcore.ConnectError, "网站拒绝连接，可能没有开机。"),
    ((httpcore.NetworkError, httpcore.ProtocolError, OSError), "网站中断了连接或答复不合规范。"),
    (zlib.error, "网站的答复解压失败。"),
]
