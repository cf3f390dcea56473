"""任务书：看、导出、导入、从方案生成、逐项增改。`?book=` 是编制单位的机构编码，不给则为市。"""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules
from portal.core.acting import staged
from portal.core.rules import Denied
from portal.core.text import Unreadable
from portal.core.views import XLSX, download
from tasks import actions, permissions, plan_files, selectors, task_lists
from tasks.actions import TaskLine
from tasks.forms_task import MOST, PlanForm, Proposals, TaskFilterForm, TaskForm, initial_of
from tasks.models import Assignment, Campaign, Task
from tasks.plan import Plan, read_plan
from tasks.sheets import task_book


def the_campaign() -> Campaign:
    campaign = selectors.current_campaign()
    if campaign is None:
        raise Http404("还没有行动")
    return campaign


def the_book(request, campaign: Campaign):
    """网址里指的任务书归哪个单位；没有、看不到的一样是 404。"""
    code = request.GET.get("book", "")
    if not code or code == campaign.city.code:
        return campaign.city
    row = get_object_or_404(campaign.participants.select_related("county"), county__code=code)
    if not permissions.may_see_book(request.user, row.county):
        raise Http404("看不到这本任务书")
    return row.county


def book_url(campaign: Campaign, owner, name: str = "tasks:tasks") -> str:
    query = "" if owner.pk == campaign.city_id else f"?{urlencode({'book': owner.code})}"
    return f"{reverse(name)}{query}"


def book_tabs(request, campaign: Campaign, owner, name: str) -> list[dict]:
    """各本任务书的页签；只有一本的不必列。"""
    found = task_lists.books(campaign, request.user)
    tabs = [
        {"label": f"{one.short_name}任务书", "url": book_url(campaign, one, name), "current": one == owner}
        for one in found
    ]
    return tabs if len(tabs) > 1 else []


@login_required
@require_GET
def task_list(request):
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    owner = the_book(request, campaign)
    form = TaskFilterForm(request.GET, areas=campaign.areas.all())
    chosen = form.cleaned_data if form.is_valid() else {}
    context = {
        "campaign": campaign,
        "owner": owner,
        "is_county": owner.pk != campaign.city_id,
        "tabs": book_tabs(request, campaign, owner, "tasks:tasks"),
        "form": form,
        "rows": task_lists.task_rows(campaign, request.user, owner=owner, **chosen),
        "may_write": may_write(request.user, campaign, owner),
        "today": clock.local_date(timezone.now()),
    }
    return render(request, "tasks/tasks.html", context)


def may_write(user, campaign: Campaign, owner) -> bool:
    return rules.refusal(permissions.check_can_write_book, user, campaign, owner) is None


@login_required
@require_GET
def task_export(request):
    campaign = the_campaign()
    owner = the_book(request, campaign)
    permissions.check_can_see_task_book(request.user, owner)
    data = task_book.workbook(campaign, owner, at=timezone.now())
    return download(data, f"{owner.short_name}{campaign.year}年任务书.xlsx", XLSX)


@login_required
@require_POST
def task_import(request):
    campaign = the_campaign()
    owner = the_book(request, campaign)
    permissions.check_can_write_book(request.user, campaign, owner)
    back = book_url(campaign, owner)
    return staged(request, kind=task_book.KIND, campaign=campaign.year, scope={"code": owner.code}, back=back)


@login_required
@require_GET
def task_detail(request, pk):
    task = _visible(request, pk)
    rows = Assignment.objects.visible_to(request.user).filter(task=task).with_terms()
    rows = rows.select_related("task", "organisation", "issuer").order_by("period", "organisation__path")
    gauge = task_lists.gauge(clock.local_date(timezone.now()))
    context = {
        "task": task,
        "rows": task_lists.with_states(rows, gauge),
        "children": task.children.filter(owner__in=task_lists.books(task.campaign, request.user)),
        "may_write": may_write(request.user, task.campaign, task.owner),
        "book_url": book_url(task.campaign, task.owner),
    }
    return render(request, "tasks/task.html", context)


def _visible(request, pk) -> Task:
    rows = Task.objects.select_related("area", "campaign__city", "owner", "parent")
    task = get_object_or_404(rows, pk=pk)
    if not permissions.may_see_task_book(request.user) or not permissions.may_see_book(
        request.user, task.owner
    ):
        raise Http404("看不到这本任务书")
    return task


@login_required
@require_http_methods(["GET", "POST"])
def task_add(request):
    campaign = the_campaign()
    owner = the_book(request, campaign)
    permissions.check_can_write_book(request.user, campaign, owner)
    taken = set(campaign.tasks.filter(owner=owner).values_list("number", flat=True))
    number = next(str(n) for n in range(1, 10_000) if str(n) not in taken)
    form = TaskForm(
        request.POST or None, campaign=campaign, owner=owner, taken=taken, initial={"number": number}
    )
    return _write_one(request, campaign, owner, form, "增加任务")


@login_required
@require_http_methods(["GET", "POST"])
def task_edit(request, pk):
    task = _visible(request, pk)
    campaign, owner = task.campaign, task.owner
    permissions.check_can_write_book(request.user, campaign, owner)
    line = task_book.lines_of(campaign, owner)[task.number]
    form = TaskForm(request.POST or None, campaign=campaign, owner=owner, line=line)
    return _write_one(request, campaign, owner, form, f"修改任务 {task.number}")


def _write_one(request, campaign: Campaign, owner, form: TaskForm, heading: str):
    """写一行；规则拒绝的话写在表单上，填的都还在。"""
    if request.method == "POST" and form.is_valid():
        try:
            [task] = actions.record_tasks(
                campaign=campaign, owner=owner, lines=[form.line()], by=request.user, at=timezone.now()
            )
        except Denied as denied:
            form.add_error(None, denied.reason)
        else:
            messages.success(request, f"任务 {task.number} 已写入任务书")
            return redirect("tasks:task", task.pk)
    context = {"form": form, "heading": heading, "owner": owner, "back": book_url(campaign, owner)}
    return render(request, "tasks/task_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def plan_read(request):
    """上传或粘贴方案；读出之后逐条给人确认，什么也还没有写。"""
    campaign = the_campaign()
    owner = the_book(request, campaign)
    permissions.check_can_write_book(request.user, campaign, owner)
    form = PlanForm(request.POST or None, request.FILES or None)
    plan = _read(form) if request.method == "POST" and form.is_valid() else None
    if plan is None:
        status = 422 if form.errors else 200
        context = {"campaign": campaign, "owner": owner, "form": form, "back": book_url(campaign, owner)}
        return render(request, "tasks/plan.html", context, status=status)
    taken = set(campaign.tasks.filter(owner=owner).values_list("number", flat=True))
    formset = Proposals(initial=initial_of(plan, taken, is_county=owner.pk != campaign.city_id))
    return _confirm_page(request, campaign, owner, formset, plan)


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


def _confirm_page(request, campaign: Campaign, owner, formset, plan: Plan | None, status: int = 200):
    context = {
        "campaign": campaign,
        "owner": owner,
        "is_county": owner.pk != campaign.city_id,
        "formset": formset,
        "plan": plan,
        "confirm_url": book_url(campaign, owner, "tasks:plan-confirm"),
        "back": book_url(campaign, owner, "tasks:plan"),
    }
    return render(request, "tasks/plan_confirm.html", context, status=status)


@login_required
@require_POST
def plan_confirm(request):
    campaign = the_campaign()
    owner = the_book(request, campaign)
    permissions.check_can_write_book(request.user, campaign, owner)
    formset = Proposals(request.POST)
    if not formset.is_valid():
        return _confirm_page(request, campaign, owner, formset, None, status=422)
    everyone = tuple(place.code for place in selectors.bodies(campaign, owner))
    kept = [form.cleaned_data for form in formset if form.cleaned_data["keep"]]
    lines = [_line(data, everyone) for data in kept]
    actions.record_tasks(campaign=campaign, owner=owner, lines=lines, by=request.user, at=timezone.now())
    messages.success(request, f"已列入任务书 {len(lines)} 项")
    return redirect(book_url(campaign, owner))


def _line(data: dict, everyone: tuple[str, ...]) -> TaskLine:
    values = {key: value for key, value in data.items() if key not in ("keep", "to_all")}
    return TaskLine(**values, organisations=everyone if data["to_all"] else ())
