"""单位：各人视野之内的市直部门、县区、县直部门、乡镇都查得到，去处是它的责任分工与联系人。"""

from django.db.models import Exists
from django.urls import reverse

from portal.core import search
from portal.organisations.models import Organisation
from tasks.models import Campaign
from tasks.registers.organising.permissions import BODIES


def _units(user):
    """页面随行动而有；还没有行动时查不到。"""
    rows = Organisation.objects.visible_to(user).of_kind(*BODIES).current()
    return rows.filter(Exists(Campaign.objects.all()))


search.register(
    "units",
    "单位（责任分工）",
    Organisation,
    _units,
    ("name", "short_name", "code", "region_code"),
    title=lambda place: place.name,
    url=lambda place: reverse("tasks:leader", args=[place.code]),
    note=lambda place: place.get_kind_display(),
    order=("path",),
)
