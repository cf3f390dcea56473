"""村务公开：各村照本县样本（与本村的改动）每一期应公开的事项，登记之日为办结。

一县的村多而样本只有一份：没有改动的村按村数与登记数并批，有改动的才逐村算。查询次数与村数无关。
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Count, QuerySet
from django.urls import reverse

from portal.organisations.models import Organisation
from tasks import standing, where
from tasks.models import Campaign
from tasks.registers.standards.reading import start_of
from tasks.standing import Item, Lot
from village.duties import counting, items, reading
from village.duties.counting import Slot
from village.models import CycleRecord, Deviation

Own = dict[int, list[Deviation]]


class Ledger:
    """一次取齐的底数：各县样本的各期、有改动的村。"""

    def __init__(self, campaign: Campaign, counties: Sequence, on: dt.date):
        self.year, self.on, self.start = campaign.year, on, start_of(campaign)
        self.of = where.by_path(counties)
        self.models = reading.models_for(campaign.city, on=on)
        self.own: Own = defaultdict(list)
        for row in self._inside(Deviation.objects.select_related("field"), "village__path"):
            self.own[row.village_id].append(row)
        self.slots = {path: self._slots(model.all_items) for path, model in self.models.items()}

    def _inside(self, rows: QuerySet, path: str) -> QuerySet:
        return rows.annotate(above=where.county_path(path)).filter(above__in=list(self.of))

    def villages(self) -> QuerySet:
        rows = Organisation.objects.current().of_kind(Organisation.Kind.VILLAGE)
        return self._inside(rows, "path")

    def records(self) -> QuerySet:
        """登记过的各期；没有撤下的。"""
        rows = CycleRecord.objects.standing().filter(
            starts_on__isnull=False, starts_on__lte=self.on, due_on__gte=self.start
        )
        return self._inside(rows, "village__path").order_by()

    def _slots(self, found: Iterable) -> list[Slot]:
        """行动开始以后到期、到 `on` 已经开始的各期。"""
        every = (slot for item in found for slot in counting.slots(item, self.year))
        return [s for s in every if s.period.due_on >= self.start and s.period.starts_on <= self.on]

    def slots_of(self, village: int, path: str) -> list[Slot]:
        """一个村的各期。"""
        if village not in self.own:
            return self.slots.get(path, [])
        model = self.models.get(path)
        return self._slots(items.merge(model.all_items if model else (), self.own[village]))


def rows(campaign: Campaign, counties: Sequence, on: dt.date) -> Iterator[Item]:
    """逐村逐期。"""
    ledger = Ledger(campaign, counties, on)
    return _rows(ledger, ledger.villages(), ledger.records())


def _rows(ledger: Ledger, villages: QuerySet, records: QuerySet) -> Iterator[Item]:
    posted = {
        (village, key, cycle, starts_on): day
        for village, key, cycle, starts_on, day in records.values_list(
            "village", "key", "cycle", "starts_on", "posted_on"
        )
    }
    for village in villages.order_by("path"):
        url = f"{reverse('village:board', args=[village.code])}?year={ledger.year}"
        for slot in ledger.slots_of(village.pk, village.above):
            yield Item(
                key=f"duty:{village.code}:{slot.token}",
                county_id=ledger.of[village.above],
                organisation=village,
                text=f"{slot.item}（{slot.period.label}）",
                url=url,
                since=slot.period.starts_on,
                due_on=slot.period.due_on,
                done_on=posted.get((village.pk, *slot.mark)),
            )


def lots(campaign: Campaign, counties: Sequence, on: dt.date) -> Iterator[Lot]:
    """照样本的村并批，有改动的村逐行。"""
    ledger = Ledger(campaign, counties, on)
    yield from _plain(ledger)
    if ledger.own:
        own = list(ledger.own)
        some = ledger.villages().filter(pk__in=own), ledger.records().filter(village__in=own)
        yield from standing.gather(_rows(ledger, *some))


def _plain(ledger: Ledger) -> Iterator[Lot]:
    villages = ledger.villages().exclude(pk__in=list(ledger.own)).order_by()
    numbers = dict(villages.values_list("above").annotate(number=Count("pk")))
    records = ledger.records().exclude(village__in=list(ledger.own)).filter(village__ended_on__isnull=True)
    columns = records.values_list("above", "key", "cycle", "starts_on", "posted_on")
    done: dict[tuple, list] = defaultdict(list)
    for path, key, cycle, starts_on, day, number in columns.annotate(number=Count("pk")):
        done[path, key, cycle, starts_on].append((day, number))
    batches: Counter = Counter()
    for path, number in numbers.items():
        for slot in ledger.slots.get(path, []):
            left, days = number, (ledger.of[path], slot.period.starts_on, slot.period.due_on)
            for day, some in done.get((path, *slot.mark), ()):
                batches[*days, day] += some
                left -= some
            batches[*days, None] += left
    for (county, since, due_on, day), number in batches.items():
        if number:
            yield Lot(county, since, due_on, day, count=number)
