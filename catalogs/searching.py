"""公开事项、公开记录：全站检索可查的种类。"""

from django.db.models import Q
from django.urls import reverse

from catalogs.models import Catalog, Disclosure, Edition, Item
from portal.core import search


def _items(user):
    """现行的与拟定中的；旧版里同样的事项不重复列出。"""
    current = Q(status=Edition.Status.ISSUED, repealed_on__isnull=True)
    editions = Edition.objects.visible_to(user).filter(current | Q(status__in=Edition.OPEN))
    return Item.objects.filter(edition__in=editions)


search.register(
    "items",
    "公开事项",
    Item,
    _items,
    ("item_2", "item_1", "item_3", "content", "basis"),
    note=lambda item: str(item.edition),
    follow=("edition__catalog__organisation",),
)
search.register(
    "disclosures",
    "公开记录",
    Disclosure,
    lambda user: Disclosure.objects.filter(
        catalog__in=Catalog.objects.visible_to(user), retracted_at__isnull=True
    ),
    ("title", "url"),
    url=lambda row: reverse("catalogs:disclosures", args=[row.catalog.code]),
    note=lambda row: f"{row.catalog} · {row.disclosed_on}",
    follow=("catalog__organisation",),
    order=("-disclosed_on", "-pk"),
)
search.register_files("catalogs.edition", lambda user: Edition.objects.visible_to(user))
