"""公示清单、年终账、销毁清册的工作簿：只有村与项目，没有户。"""

import datetime as dt
from collections.abc import Iterable, Iterator

from portal.core import clock
from portal.core.sheets import columns, stamp, writing
from portal.core.sheets.columns import Column, SheetSpec
from portal.organisations.models import Organisation
from village.models import Material, Posting
from village.postings import Stand

PLACE = (
    Column("county", "县区", columns.text(60), width=14),
    Column("township", "乡镇（街道）", columns.text(60), width=16),
    Column("village", "村（居）", columns.text(60), width=16),
)
PROGRAMME = (
    Column("programme", "补贴项目", columns.text(60), width=28),
    Column("year", "年度", columns.whole(), width=8),
)
POSTINGS = SheetSpec(
    "公示清单",
    (
        *PLACE,
        *PROGRAMME,
        Column("status", "状态", columns.text(20), width=10),
        Column("due_on", "应张贴日期", columns.day(), width=12),
        Column("starts_on", "公示起", columns.day(), width=12),
        Column("ends_on", "公示止", columns.day(), width=12),
        Column("place", "公示地点", columns.text(120), width=24),
        Column("supervisor", "监督委员会签字人", columns.text(40), width=18),
        Column("objected", "待答复异议", columns.whole(), width=12),
    ),
)
YEAR_END = SheetSpec(
    "年终公示情况",
    (
        Column("name", "地方", columns.text(60), width=20),
        Column("villages", "村数", columns.whole(), width=8),
        Column("owing", "有公示的村", columns.whole(), width=12),
        Column("complete", "全部年内贴出的村", columns.whole(), width=18),
        Column("owed", "应公示", columns.whole(), width=10),
        Column("in_time", "年内已张贴", columns.whole(), width=12),
        Column("late", "跨年才张贴", columns.whole(), width=12),
        Column("due", "未张贴", columns.whole(), width=10),
        Column("overdue", "其中逾期", columns.whole(), width=10),
        Column("ended", "已结束", columns.whole(), width=10),
        Column("objected", "异议待答复", columns.whole(), width=12),
        Column("released", "合计已公开的村", columns.whole(), width=16),
    ),
)
MATERIALS = SheetSpec(
    "留存材料",
    (
        *PLACE,
        *PROGRAMME,
        Column("contents", "材料", columns.text(200), width=30),
        Column("place", "留存地点", columns.text(120), width=24),
        Column("keeper", "保管人", columns.text(40), width=12),
        Column("kept_from", "留存起", columns.day(), width=12),
        Column("kept_until", "留存至", columns.day(), width=12),
        Column("status", "状态", columns.text(20), width=12),
        Column("proposed_by", "提请人", columns.text(40), width=12),
        Column("destroyed_by", "批准人", columns.text(40), width=12),
        Column("destroyed_on", "批准日期", columns.day(), width=12),
    ),
)
COUNTY, TOWNSHIP = 2 * Organisation.steplen, 3 * Organisation.steplen


def postings_book(rows: Iterable[Posting], *, heading: str, at: dt.datetime) -> bytes:
    rows = list(rows)
    names = _names(row.village for row in rows)
    return _book("postings", POSTINGS, (_posting(row, names) for row in rows), heading, at)


def year_end_book(rows: Iterable[Stand], *, heading: str, at: dt.datetime) -> bytes:
    return _book("year-end", YEAR_END, map(_stand, rows), heading, at)


def materials_book(rows: Iterable[Material], *, heading: str, at: dt.datetime) -> bytes:
    rows = list(rows)
    names = _names(row.village for row in rows)
    return _book("materials", MATERIALS, (_material(row, names) for row in rows), heading, at)


def _names(villages: Iterable[Organisation]) -> dict[str, str]:
    above = {village.path[:size] for village in villages for size in (COUNTY, TOWNSHIP)}
    return dict(Organisation.objects.filter(path__in=above).values_list("path", "short_name"))


def _place(village: Organisation, names: dict[str, str]) -> dict:
    return {
        "county": names.get(village.path[:COUNTY], ""),
        "township": names.get(village.path[:TOWNSHIP], ""),
        "village": village.short_name,
    }


def _posting(row: Posting, names: dict[str, str]) -> dict:
    own = ("due_on", "starts_on", "ends_on", "place", "supervisor", "objected")
    return _place(row.village, names) | {
        "programme": row.programme.name,
        "year": row.programme.year,
        "status": row.get_status_display(),
        **{name: getattr(row, name) for name in own},
    }


def _stand(row: Stand) -> dict:
    counts = ("owed", "in_time", "late", "due", "overdue", "ended", "objected")
    return {
        "name": row.place.short_name,
        **{name: getattr(row, name) for name in ("villages", "owing", "complete", "released")},
        **{name: getattr(row.tally, name) for name in counts},
    }


def _material(row: Material, names: dict[str, str]) -> dict:
    own = ("contents", "place", "keeper", "kept_from", "kept_until")
    return _place(row.village, names) | {
        "programme": row.programme.name,
        "year": row.programme.year,
        "status": row.get_status_display(),
        **{name: getattr(row, name) for name in own},
        **dict(_signatures(row)),
    }


def _signatures(row: Material) -> Iterator[tuple[str, object]]:
    yield "proposed_by", row.proposed_by.name if row.proposed_by else ""
    yield "destroyed_by", row.destroyed_by.name if row.destroyed_by else ""
    yield "destroyed_on", clock.local_date(row.destroyed_at) if row.destroyed_at else None


def _book(kind: str, spec: SheetSpec, rows: Iterable[dict], heading: str, at: dt.datetime) -> bytes:
    draft = writing.SheetDraft(spec, list(rows), heading=heading)
    return writing.build(writing.Draft((draft,), stamp.Stamp(kind, spec.title, "1", {}, at)))
