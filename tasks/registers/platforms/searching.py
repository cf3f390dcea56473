"""公开平台：全站检索可查的种类。"""

from portal.core import search
from tasks.registers.platforms.models import Zone

search.register(
    "zones",
    "公开平台",
    Zone,
    lambda user: Zone.objects.visible_to(user),
    ("name", "post"),
    note=lambda zone: str(zone.organisation),
    follow=("organisation",),
)
