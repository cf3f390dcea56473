"""工作台的读取：待办，以及欠着的事。各应用的待办在这里汇成一张表。"""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from assessments import selectors as assessments
from catalogs import selectors as catalogs
from portal.notifications import selectors as notices
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.organisations.scope import scope_of
from portal.publications import selectors as publications
from tasks import obligations, supervisions, task_lists
from tasks import selectors as tasks
from tasks.ground import Ground
from tasks.models import Campaign
from tasks.registers.annual import selectors as annual_reports
from tasks.registers.cases import selectors as cases
from tasks.registers.interpretation import selectors as interpretation
from tasks.registers.mechanisms import selectors as mechanisms
from tasks.registers.organising import selectors as organising
from tasks.registers.requests import selectors as requests
from village import owing
from village import selectors as village
from village.duties import awaiting as duties


@dataclass(frozen=True)
class Todo:
    """一件待办：什么事、谁的、到哪一步、去哪里办、何时截止。"""

    kind: str
    title: str
    state: str
    url: str
    due_on: dt.date | None = None


def todos(user, *, on: dt.date) -> list[Todo]:
    """轮到此人办的全部事项，有期限的在前。"""
    found = [
        Todo("方案备案", str(f), f.get_status_display(), f.get_absolute_url())
        for f in tasks.filings_awaiting(user)
    ]
    found += [
        Todo("延期申请", str(e), e.get_status_display(), "/desk/extensions/")
        for e in tasks.extensions_awaiting(user)
    ]
    found += [Todo(*item) for item in task_lists.awaiting(user)]
    found += [Todo(*item) for item in cases.awaiting(user)]
    found += [Todo(*item) for item in mechanisms.awaiting(user)]
    found += [Todo(*item) for item in organising.awaiting(user, on=on)]
    found += [Todo(*item) for item in supervisions.awaiting(user)]
    found += [Todo(*item) for item in notices.awaiting(user)]
    found += [Todo(*item) for item in requests.awaiting(user, on=on)]
    found += [Todo(*item) for item in interpretation.awaiting(user)]
    found += [Todo(*item) for item in annual_reports.awaiting(user)]
    found += [
        Todo("信息发布", str(p), p.get_status_display(), p.get_absolute_url())
        for p in publications.awaiting(user)
    ]
    found += _privacy(user)
    found += [Todo(*item) for item in assessments.awaiting(user)]
    found += [Todo(*item) for item in catalogs.awaiting(user)]
    found += [Todo(*item) for item in village.awaiting(user)]
    found += [Todo(*item) for item in duties.awaiting(user, on=on)]
    found += [Todo(*item) for item in owing.awaiting(user, on=on)]
    return sorted(found, key=lambda t: (t.due_on is None, t.due_on or dt.date.max, t.kind))


def _privacy(user) -> list[Todo]:
    """放行的审批，与重查已公开信息的发现。"""
    found = [
        Todo("个人信息公开审批", str(o.publication), o.get_status_display(), o.get_absolute_url())
        for o in publications.overrides_awaiting(user)
    ]
    if count := publications.findings_awaiting(user):
        title = f"{count} 条已公开的信息有疑似个人信息"
        found.append(Todo("隐私重查", title, "待处理", reverse("publications:findings")))
    return found


def week(user, campaign: Campaign | None, *, on: dt.date, days: int = 7) -> list[obligations.Obligation]:
    """此人所见机构里七天内到期、或已经逾期的事。"""
    if campaign is None or campaign.status != campaign.Status.RUNNING:
        return []
    reading = scope_of(user).reading
    return [
        item
        for item in obligations.outstanding(Ground(campaign, on))
        if item.days_left(on) <= days and any(item.organisation.path.startswith(path) for path in reading)
    ]


def inbox(user):
    """收件箱。"""
    return Message.objects.visible_to(user)


def bulletins(user):
    """首页上的通知公告。"""
    return notices.latest(user)


def posts(user, *, on: dt.date):
    return organisations.posts_of(user, on=on)
