"""任务、承办、方案备案、延期单、督办单、催办：全站检索可查的种类。"""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from portal.core import search
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.models import Assignment, Extension, Filing, Supervision, Task, Urge


def _filings(user):
    """内容看得到的备案：草稿只有本县区与审计员，报送之后是看得到台账的人（同 `permissions.may_read_content`）。"""
    scope = scope_of(user)
    own = (*scope.organisations("draft"), *scope.organisations("approve"))
    audited = Organisation.objects.within(scope.auditing)
    readable = Q(handed_in_at__isnull=False) | Q(county__in=own) | Q(county__in=audited)
    return Filing.objects.visible_to(user).filter(readable)


search.register(
    "tasks",
    "任务",
    Task,
    lambda user: Task.objects.visible_to(user),
    ("title", "number", "deliverable", "lead", "supporting"),
    url=lambda task: reverse("tasks:task", args=[task.pk]),
    note=lambda task: task.campaign.title,
    follow=("campaign",),
)
search.register(
    "assignments",
    "任务承办",
    Assignment,
    lambda user: Assignment.objects.visible_to(user),
    ("task__title", "task__number"),
    url=lambda row: reverse("tasks:assignment", args=[row.pk]),
    note=lambda row: row.get_status_display(),
    follow=("task", "organisation"),
)
search.register(
    "filings",
    "方案备案",
    Filing,
    _filings,
    ("title", "document_number", "summary", "leader", "receipt_number"),
    title=lambda filing: filing.title or str(filing),
    note=lambda filing: f"{filing.county} · {filing.get_status_display()}",
    follow=("county", "campaign"),
)
search.register(
    "extensions",
    "延期单",
    Extension,
    lambda user: Extension.objects.visible_to(user),
    ("reason", "number", "deadline__name", "organisation__name"),
    url=lambda row: (
        reverse("tasks:extension-print", args=[row.pk])
        if row.status == Extension.Status.APPROVED
        else reverse("tasks:extensions")
    ),
    note=lambda row: row.get_status_display(),
    follow=("deadline", "assignment__task", "organisation"),
)
search.register(
    "supervisions",
    "督办单",
    Supervision,
    lambda user: Supervision.objects.visible_to(user),
    ("title", "demand", "organisation__name"),
    note=lambda row: f"{row.organisation} · {row.get_status_display()}",
    follow=("organisation",),
)
search.register(
    "urges",
    "催办",
    Urge,
    lambda user: Urge.objects.visible_to(user),
    ("text", "organisation__name"),
    title=lambda row: row.text,
    url=lambda row: f"{reverse('tasks:urges')}?{urlencode({'q': row.text[:60]})}",
    note=lambda row: f"{row.organisation} · {row.on} 催办",
    follow=("organisation",),
)
search.register_files("tasks.supervision", lambda user: Supervision.objects.visible_to(user))
search.register_files("tasks.filing", _filings)
