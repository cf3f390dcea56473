from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules, workflow
from portal.core.acting import reason_in, staged
from portal.core.text import Unreadable
from portal.core.views import XLSX, download
from tasks import actions, permissions, plan_files, selectors, task_lists
from tasks.actions import TaskLine
from tasks.forms_task import MOST, PlanForm, ProgressForm, Proposals, TaskFilterForm, initial_of
from tasks.models import Assignment, Campaign, Task
from tasks.plan import Plan, read_plan
from tasks.sheets import task_book
from tasks.workflow import ASSIGNMENT

DONE = {
    "receive": "已接收，开始办理",
    "submit": "已提交，等待市政务公开办审核",
    "return": "已退回县区",
    "accept": "已确认完成",
}


def _campaign() -> Campaign:
    campaign = selectors.current_campaign()
    if campaign is None:
        raise Http404("还没有行动")
    return campaign


@login_required
@require_GET
def task_list(request):
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    form = TaskFilterForm(request.GET, areas=campaign.areas.all())
    chosen = form.cleaned_data if form.is_valid() else {}
    context = {
        "campaign": campaign,
        "form": form,
        "rows": task_lists.task_rows(campaign, request.user, **chosen),
        "may_run": _may_write(request.user, campaign),
        "today": clock.local_date(timezone.now()),
    }
    return render(request, "tasks/tasks.html", context)


def _may_write(user, campaign: Campaign) -> bool:
    allowed = (permissions.check_can_run, user, campaign), (permissions.check_is_open, campaign)
    return not any(rules.refusal(*one) for one in allowed)


@login_required
@require_GET
def task_export(request):
    campaign = _campaign()
    permissions.check_can_see_task_book(request.user)
    data = task_book.workbook(campaign, at=timezone.now())
    return download(data, f"{campaign.year}年任务书.xlsx", XLSX)


@login_required
@require_POST
def task_import(request):
    campaign = _campaign()
    permissions.check_can_run(request.user, campaign)
    return staged(request, kind=task_book.KIND, campaign=campaign.year, scope={}, back="tasks:tasks")


@login_required
@require_GET
def task_detail(request, pk):
    task = get_object_or_404(Task.objects.select_related("area", "campaign"), pk=pk)
    if not permissions.may_see_task_book(request.user):
        raise Http404("看不到任务书")
    mine = Assignment.objects.visible_to(request.user).filter(task=task)
    context = {"task": task, "rows": mine.select_related("county", "submitted_by").order_by("county__path")}
    return render(request, "tasks/task.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def plan_read(request):
    """上传或粘贴方案；读出之后逐条给人确认，什么也还没有写。"""
    campaign = _campaign()
    permissions.check_can_run(request.user, campaign)
    form = PlanForm(request.POST or None, request.FILES or None)
    plan = _read(form) if request.method == "POST" and form.is_valid() else None
    if plan is None:
        status = 422 if form.errors else 200
        return render(request, "tasks/plan.html", {"campaign": campaign, "form": form}, status=status)
    taken = set(campaign.tasks.values_list("number", flat=True))
    return _confirm_page(request, campaign, Proposals(initial=initial_of(plan, taken)), plan)


def _read(form: PlanForm) -> Plan | None:
    """读出的方案；读不出的，原因写进表单。"""
    data = form.cleaned_data
    try:
        words = plan_files.text_of(data["file"].read()) if data["file"] else data["text"]
        plan = read_plan(words, year=data["year"])
    except (plan_files.NoWords, Unreadable) as error:
        form.add_error("file", str(error))
        return None
    if not 1 <= len(plan.proposals) <= MOST:
        said = f"读出 {len(plan.proposals)} 条，一次最多 {MOST} 条，请分段粘贴。"
        form.add_error(None, said if plan.proposals else "没有读出任务，请检查是不是方案的正文。")
        return None
    return plan


def _confirm_page(request, campaign: Campaign, formset, plan: Plan | None, status: int = 200):
    context = {"campaign": campaign, "formset": formset, "plan": plan}
    return render(request, "tasks/plan_confirm.html", context, status=status)


@login_required
@require_POST
def plan_confirm(request):
    campaign = _campaign()
    permissions.check_can_run(request.user, campaign)
    formset = Proposals(request.POST)
    if not formset.is_valid():
        return _confirm_page(request, campaign, formset, None, status=422)
    everyone = tuple(campaign.participants.values_list("county__code", flat=True))
    kept = [form.cleaned_data for form in formset if form.cleaned_data["keep"]]
    lines = [_line(data, everyone) for data in kept]
    actions.record_tasks(campaign=campaign, lines=lines, by=request.user, at=timezone.now())
    messages.success(request, f"已列入任务书 {len(lines)} 项")
    return redirect("tasks:tasks")


def _line(data: dict, everyone: tuple[str, ...]) -> TaskLine:
    values = {key: value for key, value in data.items() if key not in ("keep", "to_counties")}
    return TaskLine(**values, counties=everyone if data["to_counties"] else ())


def _visible(request, pk) -> Assignment:
    rows = Assignment.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("task__campaign__city", "task__area", "county"), pk=pk)


@login_required
@require_GET
def assignment_detail(request, pk):
    return _assignment_page(request, _visible(request, pk), ProgressForm())


def _assignment_page(request, assignment: Assignment, form: ProgressForm, status: int = 200):
    steps = workflow.timeline(assignment)
    returned = assignment.status == Assignment.Status.RETURNED
    context = {
        "assignment": assignment,
        "task": assignment.task,
        "offers": ASSIGNMENT.offers(assignment, request.user),
        "steps": steps,
        "returned_reason": steps.filter(target="returned").last().reason if returned else "",
        "entries": assignment.progress.select_related("by"),
        "form": form,
        "may_report": rules.refusal(permissions.check_can_report, request.user, assignment) is None,
        "today": clock.local_date(timezone.now()),
    }
    return render(request, "tasks/assignment.html", context, status=status)


@login_required
@require_POST
def assignment_progress(request, pk):
    assignment, form = _visible(request, pk), ProgressForm(request.POST)
    permissions.check_can_report(request.user, assignment)
    if not form.is_valid():
        return _assignment_page(request, assignment, form, status=422)
    actions.add_progress(assignment=assignment, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, "已记下这次进展")
    return redirect("tasks:assignment", pk)


@login_required
@require_POST
def assignment_move(request, pk, move):
    actions.move_assignment(
        assignment=_visible(request, pk),
        move=ASSIGNMENT[move].name,
        by=request.user,
        at=timezone.now(),
        reason=reason_in(request),
    )
    messages.success(request, DONE[move])
    return redirect("tasks:assignment", pk)
