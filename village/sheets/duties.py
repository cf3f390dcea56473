"""村务公开的工作簿：各村的账、逾期的明细。"""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from portal.core import clock
from portal.core.rules import Denied
from portal.core.sheets import columns, kinds, stamp, writing
from portal.core.sheets.columns import Column, SheetSpec
from portal.organisations.models import Organisation
from village.duties import reading
from village.duties.counting import Slot
from village.duties.reading import COUNTY, TOWNSHIP, VillageRow

KIND, LABEL = "village-duties", "村务公开情况"
PLACES = (
    Column("county", "县区", columns.text(60), width=14),
    Column("township", "乡镇（街道）", columns.text(60), width=16),
    Column("village", "村（居）", columns.text(60), width=16),
)
SUMS = SheetSpec(
    LABEL,
    (
        *PLACES,
        Column("year", "年度", columns.whole(), width=8),
        Column("due", "应已公开", columns.whole(), width=10),
        Column("done", "已公开", columns.whole(), width=10),
        Column("late", "其中晚了", columns.whole(), width=10),
        Column("overdue", "逾期未公开", columns.whole(), width=12),
        Column("waiting", "待公开", columns.whole(), width=10),
        Column("changed", "与样本不同的事项", columns.whole(), width=16),
    ),
)
OVERDUE = SheetSpec(
    "逾期未公开",
    (
        *PLACES,
        Column("item", "事项", columns.text(300), width=36),
        Column("period", "期次", columns.text(30), width=16),
        Column("due_on", "应公开日期", columns.day(), width=14),
    ),
)


def exported(what: str, place: Organisation, *, year: int, on: dt.date, at: dt.datetime) -> tuple[bytes, str]:
    """`overdue` 逾期的明细，其余为各村的账：（工作簿, 文件名）。"""
    if what == "overdue":
        heading, spec, rows = f"{place}{year}年村务公开逾期明细", OVERDUE, overdue(place, year=year, on=on)
    else:
        heading, spec, rows = f"{place}{year}年村务公开情况", SUMS, sums(place, year=year, on=on)
    return _book(spec, rows, heading, at), f"{heading}.xlsx"


def sums(place: Organisation, *, year: int, on: dt.date) -> list[dict]:
    """各村的账，平铺行。"""
    rows, names = reading.village_rows(place, year=year, on=on), _names(place)
    return [_names_of(row.village, names) | _sum(row, year) for row in rows]


def overdue(place: Organisation, *, year: int, on: dt.date) -> list[dict]:
    names = _names(place)
    found = reading.overdue_rows(place, year=year, on=on)
    return [_names_of(village, names) | _missing(slot) for village, slot in found]


class DutyExporter:
    """范围：`code` 机构（市、县、乡镇、村），`year` 年度，不给为今年。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        return self._rows(campaign, scope, by, clock.local_date(timezone.now()))

    def workbook(self, *, campaign=None, scope=None, by=None, at: dt.datetime) -> bytes:
        return _book(SUMS, self._rows(campaign, scope, by, clock.local_date(at)), LABEL, at)

    def _rows(self, campaign, scope, by, on: dt.date) -> list[dict]:
        scope = scope or {}
        place = place_of(scope.get("code"), by, *Organisation.AREAS)
        return sums(place, year=scope.get("year") or campaign or on.year, on=on)


def place_of(code: str | None, by, *allowed: str) -> Organisation:
    seen = Organisation.objects.all() if by is None else Organisation.objects.visible_to(by)
    found = seen.of_kind(*allowed).filter(code=code).first() if code else None
    if found is None:
        kinds_ = "、".join(Organisation.Kind(one).label for one in allowed)
        raise Denied(f"没有编码为“{code or ''}”的{kinds_}，请检查 --scope。")
    return found


def _book(spec: SheetSpec, rows: Iterable[dict], heading: str, at: dt.datetime) -> bytes:
    draft = writing.SheetDraft(spec, list(rows), heading=heading)
    return writing.build(writing.Draft((draft,), stamp.Stamp(KIND, LABEL, "1", {}, at)))


def _names(place: Organisation) -> dict[str, str]:
    """县、乡镇的简称，按路径。"""
    above = Organisation.objects.filter(path__startswith=place.path[:COUNTY], depth__in=(2, 3))
    return dict(above.values_list("path", "short_name"))


def _names_of(village: Organisation, names: dict[str, str]) -> dict:
    return {
        "county": names.get(village.path[:COUNTY], ""),
        "township": names.get(village.path[:TOWNSHIP], ""),
        "village": village.short_name,
    }


def _sum(row: VillageRow, year: int) -> dict:
    tally = row.tally
    return {"year": year, "changed": row.deviations} | {
        name: getattr(tally, name) for name in ("due", "done", "late", "overdue", "waiting")
    }


def _missing(slot: Slot) -> dict:
    return {"item": slot.item.name, "period": slot.period.label, "due_on": slot.period.due_on}


kinds.register_exporter(DutyExporter())
