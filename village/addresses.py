"""公示单二维码指向的公开网址：本村这一年已公开的合计；还没有公开的，指向公开专栏。"""

from django.conf import settings
from django.urls import reverse

from portal.organisations.models import Organisation
from portal.publications.models import Publication
from village.models import ReleasedVillage

COLUMN = "village-subsidies"


def public_summary(village: Organisation, year: int) -> str:
    """完整网址，公众用手机扫得开。"""
    released = (
        ReleasedVillage.objects.filter(village=village, release__year=year)
        .filter(publication__status=Publication.Status.PUBLISHED)
        .order_by("-release__number")
        .select_related("publication")
        .first()
    )
    path = released.publication.public_url if released else reverse("public:column", args=[COLUMN])
    return settings.PUBLIC_ADDRESS.rstrip("/") + path
