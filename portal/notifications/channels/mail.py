"""邮件。"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from portal.notifications.channels.targets import ChannelDown


def is_on(person) -> bool:
    return bool(person.email and settings.EMAIL_ENABLED)


def send(row) -> None:
    """发一封；Message-ID 固定，重发时收件服务器可据以去重。抛 `ChannelDown`。"""
    body = render_to_string("mail/message.txt", {"row": row, "root": settings.SITE_URL})
    subject = " ".join(f"[{settings.PRODUCT_NAME}] {row.title}".split())
    headers = {"Message-ID": f"<delivery-{row.pk}@gkts>"}
    mail = EmailMessage(subject, body, to=[row.message.person.email], headers=headers)
    try:
        mail.send()
    except OSError as error:
        raise ChannelDown(f"邮件服务器没有接收（{type(error).__name__}）。") from error
