"""村级目录的读取：样本与各村的改动一次取齐，查询次数与村的多少无关；没有改动的村只按村数登记。"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, F, Min, Q, QuerySet

from catalogs.models import CONTENT, Catalog, Edition, Item
from portal.organisations.models import Organisation
from village.duties import counting, items
from village.duties.counting import Slot, Tally
from village.duties.items import Term, VillageItem
from village.models import CycleRecord, Deviation

K = Organisation.Kind
COUNTY, TOWNSHIP = 2 * Organisation.steplen, 3 * Organisation.steplen
NONE = Q(pk__in=[])


@dataclass(frozen=True)
class Model:
    """一县现行的样本。`all_items` 连同以前各版有、现在没有了的，算账用。"""

    edition: Edition
    all_items: tuple[VillageItem, ...]

    @property
    def items(self) -> tuple[VillageItem, ...]:
        return tuple(item for item in self.all_items if item.is_current)


@dataclass(frozen=True)
class VillageRow:
    """一个村的账。`deviations` 是与样本不同的事项数；`has_model` 为假是县里还没有样本。"""

    village: Organisation
    tally: Tally
    deviations: int
    has_model: bool


def villages_in(place: Organisation) -> QuerySet:
    return Organisation.objects.current().within([place.path]).of_kind(K.VILLAGE)


def models_for(place: Organisation, *, on: dt.date) -> dict[str, Model]:
    """`place` 涉及的各县现行的样本，按县区路径；两次查询。"""
    path = place.path[:COUNTY]
    editions = (
        Edition.objects.filter(
            catalog__kind=Catalog.Kind.VILLAGE_MODEL,
            catalog__organisation__path__startswith=path,
            status=Edition.Status.ISSUED,
            effective_on__lte=on,
        )
        .select_related("catalog__organisation")
        .order_by("number")
    )
    issued: dict[int, list[Edition]] = defaultdict(list)
    for edition in editions:
        issued[edition.catalog_id].append(edition)
    rows: dict[int, list[Item]] = defaultdict(list)
    items_ = Item.objects.filter(edition__in=[e.pk for found in issued.values() for e in found])
    for row in items_.applicable().in_order().select_related("field"):
        rows[row.edition_id].append(row)
    models = [Model(found[-1], _items(found, rows)) for found in issued.values()]
    return {model.edition.catalog.organisation.path: model for model in models}


def _items(editions: list[Edition], rows: dict[int, list[Item]]) -> tuple[VillageItem, ...]:
    """各版的事项按标识并成一条，时限逐版相接；取最近一版的写法，现行的在前。"""
    terms: dict[str, list[Term]] = defaultdict(list)
    latest: dict[str, Item] = {}
    for edition in editions:
        for row in rows[edition.pk]:
            latest[row.key] = row
            _extend(terms[row.key], Term(edition.effective_on, edition.repealed_on, row.time_limit))
    current = editions[-1]
    order = [row.key for row in rows[current.pk]]
    order += [key for key in latest if key not in set(order)]
    return tuple(_item(latest[key], tuple(terms[key]), latest[key].edition_id == current.pk) for key in order)


def _extend(terms: list[Term], term: Term) -> None:
    """与上一版写法相同又相接的并为一段。"""
    if terms and terms[-1].until == term.since and terms[-1].time_limit == term.time_limit:
        terms[-1] = replace(terms[-1], until=term.until)
    else:
        terms.append(term)


def _item(row: Item, terms: tuple[Term, ...], is_current: bool) -> VillageItem:
    values = {name: getattr(row, name) for name in CONTENT}
    return VillageItem(row.key, row.field_id, row.field.name, values, terms, is_current=is_current)


def first_year(place: Organisation) -> int | None:
    """`place` 涉及的样本最早哪一年起施行；还没有样本为 None。"""
    first = Edition.objects.filter(
        catalog__kind=Catalog.Kind.VILLAGE_MODEL,
        catalog__organisation__path__startswith=place.path[:COUNTY],
        status=Edition.Status.ISSUED,
    ).aggregate(first=Min("effective_on"))["first"]
    return first.year if first else None


def village_rows(place: Organisation, *, year: int, on: dt.date) -> list[VillageRow]:
    """`place` 里各村到 `on` 为止这一年的账，机构树次序。"""
    models = models_for(place, on=on)
    own = _own(place)
    expected = {path: _expected(model.all_items, year, on) for path, model in models.items()}
    counted = _counted(place, year, expected)
    records = _records_of_many(place, year) if own else {}
    found = []
    for village in villages_in(place):
        model = models.get(village.path[:COUNTY])
        if village.pk in own:
            mine = _merged(model, own[village.pk])
            tally = counting.tally(mine, records.get(village.pk, {}), year=year, on=on)
        elif model:
            due, waiting = expected[village.path[:COUNTY]]
            done, late, open_done = counted.get(village.pk, (0, 0, 0))
            tally = Tally(len(due), done, late, len(waiting), open_done)
        else:
            tally = Tally()
        found.append(VillageRow(village, tally, len(own.get(village.pk, ())), model is not None))
    return found


def _own(place: Organisation) -> dict[int, list[Deviation]]:
    """有改动的各村的改动。"""
    found: dict[int, list[Deviation]] = defaultdict(list)
    for row in Deviation.objects.within(place).select_related("field"):
        found[row.village_id].append(row)
    return found


def _merged(model: Model | None, own: Iterable[Deviation]) -> list[VillageItem]:
    return items.merge(model.all_items if model else (), own)


def _expected(model: Iterable[VillageItem], year: int, on: dt.date) -> tuple[list[Slot], list[Slot]]:
    """照样本公开的村：（应已公开的各期, 未到期的各期）。"""
    slots = [slot for item in model for slot in counting.slots(item, year)]
    return counting.past(slots, on), counting.open_on(slots, on)


def _counted(place: Organisation, year: int, expected: dict) -> dict[int, tuple[int, int, int]]:
    """照样本公开的各村登记了多少：村 → （应已公开的里面, 其中晚了的, 未到期的里面）。"""
    due, waiting = NONE, NONE
    for path, (past, open_slots) in expected.items():
        here = Q(village__path__startswith=path)
        due |= here & _any_of(past)
        waiting |= here & _any_of(open_slots)
    rows = CycleRecord.objects.standing().filter(village__path__startswith=place.path, starts_on__year=year)
    counted = (
        rows.order_by()
        .values_list("village")
        .annotate(
            done=Count("pk", filter=due),
            late=Count("pk", filter=due & Q(posted_on__gt=F("due_on"))),
            open_done=Count("pk", filter=waiting),
        )
    )
    return {village: tuple(counts) for village, *counts in counted}


def _any_of(slots: Iterable[Slot]) -> Q:
    """登记是其中一期的：同一周期、同样期次的事项并在一起，条件的多少只看样本有几种周期。"""
    starts: dict[tuple[str, str], list[dt.date]] = defaultdict(list)
    for slot in slots:
        starts[slot.item.key, slot.period.cycle.value].append(slot.period.starts_on)
    keys: dict[tuple, list[str]] = defaultdict(list)
    for (key, cycle), days in starts.items():
        keys[cycle, tuple(days)].append(key)
    found = NONE
    for (cycle, days), names in keys.items():
        found |= Q(cycle=cycle, starts_on__in=days, key__in=names)
    return found


def _records_of_many(place: Organisation, year: int) -> dict[int, dict[tuple, bool]]:
    """有改动的各村这一年的登记，供逐村对账。"""
    changed = Deviation.objects.within(place).order_by().values("village")
    rows = CycleRecord.objects.standing().filter(village__in=changed, starts_on__year=year)
    found: dict[int, dict[tuple, bool]] = defaultdict(dict)
    for row in rows.order_by().values_list("village", "key", "cycle", "starts_on", "posted_on", "due_on"):
        village, key, cycle, starts_on, posted_on, due_on = row
        found[village][key, cycle, starts_on] = posted_on > due_on
    return found


# 一个村


def items_of(village: Organisation, *, on: dt.date) -> list[VillageItem]:
    """一村现行的目录，连同不适用的。"""
    return [item for item in _all_items_of(village, on) if item.is_current]


def _all_items_of(village: Organisation, on: dt.date) -> list[VillageItem]:
    model = models_for(village, on=on).get(village.path[:COUNTY])
    return _merged(model, Deviation.objects.filter(village=village).select_related("field"))


@dataclass(frozen=True)
class Board:
    """一村到某天为止的账：逾期的、待公开的、及时公开的事项（连同最近一次）、登记过的各期。"""

    items: list[VillageItem]
    overdue: list[Slot]
    waiting: list[Slot]
    prompt: list[tuple[VillageItem, CycleRecord | None]]
    unclear: list[VillageItem]
    tally: Tally

    @property
    def outstanding(self) -> list[Slot]:
        """欠着的与待公开的，先到期的在前。"""
        return [*self.overdue, *self.waiting]


def board(village: Organisation, *, year: int, on: dt.date) -> Board:
    mine = _all_items_of(village, on)
    rows = CycleRecord.objects.standing().filter(village=village)
    records = {
        (row.key, row.cycle, row.starts_on): row.posted_on > row.due_on
        for row in rows.filter(starts_on__year=year)
    }
    slots = [slot for item in mine for slot in counting.slots(item, year)]
    missing = sorted((s for s in slots if s.mark not in records), key=lambda s: s.period.due_on)
    latest = {row.key: row for row in rows.filter(starts_on__isnull=True).order_by("posted_on", "pk")}
    applicable = [item for item in mine if item.is_applicable]
    return Board(
        items=[item for item in mine if item.is_current],
        overdue=counting.past(missing, on),
        waiting=counting.open_on(missing, on),
        prompt=[(item, latest.get(item.key)) for item in applicable if item.rhythm.cycle == "prompt"],
        unclear=[item for item in applicable if item.rhythm.cycle is None],
        tally=counting.tally(mine, records, year=year, on=on),
    )


def overdue_rows(place: Organisation, *, year: int, on: dt.date) -> list[tuple[Organisation, Slot]]:
    """`place` 里逾期没有公开的每一期，按村、应公开日期。"""
    models = models_for(place, on=on)
    own = _own(place)
    rows = CycleRecord.objects.standing().filter(village__path__startswith=place.path, starts_on__year=year)
    posted = set(rows.order_by().values_list("village", "key", "cycle", "starts_on"))
    expected = {path: _expected(model.all_items, year, on)[0] for path, model in models.items()}
    found = []
    for village in villages_in(place):
        due = expected.get(village.path[:COUNTY], [])
        if village.pk in own:
            model = models.get(village.path[:COUNTY])
            due = _expected(_merged(model, own[village.pk]), year, on)[0]
        missing = [slot for slot in due if (village.pk, *slot.mark) not in posted]
        found += [(village, slot) for slot in sorted(missing, key=lambda s: s.period.due_on)]
    return found
