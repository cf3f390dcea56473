"""工作日的页面：月历与各年的调整，改之前先看随之变动的期限，导入与导出。"""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules, workdays
from portal.core.acting import staged
from portal.core.models import DayOverride
from portal.core.models.calendar import overrides
from portal.core.sheets import kinds
from portal.core.views import XLSX, download
from portal.desk.workdays import actions, months, permissions, sheets
from portal.desk.workdays.forms import DaysForm

FIRST_YEAR, LAST_YEAR = 2004, 2099


@login_required
@require_GET
def calendar(request):
    """一个月的月历，与那一年的全部调整。"""
    today = clock.local_date(timezone.now())
    month = _month(request.GET.get("month", ""), today)
    table = overrides()
    first, last = workdays.known_years()
    context = {
        "month": month,
        "weeks": months.weeks(month.year, month.month, table),
        "count": months.count(month.year, month.month, table),
        "previous": _neighbour(month, -1),
        "next": _neighbour(month, 1),
        "today": today,
        "rows": DayOverride.objects.filter(date__year=month.year),
        "years": DayOverride.objects.dates("date", "year", order="DESC"),
        "is_guessed": not first <= month.year <= last and not _is_noticed(table, month.year),
        "may_change": rules.refusal(permissions.check_can_change, request.user) is None,
    }
    return render(request, "desk/workdays/calendar.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request):
    """加一段或改一段：先列出随之变动的期限，带着 `fingerprint` 再交一次才写入。"""
    permissions.check_can_change(request.user)
    form = DaysForm(request.POST or None, initial=_initial(request.GET.get("day", "")))
    if request.method == "POST" and form.is_valid():
        return _settle(request, form.lines(), (), form)
    status = 422 if form.errors else 200
    return render(request, "desk/workdays/change.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def remove(request, pk):
    """删去一天的调整，同样先看后删。"""
    permissions.check_can_change(request.user)
    row = get_object_or_404(DayOverride, pk=pk)
    return _settle(request, (), (row.date,), None, row=row)


def _settle(request, lines, removed, form, *, row=None):
    """没有确认的给出变动，确认了的写入；与看到的不同则再看一遍。"""
    at = timezone.now()
    fingerprint, moved = request.POST.get("fingerprint", ""), ""
    if fingerprint:
        try:
            done = actions.adjust_days(
                lines=lines, removed=removed, fingerprint=fingerprint, by=request.user, at=at
            )
        except actions.Moved as refused:
            moved = refused.reason
        else:
            return _done(request, done)
    proposal = actions.propose(lines=lines, removed=removed, on=clock.local_date(at))
    context = {"proposal": proposal, "form": form, "row": row, "moved": moved}
    return render(request, "desk/workdays/confirm.html", context)


def _done(request, done: actions.Proposal):
    days = [*(line.date for line in done.lines), *done.removed]
    messages.success(request, f"已调整 {len(days)} 天，{len(done.shifts)} 个期限随之变动，已告诉相关的人。")
    return redirect(f"{reverse('desk:workdays')}?month={days[0]:%Y-%m}")


@login_required
@require_GET
def export(request):
    at = timezone.now()
    data = kinds.get_exporter(sheets.KIND).workbook(by=request.user, at=at)
    return download(data, f"{sheets.LABEL}_{clock.local_date(at):%Y%m%d}.xlsx", XLSX)


@login_required
@require_POST
def import_(request):
    permissions.check_can_change(request.user)
    return staged(request, kind=sheets.KIND, scope={}, back=reverse("desk:workdays"))


def _month(text: str, today: dt.date) -> dt.date:
    """`2026-10` → 那月一日；写得不对或超出范围的为本月。"""
    try:
        found = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else today.replace(day=1)


def _neighbour(month: dt.date, step: int) -> dt.date | None:
    index = month.year * 12 + month.month - 1 + step
    year, number = divmod(index, 12)
    return dt.date(year, number + 1, 1) if FIRST_YEAR <= year <= LAST_YEAR else None


def _is_noticed(table, year: int) -> bool:
    return any(day.year == year for day in table)


def _initial(text: str) -> dict:
    """从月历点进来的那一天；已有调整的带上它的内容。"""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return {}
    row = DayOverride.objects.filter(date=day).first()
    if row is None:
        return {"first": day}
    state = "work" if row.is_workday else "rest"
    return {"first": day, "state": state, "name": row.name, "source": row.source}
