"""该办未办：谁在哪个期限上还欠什么。提醒、工作台、逾期清单都从这里取。

本应用知道方案备案；上层应用（如考核）在自己的 `AppConfig.ready` 里登记其余期限的来源，
这是下层向上层取数的唯一通道（见 docs/adr）。
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from portal.core import clock
from portal.organisations.models import Organisation
from tasks.ground import Ground
from tasks.models import Deadline, Filing

Provider = Callable[[Ground, Deadline], Iterable["Obligation"]]
Finished = Callable[[Ground, Deadline], Iterable[tuple[str, dt.date]]]
_providers: dict[str, Provider] = {}
_finished: dict[str, Finished] = {}


@dataclass(frozen=True)
class Obligation:
    """一件欠着的事。`people` 是经办人；`seniors` 是逾期后也要知道的负责人。

    期限上的给 `deadline`，`subject` 在期限之下唯一；别处来的给 `origin`，`subject` 全站唯一。
    """

    organisation: Organisation
    subject: str
    text: str
    url: str
    due_on: dt.date
    deadline: Deadline | None = None
    origin: str = ""
    people: tuple = field(default=(), compare=False)
    seniors: tuple = field(default=(), compare=False)

    @property
    def source(self) -> str:
        """来自哪里：期限、台账或督办单，如 `deadline:filing`、`register:requests`。"""
        return f"deadline:{self.deadline.code}" if self.deadline else self.origin

    @property
    def key(self) -> str:
        """全站唯一的标识；台账事项就是它自己的标识。"""
        return f"{self.source}:{self.organisation.pk}:{self.subject}" if self.deadline else self.subject

    @property
    def title(self) -> str:
        """带单位的说法：各村的事名目相同，不写单位分不出是谁的。"""
        place = self.organisation
        return self.text if place.short_name in self.text else f"{place.called}：{self.text}"

    @property
    def path(self) -> str:
        """去处的路径。"""
        return self.url if self.url.startswith("/") else reverse(self.url)

    def days_left(self, on: dt.date) -> int:
        """距截止日的天数；负数为已逾期。"""
        return (self.due_on - on).days


def register(code: str, provider: Provider, finished: Finished | None = None) -> None:
    """登记期限 `code` 的来源；`finished` 给出已经办结的各件（机构路径, 哪天办结），预报用。"""
    _providers[code] = provider
    if finished is not None:
        _finished[code] = finished


def finished(ground: Ground, deadline: Deadline) -> list[tuple[str, dt.date]]:
    """已经办结的各件：（机构路径, 哪天办结）；没有登记来源的为空。"""
    source = _finished.get(deadline.code)
    return list(source(ground, deadline)) if source else []


def outstanding_of(ground: Ground, deadline: Deadline) -> list[Obligation]:
    """一个期限上欠着的事。"""
    provider = _providers.get(deadline.code)
    return list(provider(ground, deadline)) if provider else []


def outstanding(ground: Ground) -> list[Obligation]:
    """全部欠着的事，先到期的在前；该告诉谁另由 `owing` 算。"""
    found: list[Obligation] = []
    for deadline in ground.deadlines.values():
        found += outstanding_of(ground, deadline)
    return sorted(found, key=lambda o: (o.due_on, o.organisation.path, o.subject))


def _filings(ground: Ground, deadline: Deadline) -> list[Obligation]:
    """还没有送达市政务公开办的县区；已报送被退回的也算欠着。"""
    filings = {f.county_id: f for f in Filing.objects.filter(campaign=ground.campaign)}
    counties = ground.counties
    owing = [c for c in counties if c.pk not in filings or not _is_handed_in(filings[c.pk])]
    terms = ground.terms(deadline, owing)
    return [_filing(deadline, county, filings.get(county.pk), terms[county.pk].last_day) for county in owing]


def of_filing(filing: Filing, deadline: Deadline, last_day: dt.date) -> Obligation | None:
    """一份备案欠着的事；已经送达的为 None。"""
    return None if _is_handed_in(filing) else _filing(deadline, filing.county, filing, last_day)


def _filing(deadline: Deadline, county, filing: Filing | None, last_day: dt.date) -> Obligation:
    return Obligation(
        deadline=deadline,
        organisation=county,
        subject="filing",
        text=f"{county}{deadline.name}（{_state(filing)}）",
        url=filing.get_absolute_url() if filing else "tasks:filings",
        due_on=last_day,
    )


def _is_handed_in(filing: Filing) -> bool:
    return filing.status in (Filing.Status.HANDED_IN, Filing.Status.RECEIVED, Filing.Status.ACCEPTED)


def _state(filing: Filing | None) -> str:
    return filing.get_status_display() if filing else "未开始"


def _filed(ground: Ground, deadline: Deadline) -> list[tuple[str, dt.date]]:
    """已送达市政务公开办的各县区，送达的日子。"""
    rows = Filing.objects.filter(campaign=ground.campaign).select_related("county")
    done = [filing for filing in rows if _is_handed_in(filing)]
    return [(filing.county.path, clock.local_date(filing.handed_in_at)) for filing in done]


register(Deadline.Code.FILING, _filings, _filed)
