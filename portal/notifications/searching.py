"""收件箱：全站检索可查的种类，各人只查自己的。"""

from portal.core import search
from portal.notifications.models import Message

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
