"""本系统可以连到哪里：先解析域名、逐个地址查过，再连到查过的那个地址（不会第二次解析，改绑域名无机可乘）。"""

import ipaddress
import queue
import socket
import threading
import time

import httpcore
from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# 云主机元数据、链路本地、组播、广播：只有写明网段才放行，写主机名不放行。
NEVER_BY_NAME = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128",
    )
]  # fmt: skip
# Python 各小版本的 is_global 对这几段看法不一，一律视为内部地址。
ALSO_PRIVATE = [
    ipaddress.ip_network(text) for text in ("fec0::/10", "64:ff9b:1::/48", "2001::/23", "5f00::/16")
]
NAT64 = ipaddress.ip_network("64:ff9b::/96")
COMPATIBLE = ipaddress.ip_network("::/96")


class Refused(Exception):
    """本系统的网络规则不允许访问；文字给人看。"""


class NoAddress(Exception):
    """域名解析不出地址；文字给人看。"""


class Overtime(Exception):
    """一次核验的总时间用完了。"""


def is_open(address: str, host: str) -> bool:
    """此地址能不能连：公网地址能；其余要在 LINK_CHECK_ALLOW_PRIVATE 里写明主机或网段。"""
    found = _inner(ipaddress.ip_address(address))
    hosts, networks = _allowed()
    if any(found in network for network in networks):
        return True
    if any(found in network for network in NEVER_BY_NAME):
        return False
    return host.lower() in hosts or _is_public(found)


def _is_public(address: Address) -> bool:
    private = any(address in network for network in ALSO_PRIVATE)
    return address.is_global and not (private or address.is_multicast or address.is_reserved)


def _inner(address: Address) -> Address:
    """IPv6 里套着的 IPv4（映射、兼容、6to4、NAT64）按里面那个算。"""
    if address.version == 4:
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and (address in NAT64 or (address in COMPATIBLE and int(address) > 1)):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or ipaddress.IPv6Address(int(address))


def _allowed() -> tuple[set[str], list]:
    """设置里写明放行的：主机名一组，网段一组。"""
    hosts, networks = set(), []
    for item in settings.LINK_CHECK_ALLOW_PRIVATE:
        try:
            networks.append(ipaddress.ip_network(item.strip(), strict=False))
        except ValueError:
            hosts.add(item.strip().lower())
    return hosts, networks


def addresses(host: str, port: int, *, seconds: float) -> list[str]:
    """域名的地址里可以连的那些，按系统给的次序；一个也没有则拒绝。"""
    found = list(dict.fromkeys(_resolve(host, port, seconds)))
    if not found:
        raise NoAddress(f"找不到域名 {host}，请核对网址。")
    if usable := [address for address in found if is_open(address, host)]:
        return usable
    raise Refused(
        f"{host} 指向内部网络地址，本系统不访问；确属政务内网的，请管理员设置 LINK_CHECK_ALLOW_PRIVATE。"
    )


def _resolve(host: str, port: int, seconds: float) -> list[str]:
    """在另一线程里解析：系统的解析函数没有时限。"""
    answers: queue.Queue[list[str]] = queue.Queue()

    def ask():
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            rows = []
        answers.put([row[4][0] for row in rows])

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=max(0.01, seconds))
    except queue.Empty:
        raise Overtime from None


class Deadline:
    """一次核验的总时限；每一步的时限都不超过剩下的时间。"""

    def __init__(self, seconds: float):
        self.end = time.monotonic() + seconds

    @property
    def is_spent(self) -> bool:
        return time.monotonic() >= self.end

    def cap(self, seconds: float | None) -> float:
        left = self.end - time.monotonic()
        if left <= 0:
            raise Overtime
        return left if seconds is None else min(seconds, left)


class Stream(httpcore.NetworkStream):
    """一条连接；读写都受总时限约束，对方一个字节一个字节地拖也拖不过去。"""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline):
        self.inner, self.deadline = inner, deadline

    def read(self, max_bytes, timeout=None):
        return self.inner.read(max_bytes, self.deadline.cap(timeout))

    def write(self, buffer, timeout=None):
        return self.inner.write(buffer, self.deadline.cap(timeout))

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        """证书与 SNI 用网址里的主机名，不用地址。"""
        secured = self.inner.start_tls(ssl_context, server_hostname, self.deadline.cap(timeout))
        return Stream(secured, self.deadline)

    def close(self):
        self.inner.close()

    def get_extra_info(self, info):
        return self.inner.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """只连查过的地址。"""

    def __init__(self, deadline: Deadline):
        self.tcp, self.deadline = httpcore.SyncBackend(), deadline

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        failure = None
        for address in addresses(host, port, seconds=self.deadline.cap(timeout)):
            try:
                inner = self.tcp.connect_tcp(address, port, self.deadline.cap(timeout), None, socket_options)
                return Stream(inner, self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure
