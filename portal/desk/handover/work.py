"""一个岗位在办的全部事项：待办、欠着的事、随人的事，跨各应用汇成一张清单。"""

import datetime as dt

from django.contrib.auth import get_user_model
from django.urls import reverse

from portal.desk import selectors
from portal.organisations import belongings
from portal.organisations.actions import WorkLine
from portal.organisations.models import Organisation
from portal.organisations.roles import PERMISSIONS
from portal.organisations.scope import as_post
from tasks import obligations
from tasks import selectors as tasks
from tasks.ground import Ground

OWING = ("draft", "score")
KEY_LENGTH, TITLE_LENGTH = 200, 300


def of_post(organisation: Organisation, role: str, person, *, on: dt.date) -> list[WorkLine]:
    """这个岗位在办的事，有期限的在前；`person` 是在任（或最后在任）的人，一直空缺的为 None。

    只看这一个岗位的权限，他兼任别处的事不在其中；随人的事列在最后。
    """
    holder = person or get_user_model()(pk=0)
    stand_in = as_post(holder, PERMISSIONS[role], organisation)
    found = [_line(t.kind, t.title, t.state, t.url, t.due_on) for t in selectors.todos(stand_in, on=on)]
    found += _owing(organisation, role, {line.url for line in found}, on)
    found += _own(person) if person else []
    return list({line.key: line for line in found}.values())


def _line(kind: str, title: str, state: str, url: str, due_on: dt.date | None) -> WorkLine:
    key = f"{kind}:{url}:{title}"[:KEY_LENGTH]
    return WorkLine(key, kind, title[:TITLE_LENGTH], state, url, due_on)


def _owing(organisation: Organisation, role: str, known: set[str], on: dt.date) -> list[WorkLine]:
    """期限上欠着、还没有成为待办的：如没有开始填的备案。"""
    campaign = tasks.current_campaign()
    if campaign is None or campaign.status != campaign.Status.RUNNING:
        return []
    if not set(OWING) & set(PERMISSIONS[role]):
        return []
    owing = obligations.outstanding(Ground(campaign, on))
    owed = [item for item in owing if item.organisation.pk == organisation.pk]
    lines = [_line("期限", item.text, "未完成", _path(item.url), item.due_on) for item in owed]
    return [line for line in lines if line.url not in known]


def _path(url: str) -> str:
    return url if not url or url.startswith("/") else reverse(url)


def _own(person) -> list[WorkLine]:
    return [
        _line(one.label, one.title(obj), one.state(obj), obj.get_absolute_url(), None)
        for one, obj in belongings.of(person)
    ]
