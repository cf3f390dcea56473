"""全部欠着的事：四个期限上的，各台账里到期的，每件连同该告诉的人。查询次数与县区数无关。"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from portal.organisations.models import Organisation
from tasks import obligations, standing
from tasks.ground import Ground
from tasks.models import Campaign, Deadline
from tasks.obligations import Obligation
from tasks.recipients import Staff

More = Callable[[Campaign, dt.date], Iterable[Obligation]]
OPEN = (standing.State.OPEN, standing.State.SOON, standing.State.OVERDUE)
_others: dict[str, tuple[str, More]] = {}


def add(source: str, label: str, provider: More) -> None:
    """登记期限与台账之外的来源，如督办单。"""
    _others[source] = (label, provider)


def sources() -> list[tuple[str, str]]:
    """（来源, 名称）：各期限、各台账、其余的；设置里逐个勾选要不要提醒。"""
    found = [(f"deadline:{code}", f"期限：{label}") for code, label in Deadline.Code.choices]
    found += [(f"register:{one.code}", f"台账：{one.name}") for one in standing.registers()]
    return found + [(source, label) for source, (label, _) in sorted(_others.items())]


def owing(campaign: Campaign, *, on: dt.date) -> list[Obligation]:
    """`on` 这天全部欠着的事，先到期的在前；没有期限的不在其中。"""
    ground = Ground(campaign, on)
    found = [*obligations.outstanding(ground), *_items(ground)]
    for _, provider in _others.values():
        found += provider(campaign, on)
    return sorted(_staffed(found), key=lambda o: (o.due_on, o.organisation.path, o.key))


def find(campaign: Campaign, keys: Iterable[str], *, on: dt.date) -> list[Obligation]:
    """标识在 `keys` 里、现在还欠着的。"""
    wanted = set(keys)
    return [one for one in owing(campaign, on=on) if one.key in wanted]


def _items(ground: Ground) -> Iterable[Obligation]:
    for register in standing.registers():
        for item in register.items(ground, ground.counties):
            if _is_open(item, ground.on):
                yield Obligation(
                    organisation=item.organisation,
                    subject=item.key,
                    text=item.text,
                    url=item.url,
                    due_on=item.last_day,
                    origin=f"register:{register.code}",
                )


def _is_open(item: standing.Item, on: dt.date) -> bool:
    """`on` 这天存在、没有办结、有期限。"""
    return item.last_day is not None and standing.Gauge(on, on).state(item) in OPEN


def _staffed(items: list[Obligation]) -> list[Obligation]:
    places: dict[int, Organisation] = {one.organisation.pk: one.organisation for one in items}
    staff = Staff(places.values())
    people = {pk: (staff.acting(place), staff.heading(place)) for pk, place in places.items()}
    return [
        replace(one, people=people[one.organisation.pk][0], seniors=people[one.organisation.pk][1])
        for one in items
    ]
