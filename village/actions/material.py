"""留存材料：登记、继续留存、提请与批准销毁。"""

import datetime as dt

from django.db import transaction

from portal.core import audit, clock
from portal.core.rules import Denied
from village import periods, rules_board
from village.models import Material, Posting
from village.workflow import MATERIAL, POSTING


@transaction.atomic
def keep_material(
    *, posting: Posting, place: str, keeper: str, contents: str, by, at: dt.datetime
) -> Material:
    """登记一次公示的留存材料：自公示结束之日起，满项目规定的年限。"""
    posting = POSTING.lock(posting)
    rules_board.check_can_keep_material(by, posting)
    if posting.materials.exists():
        raise Denied("这次公示的留存材料已经登记过。")
    material = Material.objects.create(
        programme=posting.programme,
        village=posting.village,
        posting=posting,
        place=place.strip(),
        keeper=keeper.strip(),
        contents=contents.strip(),
        kept_from=posting.ends_on,
        kept_until=periods.kept_until(posting.programme, posting.ends_on),
        recorded_by=by,
        recorded_at=at,
    )
    audit.record("village.material.recorded", obj=material, by=by, at=at)
    return material


@transaction.atomic
def move_material(
    *,
    material: Material,
    move: str,
    by,
    at: dt.datetime,
    reason: str = "",
    kept_until: dt.date | None = None,
) -> Material:
    """提请销毁（须已期满）、继续留存到 `kept_until`、批准销毁。"""
    material, today = MATERIAL.lock(material), clock.local_date(at)
    changes = {}
    if move == "propose" and material.kept_until >= today:
        raise Denied(f"留存到 {material.kept_until}，还没有期满，不能提请销毁。")
    if move == "keep":
        changes = {"kept_until": _later(material, kept_until, today)}
    return MATERIAL.move(material, move, by=by, at=at, reason=reason, **changes)


def _later(material: Material, kept_until: dt.date | None, today: dt.date) -> dt.date:
    if kept_until is None or kept_until <= max(material.kept_until, today):
        raise Denied(f"请填写新的留存期限，须晚于今天与原来的 {material.kept_until}。")
    return kept_until
