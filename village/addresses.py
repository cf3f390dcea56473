"""公示单二维码指向的公开网址：本村这一年的公开页，有公示、异议、合计，公示单贴多久都打得开。"""

from django.conf import settings
from django.urls import reverse

from portal.organisations.models import Organisation


def public_page(village: Organisation, year: int) -> str:
    """完整网址，公众用手机扫得开。"""
    path = reverse("public:village", args=[village.code])
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{path}?year={year}"
