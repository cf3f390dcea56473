"""有效衔接的写入：村级事项对应到县（乡）级目录的事项，或写明村里自有、不用对应。"""

import datetime as dt

from django.db import transaction

from catalogs import adjusting
from catalogs.models import Catalog
from portal.core import audit
from portal.core.rules import Denied
from village import rules_catalog as permissions
from village.models import Linkage


@transaction.atomic
def link_item(*, catalog: Catalog, key: str, target_key: str, by, at: dt.datetime) -> Linkage:
    """确认一处对应；同一村级事项可以对应几个县级事项。原先写的“不用对应”随之撤去。"""
    permissions.check_can_link(by, catalog)
    edition = adjusting.latest_edition(catalog)
    if edition is None or not edition.items.applicable().filter(key=target_key).exists():
        raise Denied(f"{catalog}现行版里没有这个事项，请重新选择。")
    Linkage.objects.filter(catalog=catalog, key=key, target_key="").delete()
    return _save(catalog, key, target_key, "", by=by, at=at)


@transaction.atomic
def declare_own(*, catalog: Catalog, key: str, reason: str, by, at: dt.datetime) -> Linkage:
    """村里自有的事项，县（乡）级目录里不必有；写明理由后不算缺口。"""
    permissions.check_can_link(by, catalog)
    if not reason.strip():
        raise Denied("请写明不用对应的理由，如“村内自治事项”。")
    if Linkage.objects.filter(catalog=catalog, key=key).exclude(target_key="").exists():
        raise Denied("这个事项已有对应，请先取消对应。")
    return _save(catalog, key, "", reason.strip()[:300], by=by, at=at)


@transaction.atomic
def unlink(*, linkage: Linkage, by, at: dt.datetime) -> None:
    """取消一处对应（或不用对应）。"""
    permissions.check_can_link(by, linkage.catalog)
    audit.record("village.linkage.removed", obj=linkage, by=by, at=at)
    linkage.delete()


def _save(catalog: Catalog, key: str, target_key: str, reason: str, *, by, at: dt.datetime) -> Linkage:
    facts = {"reason": reason, "confirmed_by": by, "confirmed_at": at}
    row, _ = Linkage.objects.update_or_create(catalog=catalog, key=key, target_key=target_key, defaults=facts)
    audit.record("village.linkage.saved", obj=row, by=by, at=at)
    return row
