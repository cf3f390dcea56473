"""台账一行的时间线：取自审计，谁在何时登记、修改；从属的各条按登记的时间。"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from portal.core.models import AuditEvent

WORDS = {"recorded": "登记", "changed": "修改", "seen": "核验", "waited": "等待后台权限"}


@dataclass(frozen=True)
class Person:
    name: str


@dataclass(frozen=True)
class Step:
    """时间线的一步，与状态机的一步同样排版。"""

    label: str
    by: Person
    at: dt.datetime
    target_label: str = ""
    reason: str = ""


def steps_of(row: Model, *children: Iterable[Model]) -> list[Step]:
    """由早到晚；`children` 各带 `created_by`、`created_at`。"""
    label, pk = row._meta.label_lower, str(row.pk)
    events = AuditEvent.objects.filter(object_type=label, object_pk=pk)
    found = [_step(event) for event in events if event.event.rpartition(".")[2] in WORDS]
    for group in children:
        found += [_child(one) for one in group]
    return sorted(found, key=lambda step: step.at)


def _step(event: AuditEvent) -> Step:
    return Step(WORDS[event.event.rpartition(".")[2]], Person(event.actor_label), event.at, reason=event.text)


def _child(one: Model) -> Step:
    return Step(f"登记{one._meta.verbose_name}", Person(one.created_by.name), one.created_at, str(one))
