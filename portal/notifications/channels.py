"""外发通道。消息正文只有标题与链接，不带姓名、电话等个人信息。"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

EMAIL = "email"


class ChannelDown(Exception):
    """通道此刻发不出去；稍后重试。"""


def channels_for(person) -> list[str]:
    """此人能用的外发通道。"""
    return [EMAIL] if person.email and settings.EMAIL_ENABLED else []


def send(channel: str, message, *, reference: str) -> None:
    """经 `channel` 发出一条消息；`reference` 固定，重发时收件服务器可据 Message-ID 去重。抛 `ChannelDown`。"""
    if channel != EMAIL:
        raise ValueError(f"没有名为 {channel} 的通道")
    body = render_to_string("mail/message.txt", {"message": message, "root": settings.SITE_URL})
    subject = " ".join(f"[{settings.PRODUCT_NAME}] {message.title}".split())
    mail = EmailMessage(subject, body, to=[message.person.email], headers={"Message-ID": f"<{reference}>"})
    try:
        mail.send()
    except OSError as error:
        raise ChannelDown(f"邮件服务器没有接收（{type(error).__name__}）") from error
