from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import rules, workflow
from portal.core.acting import reason_in, staged
from portal.core.rules import Denied
from portal.core.uploads import Refused
from portal.core.views import XLSX, download
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks import permissions as campaign_rules
from tasks import register_papers
from tasks import selectors as campaigns
from tasks.models import Campaign, TaskArea
from tasks.registers.cases import actions, permissions, presenters, selectors, sheets
from tasks.registers.cases.forms import AdoptForm, CaseFilter, CaseForm, EvidenceForm, JudgeForm, PresentForm
from tasks.registers.cases.models import Case, CaseEvidence
from tasks.registers.cases.workflow import CASE
from tasks.registers.rules import reading

PER_PAGE = 50
DONE = {
    "submit": "已提交，等待负责人推荐",
    "endorse": "已推荐到市",
    "send_back": "已退回填报人",
    "confirm": "已确认为典型，进入经验库",
    "return": "已退回推荐单位",
    "withdraw": "已撤回",
}


def _campaign() -> Campaign:
    campaign = campaigns.current_campaign()
    if campaign is None:
        raise Http404("还没有行动")
    return campaign


def _allows(rule, *args) -> bool:
    return rules.refusal(rule, *args) is None


def _filtered(request, campaign: Campaign):
    counties = Organisation.objects.visible_to(request.user).of_kind(Organisation.Kind.COUNTY)
    form = CaseFilter(request.GET or None, areas=campaign.areas.all(), counties=counties)
    return form, form.apply(selectors.cases(campaign, request.user))


@login_required
@require_GET
def case_list(request):
    campaign = campaigns.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    form, rows = _filtered(request, campaign)
    rule = reading.rule_of(campaign)
    context = {
        "campaign": campaign,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_nominate": _allows(permissions.check_can_import, request.user, campaign),
        "may_run": _allows(campaign_rules.check_can_run, request.user, campaign),
        "rule": rule,
        "due_on": rule.cases_due_on or reading.implemented_by(campaign.phases.all()),
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/cases/list.html", context)


@login_required
@require_GET
def case_shelf(request):
    """经验库：确认为典型的，谁都可以学。"""
    areas = TaskArea.objects.filter(campaign=campaigns.current_campaign())
    form = CaseFilter(request.GET or None, areas=areas)
    page = Paginator(form.apply(selectors.shelf(request.user)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tasks/cases/shelf.html", {"form": form, "page": page})


@login_required
@require_GET
def case_export(request):
    campaign = _campaign()
    campaign_rules.check_can_see_task_book(request.user, campaign.city)
    _, rows = _filtered(request, campaign)
    data = sheets.CASES.written(campaign, sheets.lines_of(rows), at=timezone.now())
    return download(data, f"{campaign.year}年经验做法.xlsx", XLSX)


@login_required
@require_POST
def case_import(request):
    campaign = _campaign()
    permissions.check_can_import(request.user, campaign)
    return staged(request, kind=sheets.CASES.kind, campaign=campaign.year, scope={}, back="tasks:cases")


@login_required
@require_http_methods(["GET", "POST"])
def case_add(request):
    campaign = _campaign()
    permissions.check_can_import(request.user, campaign)
    place = permissions.nominating_place(request.user)
    form = CaseForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.draft_case(
                campaign=campaign, organisation=place, values=form.values, by=request.user, at=timezone.now()
            )
        except Denied as denied:
            form.add_error("title", denied.reason)
        else:
            messages.success(request, "已存草稿，请附上佐证再提交")
            return redirect(case)
    context = {"form": form, "place": place}
    return render(request, "tasks/cases/form.html", context, status=422 if form.errors else 200)


def _visible(request, pk) -> Case:
    rows = Case.objects.visible_to(request.user)
    related = ("organisation", "campaign__city", "area", "task", "field", "publication", "created_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def case_edit(request, pk):
    case = _visible(request, pk)
    permissions.check_can_edit(request.user, case)
    form = CaseForm(request.POST or None, instance=case, campaign=case.campaign)
    rows, status = (), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_case(
                case=case,
                values=form.values,
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except actions.Moved as moved:
            form, status = form.retried(moved.theirs.version), 409
            rows = [(form[name], _plain(moved.theirs, name)) for name in actions.FIELDS]
        except Denied as denied:
            form.add_error("title", denied.reason)
        else:
            messages.success(request, "已保存")
            return redirect(case)
    if form.errors:
        status = 422
    context = {"form": form, "place": case.organisation, "case": case, "rows": rows}
    return render(request, "tasks/cases/form.html", context, status=status)


def _plain(case: Case, name: str):
    """下拉框的值是编号。"""
    value = getattr(case, name)
    return getattr(value, "pk", value)


@login_required
@require_GET
def case_detail(request, pk):
    return _page(request, _visible(request, pk))


def _page(request, case: Case, *, status: int = 200, **forms):
    user, timeline = request.user, workflow.timeline(case)
    county = permissions.adopting_county(user)
    may_edit = _allows(permissions.check_can_edit, user, case)
    may_judge = _allows(permissions.check_can_judge, user, case)
    may_publish = _allows(permissions.check_can_publish, user, case)
    may_adopt = county is not None and _allows(permissions.check_can_adopt, user, case, county)
    adoptions = list(case.adoptions.select_related("county", "adopted_by"))
    if may_adopt and any(one.county_id == county.pk for one in adoptions):
        may_adopt = False
    shows = _sees_opinions(user, case)
    returned = case.status == Case.Status.RETURNED
    context = {
        "case": case,
        "facts": presenters.facts(case),
        "passages": presenters.passages(case),
        "evidence": case.evidence.select_related("file"),
        "judgements": selectors.judgements(case) if shows else (),
        "mean": selectors.mean(case) if shows else None,
        "adoptions": adoptions,
        "presentations": case.presentations.select_related("meeting"),
        "may_edit": may_edit,
        "may_publish": may_publish,
        "evidence_form": EvidenceForm() if may_edit else None,
        "judge_form": JudgeForm(scale=reading.rule_of(case.campaign).scale) if may_judge else None,
        "present_form": PresentForm(meetings=selectors.meetings_to_present(case)) if may_publish else None,
        "adopt_form": AdoptForm() if may_adopt else None,
        "county": county,
        "offers": CASE.offers(case, user) if shows else (),
        "steps": timeline,
        "returned_reason": timeline.filter(target="returned").last().reason if returned else "",
    }
    return render(request, "tasks/cases/detail.html", context | forms, status=status)


def _sees_opinions(user, case: Case) -> bool:
    """评审意见与办理给推荐单位、它的上级与市里看；别的县区只看案例。"""
    return any(case.organisation.path.startswith(path) for path in scope_of(user).reading)


@login_required
@require_POST
def case_evidence(request, pk):
    case, form = _visible(request, pk), EvidenceForm(request.POST, request.FILES)
    permissions.check_can_edit(request.user, case)
    if form.is_valid():
        data, file = form.cleaned_data, form.cleaned_data["file"]
        found = {"data": file.read(), "name": file.name} if file else {}
        try:
            actions.add_evidence(
                case=case, title=data["title"], link=data["link"], by=request.user, at=timezone.now(), **found
            )
        except Refused as refused:
            form.add_error("file", f"没有收下：{refused.message}。{refused.hint}")
        else:
            messages.success(request, "已附上佐证")
            return redirect(case)
    return _page(request, case, status=422, evidence_form=form)


@login_required
@require_POST
def evidence_remove(request, pk):
    seen = Case.objects.visible_to(request.user)
    evidence = get_object_or_404(CaseEvidence.objects.filter(case__in=seen.values("pk")), pk=pk)
    actions.remove_evidence(evidence=evidence, by=request.user, at=timezone.now())
    messages.success(request, "已移除佐证")
    return redirect(evidence.case)


@login_required
@require_POST
def case_judge(request, pk):
    case = _visible(request, pk)
    permissions.check_can_judge(request.user, case)
    form = JudgeForm(request.POST, scale=reading.rule_of(case.campaign).scale)
    if form.is_valid():
        actions.judge_case(
            case=case,
            scores=form.scores,
            is_for=form.cleaned_data["is_for"],
            opinion=form.cleaned_data["opinion"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "已记下你的评审")
        return redirect(case)
    return _page(request, case, status=422, judge_form=form)


@login_required
@require_POST
def case_move(request, pk, move):
    case = _visible(request, pk)
    actions.move_case(
        case=case, move=CASE[move].name, by=request.user, at=timezone.now(), reason=reason_in(request)
    )
    messages.success(request, DONE[move])
    return redirect(case)


@login_required
@require_POST
def case_publish(request, pk):
    """拟公开稿，转到稿件送审。"""
    publication = actions.draft_publication(case=_visible(request, pk), by=request.user, at=timezone.now())
    messages.success(request, "已拟稿，请核对后送审")
    return redirect(publication)


@login_required
@require_POST
def case_present(request, pk):
    case = _visible(request, pk)
    permissions.check_can_publish(request.user, case)
    form = PresentForm(request.POST, meetings=selectors.meetings_to_present(case))
    if not form.is_valid():
        return _page(request, case, status=422, present_form=form)
    actions.present_case(case=case, meeting=form.cleaned_data["meeting"], by=request.user, at=timezone.now())
    messages.success(request, "已登记推介")
    return redirect(case)


@login_required
@require_POST
def case_adopt(request, pk):
    case, county = _visible(request, pk), permissions.adopting_county(request.user)
    if county is None:
        raise Denied("只有县区的填报人可以登记采纳。")
    permissions.check_can_adopt(request.user, case, county)
    form = AdoptForm(request.POST)
    if form.is_valid():
        try:
            actions.adopt_case(
                case=case, county=county, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Denied as denied:
            form.add_error("since", denied.reason)
        else:
            messages.success(request, "已登记采纳")
            return redirect(case)
    return _page(request, case, status=422, adopt_form=form)


@login_required
@require_GET
def case_print(request, pk):
    """案例单（PDF）。"""
    case = _visible(request, pk)
    paper = presenters.paper(case, with_opinions=_sees_opinions(request.user, case))
    return download(register_papers.printed(paper), f"{paper.title}.pdf", "application/pdf")
