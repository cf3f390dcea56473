"""任务办理：台账、成批办理、一份承办的接收、进展、佐证、分解、提交、退回、延期。"""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, links, rules, workflow
from portal.core.acting import reason_in
from portal.core.rules import Denied
from portal.core.uploads import Refused
from portal.core.views import XLSX, download, serve
from tasks import actions, deadlines, handed_in, permissions, selectors, supervision_rules, task_lists
from tasks.actions import AlreadyHandedIn, Proofs
from tasks.forms_assignment import AssignmentFilter, ProgressForm, SplitForm, TaskExtensionForm
from tasks.models import Assignment, Campaign, Evidence
from tasks.sheets.assignments import assignments_workbook
from tasks.standing import STATE_LABELS
from tasks.views.task import the_campaign
from tasks.workflow import ASSIGNMENT

PER_PAGE = 50
DONE = {
    "receive": "已接收，开始办理",
    "submit": "已提交，等待审核",
    "return": "已退回",
    "accept": "已确认完成",
}
BATCH = ("receive", "accept")


def _listed(request, campaign):
    """（全部可见的, 筛选后的, 筛选表单, 从今天看）。"""
    gauge = task_lists.gauge(clock.local_date(timezone.now()))
    form = AssignmentFilter(request.GET, campaign=campaign, user=request.user)
    rows = task_lists.assignment_rows(campaign, request.user)
    return rows, form.apply(rows, gauge), form, gauge


@login_required
@require_GET
def assignment_list(request):
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    rows, shown, form, gauge = _listed(request, campaign)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    counts = task_lists.state_counts(rows, gauge)
    query = request.GET.copy()
    query.pop("page", None)
    waiting = _batchable(page, request.user)
    context = {
        "campaign": campaign,
        "page": page,
        "rows": task_lists.with_states(
            page, gauge, batch={pk: m for m, pks in waiting.items() for pk in pks}
        ),
        "form": form,
        "query": query.urlencode(),
        "counts": [(STATE_LABELS[state], state, counts[state]) for state in STATE_LABELS],
        "total": sum(counts.values()),
        "waiting": waiting,
        "today": gauge.on,
    }
    return render(request, "tasks/assignments.html", context)


def _batchable(page, user) -> dict[str, list[int]]:
    """这一页上此人可以成批办的：{动作: 承办编号}，没有的动作不列。"""
    at, found = timezone.now(), {}
    for move in BATCH:
        rows = [row for row in page if row.status in ASSIGNMENT[move].sources]
        refused = actions.refusals(assignments=rows, move=move, by=user, at=at)
        if pks := [row.pk for row in rows if row.pk not in refused]:
            found[move] = pks
    return found


@login_required
@require_GET
def assignment_export(request):
    """导出当前筛选结果。"""
    campaign = the_campaign()
    _, shown, _, gauge = _listed(request, campaign)
    data = assignments_workbook(task_lists.with_states(shown, gauge), heading=f"{campaign}任务办理情况")
    return download(data, f"{campaign.year}年任务办理情况.xlsx", XLSX)


@login_required
@require_POST
def assignment_batch(request, act):
    """成批接收、确认：先核对名单，再确认一次；混进一件不能办的，一件也不办，逐件说明。

    混进看不到的是 404；没有一件能办的是 403。
    """
    if act not in BATCH:
        raise Http404("没有这个成批办理")
    chosen = [int(pk) for pk in request.POST.getlist(act) if pk.isdecimal()]
    rows = list(task_lists.assignment_rows(the_campaign(), request.user).filter(pk__in=chosen))
    if not chosen:
        messages.error(request, "没有选中任务，请勾选之后再办。")
        return redirect("tasks:assignments")
    if len(rows) != len(set(chosen)):
        raise Http404("选中的任务有的不在台账里")
    at = timezone.now()
    refused = actions.refusals(assignments=rows, move=act, by=request.user, at=at)
    if len(refused) == len(rows):
        raise Denied(refused[rows[0].pk])
    done = not refused and request.POST.get("confirmed") == "yes"
    if done:
        actions.move_assignments(assignments=rows, move=act, by=request.user, at=at)
    context = {
        "move": ASSIGNMENT[act],
        "rows": [(row, refused.get(row.pk, "")) for row in rows],
        "refused": len(refused),
        "result": DONE[act] if done else "",
    }
    return render(request, "tasks/assignment_batch.html", context, status=422 if refused else 200)


def visible(request, pk) -> Assignment:
    rows = Assignment.objects.visible_to(request.user).with_terms()
    return get_object_or_404(
        rows.select_related(
            "task__campaign__city",
            "task__area",
            "task__owner",
            "organisation",
            "issuer",
            "parent__organisation",
        ),
        pk=pk,
    )


@login_required
@require_GET
def assignment_detail(request, pk):
    assignment = visible(request, pk)
    return _page(request, assignment, ProgressForm(records=_records(request, assignment)))


def _records(request, assignment: Assignment) -> list:
    """可以引用的台账记录；不能记进展的人不必取。"""
    if rules.refusal(permissions.check_can_report, request.user, assignment):
        return []
    return handed_in.records(assignment)


def _page(request, assignment: Assignment, form: ProgressForm, *, known=None, status: int = 200):
    at, user = timezone.now(), request.user
    gauge = task_lists.gauge(clock.local_date(at))
    steps = workflow.timeline(assignment)
    children = assignment.children.with_terms().select_related("task", "organisation", "issuer")
    children = task_lists.with_states(children.order_by("organisation__path"), gauge)
    context = {
        "assignment": assignment,
        "task": assignment.task,
        "state": task_lists.with_states([assignment], gauge)[0].label,
        "offers": ASSIGNMENT.offers(assignment, user),
        "steps": steps,
        "returned_reason": _returned_reason(assignment, steps),
        "entries": assignment.progress.select_related("by").prefetch_related(
            "evidence__file", "evidence__link"
        ),
        "children": [(row, permissions.may_drop(user, row.assignment)) for row in children],
        "form": form,
        "known": known,
        "closed": _closed(assignment, at),
        "urge_key": _urge_key(assignment, gauge.on),
        "may_report": rules.refusal(permissions.check_can_report, user, assignment) is None,
        "may_split": rules.refusal(permissions.check_can_split, user, assignment) is None,
        "may_extend": rules.refusal(permissions.check_can_extend_task, user, assignment) is None,
        "extensions": assignment.extensions.all(),
        "today": gauge.on,
    }
    return render(request, "tasks/assignment.html", context, status=status)


def _returned_reason(assignment: Assignment, steps) -> str:
    if assignment.status != Assignment.Status.RETURNED:
        return ""
    return steps.filter(target="returned").last().reason


def _urge_key(assignment: Assignment, on: dt.date) -> str:
    """此刻可以催办的，事项标识；已交的、还早的、行动不在进行的为空。"""
    item = assignment.item_of(assignment.organisation)
    is_owed = item.done_on is None and item.last_day is not None and item.since <= on
    is_running = assignment.task.campaign.status == Campaign.Status.RUNNING
    return item.key if is_owed and is_running and supervision_rules.is_near(item.last_day, on) else ""


def _closed(assignment: Assignment, at) -> str:
    """闸门此刻为什么不让办；让办的为空。"""
    return deadlines.assignment_term(assignment).verdict("办理", at).reason if assignment.is_open else ""


@login_required
@require_POST
def assignment_progress(request, pk):
    """记进展。文件报送过的，问一句“引用？”，点一下就成为引用，不再传。"""
    assignment = visible(request, pk)
    permissions.check_can_report(request.user, assignment)
    form = ProgressForm(request.POST, request.FILES, records=_records(request, assignment))
    known = None
    if form.is_valid():
        try:
            actions.add_progress(
                assignment=assignment,
                text=form.cleaned_data["text"],
                proofs=_proofs(request, form),
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, "已记下这次进展")
            return redirect(assignment)
        except AlreadyHandedIn as found:
            known = found.known
        except links.BadUrl as error:
            form.add_error("link", str(error))
        except Refused as refused:
            form.add_error("file", f"{refused.message}。{refused.hint}")
    return _page(request, assignment, form, known=known, status=422)


def _proofs(request, form: ProgressForm) -> Proofs:
    data, reference = form.cleaned_data, request.POST.get("reference", "")
    upload = data["file"]
    return Proofs(
        upload=(upload.read(), upload.name) if upload and not reference else None,
        reference=int(reference) if reference.isdecimal() else None,
        link=data["link"],
        record=data["record"],
    )


@login_required
@require_GET
def evidence_file(request, pk):
    """佐证文件：看得到这份承办的人可以下载，引用的也一样。"""
    rows = Evidence.objects.filter(kind=Evidence.Kind.FILE).select_related("file")
    mine = Assignment.objects.visible_to(request.user).values("pk")
    return serve(get_object_or_404(rows, pk=pk, progress__assignment__in=mine).file)


@login_required
@require_POST
def assignment_move(request, pk, move):
    assignment = actions.move_assignment(
        assignment=visible(request, pk),
        move=ASSIGNMENT[move].name,
        by=request.user,
        at=timezone.now(),
        reason=reason_in(request),
    )
    late = "，已过完成时限，记为逾期" if move == "submit" and assignment.is_late else ""
    messages.success(request, f"{DONE[move]}{late}")
    return redirect(assignment)


@login_required
@require_http_methods(["GET", "POST"])
def assignment_split(request, pk):
    """分解给县直部门与乡镇。"""
    assignment = visible(request, pk)
    permissions.check_can_split(request.user, assignment)
    bodies = selectors.bodies(assignment.task.campaign, assignment.organisation)
    form = SplitForm(request.POST or None, bodies=bodies, initial={"due_on": assignment.last_day})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.split_assignment(
                assignment=assignment, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, f"已分解给 {len(made)} 个单位")
            return redirect(assignment)
        except Denied as denied:
            form.add_error(None, denied.reason)
    context = {"assignment": assignment, "task": assignment.task, "form": form}
    return render(request, "tasks/assignment_split.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def assignment_drop(request, pk):
    """收回一份还没有接收的分解。"""
    child = visible(request, pk)
    parent = actions.drop_child(child=child, by=request.user, at=timezone.now())
    messages.success(request, f"已收回分解给{child.organisation}的任务")
    return redirect(parent)


@login_required
@require_http_methods(["GET", "POST"])
def assignment_extend(request, pk):
    """为这份承办申请延期。"""
    assignment = visible(request, pk)
    permissions.check_can_extend_task(request.user, assignment)
    form = TaskExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.extend_assignment(
                assignment=assignment, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, f"延期申请已提交，等待{assignment.issuer}审批")
            return redirect(assignment)
        except Denied as denied:
            form.add_error(None, denied.reason)
    context = {"assignment": assignment, "task": assignment.task, "form": form}
    return render(request, "tasks/assignment_extend.html", context, status=422 if form.errors else 200)
