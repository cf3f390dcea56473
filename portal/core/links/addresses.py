"""网址的规范写法：同一张网页只登记一次；写不成网址的，说明该怎么改。"""

import re
from urllib.parse import urlsplit, urlunsplit

MAX_LENGTH = 2000
PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*\Z")
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028\u2029\u3000\ufeff]")


class BadUrl(ValueError):
    """不能登记、不能访问的网址；文字是给人看的原因与改法。"""


def normalise(url: str) -> str:
    """协议与主机小写，国际域名转成 ASCII，去掉默认端口与 # 之后的部分。"""
    text = url.strip().replace("\t", "").replace("\r", "").replace("\n", "")
    if len(text) > MAX_LENGTH:
        raise BadUrl(f"网址超过 {MAX_LENGTH} 个字符，请换用较短的网址。")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadUrl("网址写得不完整，请从浏览器地址栏重新复制。") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise BadUrl("只支持以 http:// 或 https:// 开头的网址。")
    if "@" in parts.netloc:
        raise BadUrl("网址里不能带用户名和口令，请去掉“@”及它之前的部分。")
    host = ascii_host(parts.hostname or "")
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in (None, PORTS[scheme]) else f"{shown}:{port}"
    result = urlunsplit((scheme, netloc, _quote(parts.path or "/"), _quote(parts.query), ""))
    if len(result) > MAX_LENGTH:
        raise BadUrl(f"网址超过 {MAX_LENGTH} 个字符，请换用较短的网址。")
    return result


def ascii_host(host: str) -> str:
    """主机名的 ASCII 写法；“政务.中国”成为 xn-- 开头的。"""
    host = host.lower().rstrip(".")
    if ":" in host:
        return host
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if len(name) > 253 or not HOST.match(name):
        raise BadUrl("网址里的域名不正确，请从浏览器地址栏重新复制。")
    return name


def host_of(url: str) -> str:
    """规范网址的主机，连同非默认端口。"""
    return urlsplit(url).netloc


def _quote(text: str) -> str:
    """非 ASCII 与看不见的字符按 UTF-8 转义，已转义的不动。"""
    return "".join(
        character if character.isascii() and not UNSEEN.match(character) else _escape(character)
        for character in text
    )


def _escape(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", errors="replace"))
