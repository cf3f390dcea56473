"""依申请公开台账的页面。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules, workflow
from portal.core.acting import staged
from portal.core.rules import Denied
from portal.core.views import XLSX, download
from tasks.registers.requests import actions, duties, permissions, reports, selectors, sheets
from tasks.registers.requests.actions import Done, Facts
from tasks.registers.requests.forms import (
    DecisionForm,
    DisputeForm,
    RequestFilterForm,
    RequestForm,
    StepForm,
)
from tasks.registers.requests.models import DisclosureRequest, RequestDispute
from tasks.registers.requests.workflow import REQUEST

PER_PAGE = 50
MOST_PRINTED = 1000


def _today():
    return clock.local_date(timezone.now())


def _visible(request, pk) -> DisclosureRequest:
    rows = DisclosureRequest.objects.visible_to(request.user)
    names = ("body", "registered_by", "drafted_by", "answered_by")
    return get_object_or_404(rows.select_related(*names), pk=pk)


def _chosen(request):
    """（筛选表单, 符合条件的各件）；条件不成立的当作没有条件。"""
    form = RequestFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    return form, selectors.register(request.user, on=_today(), **chosen)


@login_required
@require_GET
def request_list(request):
    form, rows = _chosen(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": selectors.rows_of(page.object_list, on=_today()),
        "may_write": duties.bodies(request.user).exists(),
        "today": _today(),
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/requests/list.html", context)


@login_required
@require_GET
def request_export(request):
    """当前筛选的台账；也是导入的模板。"""
    _, rows = _chosen(request)
    data = sheets.workbook(sheets.in_order(rows), at=timezone.now())
    return download(data, "依申请公开台账.xlsx", XLSX)


@login_required
@require_GET
def request_ledger(request):
    """当前筛选的台账，排成可打印的 PDF。"""
    _, rows = _chosen(request)
    rows = list(sheets.in_order(rows)[: MOST_PRINTED + 1])
    if len(rows) > MOST_PRINTED:
        raise Denied(f"符合条件的超过 {MOST_PRINTED} 件，请按单位或年度缩小范围再打印。")
    data = reports.ledger_pdf(rows, title="政府信息依申请公开台账", footer=f"打印日期 {_today()}")
    return download(data, "依申请公开台账.pdf", "application/pdf")


@login_required
@require_POST
def request_import(request):
    if not duties.bodies(request.user).exists():
        raise Denied("只有受理单位的经办人可以导入台账。")
    return staged(request, kind=sheets.KIND, scope={}, back="tasks:requests")


@login_required
@require_http_methods(["GET", "POST"])
def request_add(request):
    bodies = duties.bodies(request.user)
    if not bodies.exists():
        raise Denied("只有受理单位的经办人可以登记申请。")
    form = RequestForm(request.POST or None, bodies=bodies, initial={"received_on": _today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = actions.register_request(
            body=data["body"],
            facts=_facts(data),
            applicant=data["applicant"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, f"已登记：{made}，{made.due_on} 前答复")
        return redirect(made)
    return render(request, "tasks/requests/form.html", {"form": form}, status=422 if form.errors else 200)


def _facts(data: dict) -> Facts:
    return Facts(**{name: data[name] for name in ("applicant_kind", "received_on", "way", "subject")})


@login_required
@require_http_methods(["GET", "POST"])
def request_edit(request, pk):
    found = _visible(request, pk)
    permissions.check_can_edit(request.user, found)
    form = RequestForm(request.POST or None, instance=found, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.edit_request(
            request=found,
            facts=_facts(data),
            applicant=data["applicant"],
            version=data["version"] or 0,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "已保存")
        return redirect("tasks:request", pk)
    context = {"form": form, "found": found}
    return render(request, "tasks/requests/form.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def request_detail(request, pk):
    return _page(request, _visible(request, pk), DisputeForm())


def _page(request, found: DisclosureRequest, form: DisputeForm, *, applicant: str = "", status: int = 200):
    user, today = request.user, _today()
    context = {
        "found": found,
        "facts": reports.facts_of(found),
        "reading": selectors.reading_of(found, today=today),
        "light": selectors.light_of(found, on=today, soon_by=selectors.soon_by(today)),
        "offers": REQUEST.offers(found, user),
        "steps": workflow.timeline(found),
        "events": found.events.select_related("by"),
        "disputes": found.disputes.all(),
        "form": form,
        "may_dispute": rules.refusal(permissions.check_can_dispute, user, found) is None,
        "may_edit": rules.refusal(permissions.check_can_edit, user, found) is None,
        "may_reveal": rules.refusal(permissions.check_can_reveal, user, found) is None,
        "applicant": applicant,
        "today": today,
    }
    return render(request, "tasks/requests/detail.html", context, status=status)


@login_required
@require_POST
def request_applicant(request, pk):
    """看申请人：只在这一页显示，留痕。"""
    found = _visible(request, pk)
    said = actions.applicant_of(request=found, by=request.user, at=timezone.now())
    return _page(request, found, DisputeForm(), applicant=said or "没有登记")


@login_required
@require_GET
def request_slip(request, pk):
    found = _visible(request, pk)
    reading = selectors.reading_of(found, today=_today())
    data = reports.slip_pdf(found, reading, footer=f"打印日期 {_today()}")
    return download(data, f"依申请公开登记表{found.number}.pdf", "application/pdf")


@login_required
@require_http_methods(["GET", "POST"])
def request_move(request, pk, move):
    """办一步：填日期与内容。"""
    found, step = _visible(request, pk), REQUEST[move]
    step.rule(request.user, found)
    form = StepForm(request.POST or None, move=move, today=_today())
    if request.method == "POST" and form.is_valid() and _moved(request, found, move, form):
        messages.success(request, f"已登记：{step.label}")
        return redirect("tasks:request", pk)
    context = {
        "found": found,
        "move": step,
        "form": form,
        "reading": selectors.reading_of(found, today=_today()),
    }
    return render(request, "tasks/requests/step.html", context, status=422 if form.errors else 200)


def _moved(request, found: DisclosureRequest, move: str, form: StepForm) -> bool:
    """办成了没有；日期、次序不对的，原因写进表单。"""
    done = Done(**{"on": _today()} | form.cleaned_data)
    try:
        actions.move_request(request=found, move=move, done=done, by=request.user, at=timezone.now())
    except workflow.WrongState:
        raise
    except Denied as denied:
        form.add_error(None, denied.reason)
        return False
    return True


@login_required
@require_POST
def dispute_add(request, pk):
    found, form = _visible(request, pk), DisputeForm(request.POST)
    permissions.check_can_dispute(request.user, found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    actions.record_dispute(request=found, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, "已登记复议诉讼")
    return redirect("tasks:request", pk)


@login_required
@require_http_methods(["GET", "POST"])
def dispute_decide(request, pk):
    rows = RequestDispute.objects.visible_to(request.user).select_related("request__body")
    dispute = get_object_or_404(rows, pk=pk)
    permissions.check_can_dispute(request.user, dispute.request)
    form = DecisionForm(request.POST or None, initial={"decided_on": _today()})
    if request.method == "POST" and form.is_valid():
        actions.decide_dispute(dispute=dispute, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "已登记审结结果")
        return redirect(dispute.request)
    context = {"form": form, "dispute": dispute}
    return render(request, "tasks/requests/decision.html", context, status=422 if form.errors else 200)
