"""审计记录的页面：筛选、核对整条链、导出。只有审计员能看。"""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from portal.core import audit, clock
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.core.sheets import columns, exporting
from portal.core.sheets.columns import Column
from portal.desk import event_names
from portal.organisations.scope import scope_of

PER_PAGE = 50
COLUMNS = (
    Column("number", "序号", columns.whole()),
    Column("at", "时间", columns.text(40)),
    Column("actor_label", "操作人", columns.text(80)),
    Column("event_name", "事件", columns.text(80)),
    Column("event", "事件代号", columns.text(80)),
    Column("object_label", "对象", columns.text(200)),
    Column("object_type", "对象类别", columns.text(80)),
    Column("object_pk", "对象编号", columns.text(40)),
    Column("text", "说明", columns.text(500)),
    Column("detail", "细节", columns.text(2000)),
    Column("hash", "摘要", columns.text(64)),
)


class AuditFilter(forms.Form):
    """按事件、对象、操作人、日期筛选。"""

    event = forms.CharField(label="事件", required=False, max_length=80)
    object = forms.CharField(label="对象", required=False, max_length=200)
    actor = forms.CharField(label="操作人", required=False, max_length=80)
    day = forms.DateField(label="日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))


@login_required
@require_GET
def audit_log(request):
    """近的在前；`verify` 时逐行复算整条链。"""
    _check_may_read(request.user)
    form = AuditFilter(request.GET)
    page = Paginator(_rows(form).order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(row, event_names.name_of(row.event)) for row in page],
        "problems": audit.verify_chain() if request.GET.get("verify") else None,
        "head": audit.head(),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/audit.html", context)


@login_required
@require_GET
def audit_export(request):
    """当前筛选结果的 CSV，早的在前；导出本身也留痕。"""
    _check_may_read(request.user)
    form, at = AuditFilter(request.GET), timezone.now()
    rows = _rows(form)
    audit.record("core.audit.exported", by=request.user, at=at, detail={"rows": rows.count()})
    lines = exporting.csv_lines(COLUMNS, map(_flat, rows.order_by("pk").iterator(chunk_size=2000)))
    name = f"审计记录_{clock.local_date(at):%Y%m%d}.csv"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _check_may_read(user) -> None:
    if not scope_of(user).is_auditor:
        raise Denied("只有审计员可以查看审计记录。")


def _rows(form: AuditFilter):
    """符合条件的记录；日期写得不对时当作没有写，页面上有提示。"""
    form.is_valid()
    wanted, rows = form.cleaned_data, AuditEvent.objects.all()
    if words := wanted.get("event"):
        rows = rows.filter(Q(event__in=event_names.named(words)) | Q(event__icontains=words))
    for name, column in (("object", "object_label"), ("actor", "actor_label")):
        if wanted.get(name):
            rows = rows.filter(**{f"{column}__icontains": wanted[name]})
    if day := wanted.get("day"):
        rows = rows.filter(at__gte=clock.day_start(day), at__lt=clock.day_end(day))
    return rows


def _flat(row: AuditEvent) -> dict:
    names = ("actor_label", "event", "object_label", "object_type", "object_pk", "text", "hash")
    at = row.at.astimezone(clock.TZ).isoformat(timespec="microseconds")
    return {name: getattr(row, name) for name in names} | {
        "number": row.pk,
        "event_name": event_names.name_of(row.event),
        "at": at,
        "detail": str(row.detail),
    }
