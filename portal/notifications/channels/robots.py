"""群机器人与通用网址：apprise 写报文、算签名，连接走我们查过地址的那条路。

apprise 的插件各自调用 `requests.post`，只看 HTTP 状态：企业微信、钉钉以 200 答复失败（口令失效、发得太快），它当作已发出；
它也不防网址改绑到内网。所以这里换掉插件手里的 `requests`：经 `portal.core.links` 发送，答复里的错误码也要看。
"""

import json

from apprise import NotifyFormat
from apprise.plugins import dingtalk, feishu, wecombot
from django.conf import settings

from portal.core.links.fetching import post
from portal.notifications.channels.targets import ChannelDown, Target

OK = 200
MODULES = {"wecom": wecombot, "dingtalk": dingtalk, "feishu": feishu}
NAMES = {"wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书", "webhook": "对方网址"}


class _Codes:
    ok = OK


class _Reply:
    """插件要看的答复。"""

    def __init__(self, status: int, content: bytes):
        self.status_code, self.content = status, content


class _Unused(Exception):
    """插件捕捉的错误类型；我们的错误直接越过插件，让调用者看到原因。"""


class Wire:
    """插件眼里的 `requests`。"""

    codes, RequestException = _Codes, _Unused

    @staticmethod
    def post(url: str, *, data, headers, params=None, **options) -> _Reply:
        if params:  # 钉钉的签名已经编码过一次，照原样接上
            url += ("&" if "?" in url else "?") + "&".join(
                f"{name}={value}" for name, value in params.items()
            )
        answer = post(url, data if isinstance(data, bytes) else data.encode(), headers=headers)
        return _Reply(OK, _accepted(answer))


def _accepted(answer) -> bytes:
    """对方确实收下了的答复；没有收下抛 `ChannelDown`。"""
    if answer.failure:
        raise ChannelDown(answer.failure)
    if not OK <= answer.status < 300:
        raise ChannelDown(f"对方答复 {answer.status}，没有接收。")
    try:
        said = json.loads(answer.body or b"{}")
    except ValueError:
        said = {}
    code = said.get("errcode") or said.get("code") if isinstance(said, dict) else 0
    if code:
        raise ChannelDown(f"对方没有接收（错误码 {code}）。")
    return answer.body


for module in MODULES.values():
    module.requests = Wire


def send(target: Target, *, title: str, url: str, reference: str) -> None:
    """发标题与链接。抛 `ChannelDown`。"""
    link = f"{settings.SITE_URL}{url}" if url else settings.SITE_URL
    try:
        if target.kind == "webhook":
            _send_webhook(target.token, {"title": title, "url": link, "reference": reference})
        elif not _robot(target).send(body=f"{title}\n{link}", body_format=NotifyFormat.TEXT):
            raise ChannelDown("没有发出。")
    except ChannelDown as down:
        raise ChannelDown(f"{NAMES[target.kind]}：{down}") from down


def _robot(target: Target):
    """apprise 的插件；口令已在登记时核对过。"""
    if target.kind == "wecom":
        return wecombot.NotifyWeComBot(key=target.token)
    if target.kind == "dingtalk":
        return dingtalk.NotifyDingTalk(token=target.token, secret=target.secret or None)
    return feishu.NotifyFeishu(token=target.token)


def _send_webhook(address: str, document: dict) -> None:
    data = json.dumps(document, ensure_ascii=False).encode()
    _accepted(post(address, data, headers={"Content-Type": "application/json; charset=utf-8"}))
