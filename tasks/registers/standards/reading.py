"""目录事项的读取：各县区现行与历次的版本、事项、公开记录；查询次数与县区、事项多少无关。

没有周期的事项公开过一次为办结，期限是“完成考核”那天与“版本生效后 20 个工作日”的较晚者
（条例第二十六条：自形成或者变更之日起 20 个工作日内公开）。周期更新的见 `cycles`。
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from catalogs.measuring import ACTIVE
from catalogs.models import Catalog, Disclosure, Edition
from catalogs.models import Item as Entry
from tasks import where
from tasks.ground import Ground
from tasks.models import Deadline
from tasks.registers.standards import cycles
from tasks.standing import Item, Lot

WITHIN = 20
# 逐行要的列：目录一行有二十来栏，别的不取。
NAMED = (
    "edition",
    "field",
    "key",
    "number",
    "item_1",
    "item_2",
    "item_3",
    "method",
    "limit_value",
    "limit_unit",
)
CYCLIC = Q(limit_value__isnull=False) & (Q(limit_anchor__startswith="每") | Q(limit_anchor__startswith="按"))


@dataclass(frozen=True)
class Piece:
    """一版目录在哪段日子里有效（`until` 起不再有效），没有周期的事项到哪天为止。"""

    edition: Edition
    county_id: int
    since: dt.date
    until: dt.date | None
    due_on: dt.date


def pieces(ground: Ground, counties: Sequence) -> dict[int, Piece]:
    """{版本编号: Piece}：这些县区到这一天为止生效过的各版；数件数、列各行只查一次。"""
    return ground.once(_pieces, ground, tuple(counties))


def _pieces(ground: Ground, counties: Sequence) -> dict[int, Piece]:
    of = where.by_path(counties)
    rows = Edition.objects.filter(
        catalog__in=Catalog.objects.disclosing(), status=Edition.Status.ISSUED, effective_on__lte=ground.on
    )
    rows = where.inside(rows, counties, "catalog__organisation__path")
    rows = rows.select_related("catalog__organisation").order_by("catalog", "-number")
    assessment, later, found = ground.deadlines.get(Deadline.Code.ASSESSMENT), {}, {}
    for edition in rows:
        until = min(filter(None, (edition.repealed_on, later.get(edition.catalog_id))), default=None)
        within = ground.workdays_on(edition.effective_on, WITHIN)
        due_on = max(assessment.due_on, within) if assessment else within
        found[edition.pk] = Piece(edition, of[edition.above], edition.effective_on, until, due_on)
        later[edition.catalog_id] = min(edition.effective_on, later.get(edition.catalog_id, dt.date.max))
    return found


def start_of(ground: Ground) -> dt.date:
    """行动第一天；没有阶段的从当年头一天算起。"""
    return ground.start or dt.date(ground.campaign.year, 1, 1)


def lots(ground: Ground, counties: Sequence) -> Iterator[Lot]:
    """在库里并批。"""
    found = pieces(ground, counties)
    entries = _entries(found)
    once = entries.exclude(CYCLIC).annotate(first=_first_disclosed())
    counted = once.order_by().values_list("edition", "method", "first").annotate(number=Count("pk"))
    for edition, method, first, number in counted:
        if _is_active(method):
            piece = found[edition]
            yield Lot(piece.county_id, piece.since, piece.due_on, first, None, piece.until, number)
    yield from _cyclic_lots(ground, entries, found)


def _cyclic_lots(ground: Ground, entries: QuerySet, found: dict[int, Piece]) -> Iterator[Lot]:
    start = start_of(ground)
    rows = entries.filter(CYCLIC).order_by()
    columns = rows.values_list("edition", "key", "method", "limit_value", "limit_unit")
    days, batches = _days(rows, found, start), Counter()
    for edition, key, method, value, unit in columns:
        if not _is_active(method):
            continue
        piece = found[edition]
        mine = days.get((piece.edition.catalog_id, key), ())
        for period in cycles.periods(cycles.months_of(value, unit), start=start, on=ground.on):
            if not _gone(piece, period):
                batches[edition, period, cycles.done_on(period, mine)] += 1
    for (edition, period, done), number in batches.items():
        piece = found[edition]
        since = max(piece.since, period.first)
        yield Lot(piece.county_id, since, period.last, done, None, piece.until, number)


def items(ground: Ground, counties: Sequence, fields: frozenset[int] | None = None) -> Iterator[Item]:
    """逐行；`fields` 只要这些领域。"""
    found, start = pieces(ground, counties), start_of(ground)
    entries = _entries(found)
    if fields is not None:
        entries = entries.filter(field__in=fields)
    days = _days(entries.filter(CYCLIC).order_by(), found, start)
    entries = entries.only(*NAMED).order_by("edition", "position")
    for row in entries.exclude(CYCLIC).annotate(first=_first_disclosed()):
        if _is_active(row.method):
            piece, url = found[row.edition_id], row.get_absolute_url()
            yield _item(row, piece, url, "", str(row), piece.since, piece.due_on, row.first)
    for row in entries.filter(CYCLIC):
        if _is_active(row.method):
            yield from _cyclic_items(row, found[row.edition_id], days, start, ground.on)


def _cyclic_items(row: Entry, piece: Piece, days: dict, start: dt.date, on: dt.date) -> Iterator[Item]:
    mine = days.get((piece.edition.catalog_id, row.key), ())
    name, url = str(row), row.get_absolute_url()
    for period in cycles.periods(cycles.months_of(row.limit_value, row.limit_unit), start=start, on=on):
        if not _gone(piece, period):
            since, done = max(piece.since, period.first), cycles.done_on(period, mine)
            text = f"{name}（{period.name}）"
            yield _item(row, piece, url, f":{period.first:%Y%m}", text, since, period.last, done)


def _item(row: Entry, piece: Piece, url: str, period: str, text: str, since, due_on, done_on) -> Item:
    catalog = piece.edition.catalog
    return Item(
        key=f"standards:{catalog.code}:{row.key}{period}",
        county_id=piece.county_id,
        organisation=catalog.organisation,
        text=text,
        url=url,
        since=since,
        due_on=due_on,
        done_on=done_on,
        until=piece.until,
        field_id=row.field_id,
    )


def _gone(piece: Piece, period: cycles.Period) -> bool:
    """这一期到期时这一版还没有施行，或这一期开始时已经废止。"""
    return period.last < piece.since or (piece.until is not None and piece.until <= period.first)


def _entries(found: dict[int, Piece]) -> QuerySet:
    return Entry.objects.filter(edition__in=list(found)).applicable()


def _first_disclosed() -> Subquery:
    rows = Disclosure.objects.filter(
        catalog=OuterRef("edition__catalog"), key=OuterRef("key"), retracted_at__isnull=True
    )
    return Subquery(rows.order_by("disclosed_on").values("disclosed_on")[:1])


def _days(entries: QuerySet, found: dict[int, Piece], start: dt.date) -> dict[tuple, list[dt.date]]:
    """周期事项自第一期以来的公开日，已排好；一次查询。"""
    catalogs = {piece.edition.catalog_id for piece in found.values()}
    rows = Disclosure.objects.filter(
        catalog__in=catalogs,
        retracted_at__isnull=True,
        disclosed_on__gte=dt.date(start.year, 1, 1),
        key__in=entries.values("key"),
    )
    days = defaultdict(list)
    for catalog, key, day in (
        rows.order_by("disclosed_on").values_list("catalog", "key", "disclosed_on").distinct()
    ):
        days[catalog, key].append(day)
    return days


def _is_active(method: list[str]) -> bool:
    return not method or ACTIVE in method
