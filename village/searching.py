"""补贴项目、公示：全站检索可查的种类。户主、异议与查询含个人信息，不在其中。"""

from django.urls import reverse

from portal.core import search
from village.models import CycleRecord, Posting, Programme

search.register(
    "programmes",
    "补贴项目",
    Programme,
    lambda user: Programme.objects.visible_to(user),
    ("name",),
    url=lambda row: reverse("village:programme", args=[row.pk]),
    note=lambda row: f"{row.county} · {row.year}年",
    follow=("county",),
)
search.register(
    "postings",
    "补贴公示",
    Posting,
    lambda user: Posting.objects.visible_to(user),
    ("programme__name", "village__name"),
    note=lambda row: row.get_status_display(),
    follow=("programme__county", "village"),
)
search.register_files("village.cyclerecord", lambda user: CycleRecord.objects.visible_to(user))
