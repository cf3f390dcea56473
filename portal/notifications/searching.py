"""收件箱与通知公告：全站检索可查的种类；收件箱各人只查自己的，通知查正文读得到的。"""

from portal.core import search
from portal.notifications.models import Bulletin, Message

search.register(
    "messages",
    "收件箱",
    Message,
    lambda user: Message.objects.visible_to(user),
    ("title",),
    title=lambda message: message.title,
    url=lambda message: message.url or "/desk/inbox/",
    note=lambda message: message.get_kind_display(),
)
search.register(
    "bulletins",
    "通知公告",
    Bulletin,
    lambda user: Bulletin.objects.readable_by(user),
    ("title", "body"),
    note=lambda row: f"{row.issuer} · {row.get_status_display()}",
    follow=("issuer",),
)
search.register_files("notifications.bulletin", lambda user: Bulletin.objects.readable_by(user))
