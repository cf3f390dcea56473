"""人填的通道地址：认得出的才收，加密存放。"""

import json
import re
from dataclasses import asdict, dataclass
from urllib.parse import parse_qs, urlsplit

from portal.core import crypto
from portal.core.links.addresses import BadUrl, host_of, normalise
from portal.core.links.network import NoAddress, Overtime, Refused, addresses

PURPOSE = "notifications.channel"
RESOLVE_SECONDS = 5
SHAPES = {
    "wecom": (re.compile(r"[A-Za-z0-9_-]{8,80}\Z"), "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="),
    "dingtalk": (re.compile(r"[A-Za-z0-9]{16,80}\Z"), "https://oapi.dingtalk.com/robot/send?access_token="),
    "feishu": (re.compile(r"[A-Za-z0-9_-]{8,80}\Z"), "https://open.feishu.cn/open-apis/bot/v2/hook/"),
}
SECRET = re.compile(r"[A-Za-z0-9]{8,80}\Z")


class BadTarget(ValueError):
    """不能登记的地址；文字是给人看的原因与改法。"""


class ChannelDown(Exception):
    """通道此刻发不出去；稍后重试。文字给人看。"""


class ChannelGone(Exception):
    """通道用不了，不必再试。文字给人看。"""


@dataclass(frozen=True)
class Target:
    """发到哪里：机器人的口令（`token`），钉钉加签的密钥（`secret`），或通用网址（`token` 就是网址）。"""

    kind: str
    token: str
    secret: str = ""


def parse(kind: str, text: str, *, secret: str = "") -> Target:
    """从“群机器人”页面复制来的网址（或其中的口令）→ 目标。抛 `BadTarget`。"""
    text, secret = text.strip(), secret.strip()
    if kind == "webhook":
        return Target(kind, _webhook(text))
    shape, prefix = SHAPES[kind]
    token = _token(text, prefix) if "/" in text else text
    if not shape.match(token):
        raise BadTarget(f"这不是这种机器人的地址，应形如 {prefix}……，请从群机器人的设置页重新复制。")
    if secret and (kind != "dingtalk" or not SECRET.match(secret)):
        raise BadTarget("只有钉钉的“加签”才填密钥，应是 SEC 开头的一串字母与数字。")
    return Target(kind, token, secret)


def _token(text: str, prefix: str) -> str:
    """网址里的口令；主机与路径须与该产品的一致。"""
    wanted, found = urlsplit(prefix), urlsplit(text)
    if (found.scheme, found.netloc.lower()) != ("https", wanted.netloc):
        return ""
    if wanted.query:
        name = wanted.query.rstrip("=")
        return (parse_qs(found.query).get(name) or [""])[0] if found.path == wanted.path else ""
    return found.path.removeprefix(wanted.path).rstrip("/") if found.path.startswith(wanted.path) else ""


def _webhook(text: str) -> str:
    """规范的网址，且不指向内部网络；发送时还要再查一遍。"""
    try:
        url = normalise(text)
        parts = urlsplit(url)
        addresses(parts.hostname or "", parts.port or 443, seconds=RESOLVE_SECONDS)
    except (BadUrl, Refused, NoAddress) as error:
        raise BadTarget(str(error)) from None
    except Overtime:
        raise BadTarget(f"{RESOLVE_SECONDS} 秒内没有查到 {host_of(url)} 的地址，请稍后再试。") from None
    return url


def seal(target: Target) -> str:
    return crypto.encrypt(json.dumps(asdict(target)), purpose=PURPOSE)


def unseal(sealed: str) -> Target:
    return Target(**json.loads(crypto.decrypt(sealed, purpose=PURPOSE)))


def fingerprint(target: Target) -> str:
    """同一个目标的散列，不能反推出口令。"""
    return crypto.keyed_hash(f"{target.kind}:{target.token}".encode(), purpose=PURPOSE)
