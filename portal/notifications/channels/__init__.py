"""外发通道：邮件、企业微信、钉钉、飞书、通用网址。apprise 与发信的门。

发出去的只有标题与链接，不带姓名、电话等个人信息；内容请对方登录来看。
"""

from portal.notifications.channels import mail, robots
from portal.notifications.channels.targets import (
    BadTarget,
    ChannelDown,
    ChannelGone,
    Target,
    parse,
    seal,
    unseal,
)
from portal.notifications.models import Channel, Delivery

__all__ = [
    "BadTarget",
    "ChannelDown",
    "ChannelGone",
    "Target",
    "parse",
    "seal",
    "send",
    "send_test",
    "unseal",
]


def send(row: Delivery) -> None:
    """发出一条。抛 `ChannelDown`（稍后再试）、`ChannelGone`（不必再试）；文字是给人看的原因。"""
    if row.channel == Delivery.EMAIL:
        mail.send(row)
    elif row.target is None:
        raise ChannelGone("通道已经删除。")
    else:
        robots.send(unseal(row.target.sealed), title=row.title, url=row.url, reference=row.key)


def send_test(channel: Channel) -> None:
    """试发一条，立即答复；抛同样的错。"""
    robots.send(
        unseal(channel.sealed), title="这是一条试发的消息，收到即说明通道可用。", url="", reference="test"
    )
