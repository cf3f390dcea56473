"""村务公开页面上的摘要与表。"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.organisations.models import Organisation
from village.duties.counting import Slot, Tally
from village.duties.reading import VillageRow

K = Organisation.Kind


@dataclass(frozen=True)
class PlaceRow:
    """总览的一行：一个下级地方。"""

    place: Organisation
    villages: int
    changed: int
    without_model: int
    tally: Tally


def overview(place: Organisation, rows: Sequence[VillageRow]) -> dict:
    """某地各下级的一行与合计。"""
    depth = place.depth + 1
    if depth == 4:
        found = [_row(row.village, [row]) for row in rows]
    else:
        children = Organisation.objects.get_children(place).current().of_kind(K.COUNTY, K.TOWNSHIP)
        found = [
            _row(child, [row for row in rows if row.village.path.startswith(child.path)])
            for child in children
        ]
    return {"place": place, "rows": found, "total": _row(place, rows), "of_villages": depth == 4}


def _row(place: Organisation, rows: Sequence[VillageRow]) -> PlaceRow:
    return PlaceRow(
        place,
        len(rows),
        sum(bool(row.deviations) for row in rows),
        sum(not row.has_model for row in rows),
        sum((row.tally for row in rows), Tally()),
    )


@dataclass(frozen=True)
class PeriodGroup:
    """同一期、同一天截止的几项，村里一次贴、一次登记。"""

    label: str
    due_on: dt.date
    slots: tuple[Slot, ...]


def grouped(slots: Iterable[Slot]) -> list[PeriodGroup]:
    """按应公开日期、期次分组，先到期的在前。"""
    groups: dict[tuple[dt.date, str], list[Slot]] = {}
    for slot in slots:
        groups.setdefault((slot.period.due_on, slot.period.label), []).append(slot)
    return [PeriodGroup(label, due_on, tuple(found)) for (due_on, label), found in sorted(groups.items())]
