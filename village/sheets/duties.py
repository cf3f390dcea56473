"""村务公开的工作簿：各村的账、逾期的明细、一村的目录。"""

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
from village.duties.items import VillageItem
from village.duties.reading import COUNTY, TOWNSHIP, VillageRow

KIND, LABEL = "village-duties", "村务公开情况"
CATALOG_KIND, CATALOG_LABEL = "village-catalog", "村级目录"
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
CATALOG = SheetSpec(
    CATALOG_LABEL,
    (
        Column("number", "序号", columns.text(30), width=6),
        Column("field", "领域", columns.text(40), width=12),
        Column("item_1", "一级事项", columns.text(300), width=22),
        Column("item_2", "二级事项", columns.text(300), width=22),
        Column("content", "公开内容", columns.text(32000, multiline=True), width=36),
        Column("basis", "公开依据", columns.text(32000, multiline=True), width=30),
        Column("time_limit", "公开时限", columns.text(500), width=18),
        Column("cycle", "公开周期", columns.text(10), width=10),
        Column("subject", "公开主体", columns.text(300), width=16),
        Column("channels", "公开渠道", columns.text(2000, multiline=True), width=24),
        Column("origin", "来历", columns.text(10), width=8),
        Column("reason", "理由", columns.text(300), width=24),
    ),
)


def exported(what: str, place: Organisation, *, year: int, on: dt.date, at: dt.datetime) -> tuple[bytes, str]:
    """`overdue` 逾期的明细，其余为各村的账：（工作簿, 文件名）。"""
    if what == "overdue":
        heading, spec, rows = f"{place}{year}年村务公开逾期明细", OVERDUE, overdue(place, year=year, on=on)
    else:
        heading, spec, rows = f"{place}{year}年村务公开情况", SUMS, sums(place, year=year, on=on)
    return _book(KIND, LABEL, spec, rows, heading, at), f"{heading}.xlsx"


def sums(place: Organisation, *, year: int, on: dt.date) -> list[dict]:
    """各村的账，平铺行。"""
    rows, names = reading.village_rows(place, year=year, on=on), _names(place)
    return [_names_of(row.village, names) | _sum(row, year) for row in rows]


def overdue(place: Organisation, *, year: int, on: dt.date) -> list[dict]:
    names = _names(place)
    found = reading.overdue_rows(place, year=year, on=on)
    return [_names_of(village, names) | _missing(slot) for village, slot in found]


def catalog(village: Organisation, *, on: dt.date) -> list[dict]:
    return [_item(item) for item in reading.items_of(village, on=on)]


def catalog_book(village: Organisation, *, on: dt.date, at: dt.datetime) -> bytes:
    heading = f"{village.name}村务公开目录"
    return _book(CATALOG_KIND, CATALOG_LABEL, CATALOG, catalog(village, on=on), heading, at)


class DutyExporter:
    """范围：`code` 机构（市、县、乡镇、村），`year` 年度，不给为今年。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        return self._rows(campaign, scope, by, clock.local_date(timezone.now()))

    def workbook(self, *, campaign=None, scope=None, by=None, at: dt.datetime) -> bytes:
        return _book(KIND, LABEL, SUMS, self._rows(campaign, scope, by, clock.local_date(at)), LABEL, at)

    def _rows(self, campaign, scope, by, on: dt.date) -> list[dict]:
        scope = scope or {}
        place = _place(scope.get("code"), by, *Organisation.AREAS)
        return sums(place, year=scope.get("year") or campaign or on.year, on=on)


class CatalogExporter:
    """范围：`code` 一个村。"""

    kind, label = CATALOG_KIND, CATALOG_LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        return catalog(self._village(scope, by), on=clock.local_date(timezone.now()))

    def workbook(self, *, campaign=None, scope=None, by=None, at: dt.datetime) -> bytes:
        return catalog_book(self._village(scope, by), on=clock.local_date(at), at=at)

    def _village(self, scope, by) -> Organisation:
        return _place((scope or {}).get("code"), by, Organisation.Kind.VILLAGE)


def _place(code: str | None, by, *allowed: str) -> Organisation:
    seen = Organisation.objects.all() if by is None else Organisation.objects.visible_to(by)
    found = seen.of_kind(*allowed).filter(code=code).first() if code else None
    if found is None:
        kinds_ = "、".join(Organisation.Kind(one).label for one in allowed)
        raise Denied(f"没有编码为“{code or ''}”的{kinds_}，请检查 --scope。")
    return found


def _book(
    kind: str, label: str, spec: SheetSpec, rows: Iterable[dict], heading: str, at: dt.datetime
) -> bytes:
    draft = writing.SheetDraft(spec, list(rows), heading=heading)
    return writing.build(writing.Draft((draft,), stamp.Stamp(kind, label, "1", {}, at)))


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


def _item(item: VillageItem) -> dict:
    names = ("number", "item_1", "item_2", "content", "basis", "time_limit", "subject")
    return {name: item.text(name) for name in names} | {
        "field": item.field_name,
        "cycle": item.rhythm.label,
        "channels": item.channels,
        "origin": item.get_origin_display(),
        "reason": item.reason,
    }


kinds.register_exporter(DutyExporter())
kinds.register_exporter(CatalogExporter())
