import datetime as dt
from decimal import Decimal

from django.db import transaction

from assessments import permissions, workflow
from assessments.models import Indicator, Scheme
from portal.core import audit
from portal.core.rules import Denied

EDITABLE = ("name", "standard", "points", "rule", "config", "may_be_inapplicable")


@transaction.atomic
def update_indicator(*, indicator: Indicator, values: dict, version: int, by, at: dt.datetime) -> Indicator:
    """在网页上改方案的一个指标。`version` 是打开时方案的版次，已变则拒绝；上级分值由核对时指出，不擅自改。

    抛 `Denied`：方案已下发、不是本部门、他人刚改过。
    """
    scheme = workflow.SCHEME.lock(indicator.scheme)
    permissions.check_can_draft_scheme(by, scheme)
    if scheme.version != version:
        raise Denied("方案刚被他人改过，请刷新页面，看过新的内容再改。")
    changed = [name for name in EDITABLE if name in values and getattr(indicator, name) != values[name]]
    if not changed:
        return indicator
    for name in changed:
        setattr(indicator, name, values[name])
    indicator.save(update_fields=changed)
    _settle(scheme)
    audit.record(
        "assessments.indicator.changed",
        obj=indicator,
        by=by,
        at=at,
        detail={"scheme": scheme.pk, "fields": changed},
    )
    return indicator


def _settle(scheme: Scheme) -> None:
    """满分随末级分值之和而变。"""
    points = scheme.indicators.exclude(rule="").values_list("points", flat=True)
    scheme.full_points = sum(points, Decimal(0)) or scheme.full_points
    scheme.version += 1
    scheme.save(update_fields=["full_points", "version"])
