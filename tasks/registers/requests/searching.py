"""依申请公开：全站检索可查。申请人的姓名与联系方式只有密文，不在其中。"""

from portal.core import search
from tasks.registers.requests.models import DisclosureRequest

search.register(
    "requests",
    "依申请公开",
    DisclosureRequest,
    lambda user: DisclosureRequest.objects.visible_to(user),
    ("subject", "answer_number", "answer_note"),
    title=lambda row: f"{row} {row.subject[:40]}",
    note=lambda row: row.get_status_display(),
    follow=("body",),
)
