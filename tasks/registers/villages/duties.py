"""村务公开：各村照本县样本（与本村的改动）每一期应公开的事项，登记之日为办结。

一县的村多而样本只有一份：没有改动的村按村数与登记数并批，有改动的才逐村算。查询次数与村数无关。
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Case, Count, IntegerField, QuerySet, When
from django.urls import reverse

from portal.organisations.models import Organisation
from tasks import where
from tasks.ground import Ground
from tasks.registers.standards.reading import start_of
from tasks.standing import Item, Lot
from village.duties import counting, items, reading
from village.duties.counting import Slot
from village.models import CycleRecord, Deviation

Own = dict[int, list[Deviation]]


class Ledger:
    """一次取齐的底数：各县样本的各期、有改动的村；数件数、列各行共用。"""

    def __init__(self, ground: Ground, counties: Sequence):
        self.year, self.on, self.start = ground.campaign.year, ground.on, start_of(ground)
        self.counties, self.of = counties, where.by_path(counties)
        place = counties[0] if len(counties) == 1 else ground.campaign.city
        self.models = reading.models_for(place, on=self.on)
        self.own: Own = defaultdict(list)
        changed = Deviation.objects.select_related("field")
        for row in where.inside(changed, counties, "village__path"):
            self.own[row.village_id].append(row)
        self.slots = {path: self._slots(model.all_items) for path, model in self.models.items()}

    def villages(self) -> QuerySet:
        rows = Organisation.objects.current().of_kind(Organisation.Kind.VILLAGE)
        return where.inside(rows, self.counties, "path")

    def records(self) -> QuerySet:
        """登记过的各期；没有撤下的。"""
        rows = CycleRecord.objects.standing().filter(
            starts_on__isnull=False, starts_on__lte=self.on, due_on__gte=self.start
        )
        return where.inside(rows, self.counties, "village__path").order_by()

    def _slots(self, found: Iterable) -> list[Slot]:
        """行动开始以后到期、到 `on` 已经开始的各期。"""
        every = (slot for item in found for slot in counting.slots(item, self.year))
        return [s for s in every if s.period.due_on >= self.start and s.period.starts_on <= self.on]

    def own_or_none(self, village: str) -> Case:
        """有改动的村是它的编号，照样本的为 None；`village` 是村编号的字段。"""
        own = When(**{f"{village}__in": list(self.own)}, then=village)
        return Case(own, output_field=IntegerField())

    def slots_of(self, village: int | None, path: str) -> list[Slot]:
        """一个村的各期。"""
        if village not in self.own:
            return self.slots.get(path, [])
        model = self.models.get(path)
        return self._slots(items.merge(model.all_items if model else (), self.own[village]))


def rows(ground: Ground, counties: Sequence) -> Iterator[Item]:
    """逐村逐期。"""
    ledger = ground.once(Ledger, ground, tuple(counties))
    columns = ledger.records().values_list("village", "key", "cycle", "starts_on", "posted_on")
    posted = {tuple(mark): day for *mark, day in columns}
    for village in ledger.villages().order_by("path"):
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


def lots(ground: Ground, counties: Sequence) -> Iterator[Lot]:
    """照样本的村合在一起数，有改动的逐村数。"""
    ledger = ground.once(Ledger, ground, tuple(counties))
    villages = ledger.villages().annotate(own=ledger.own_or_none("pk")).order_by()
    done, batches = _done(ledger), Counter()
    for path, own, number in villages.values_list("above", "own").annotate(number=Count("pk")):
        for slot in ledger.slots_of(own, path):
            left, days = number, (ledger.of[path], slot.period.starts_on, slot.period.due_on)
            for day, some in done.get((path, own, *slot.mark), ()):
                batches[*days, day] += some
                left -= some
            batches[*days, None] += left
    for (county, since, due_on, day), number in batches.items():
        if number:
            yield Lot(county, since, due_on, day, count=number)


def _done(ledger: Ledger) -> dict[tuple, list[tuple[dt.date, int]]]:
    """{（县区路径, 有改动的村或 None, 各期的标记）: [（登记之日, 几个村）]}。"""
    records = ledger.records().filter(village__ended_on__isnull=True)
    records = records.annotate(own=ledger.own_or_none("village"))
    columns = records.values_list("above", "own", "key", "cycle", "starts_on", "posted_on")
    found: dict[tuple, list] = defaultdict(list)
    for *mark, day, number in columns.annotate(number=Count("pk")):
        found[tuple(mark)].append((day, number))
    return found
