from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assessments import actions, permissions, selectors
from assessments.forms import AnswerForm, IssueFilter, RecheckForm
from assessments.models import Issue
from assessments.sheets import issues as sheet
from assessments.sheets import rectifications
from assessments.workflow import ISSUE
from catalogs import selectors as catalogs
from portal.core import clock, files, workflow
from portal.core.acting import reason_in, staged
from portal.core.rules import Denied
from portal.core.sheets.stamp import Tag
from portal.core.uploads import Refused
from portal.core.views import XLSX, download
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from tasks import selectors as tasks

PER_PAGE = 50
EVIDENCE = frozenset({"pdf", "docx", "xlsx", "png", "jpeg"})
FORMED = ("answer", "close", "return")


def _visible(request, pk) -> Issue:
    return get_object_or_404(selectors.issue_rows(request.user), pk=pk)


def _filtered(request):
    """（全部, 筛选后, 筛选表单）。"""
    counties = Organisation.objects.visible_to(request.user).of_kind(Organisation.Kind.COUNTY)
    if not organisations.working_organisations(request.user, "draft").exists():
        counties = organisations.counties()
    form = IssueFilter(request.GET, counties=counties)
    rows = selectors.issue_rows(request.user)
    return rows, form.apply(rows, on=clock.local_date(timezone.now())).order_by("number"), form


@login_required
@require_GET
def issue_list(request):
    at = timezone.now()
    rows, shown, form = _filtered(request)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    homes = _counties_of(request.user)
    query = request.GET.copy()
    query.pop("page", None)
    campaign = tasks.current_campaign()
    context = {
        "page": page,
        "items": [(issue, selectors.is_overdue(issue, at)) for issue in page],
        "form": form,
        "query": query.urlencode(),
        "counts": selectors.issue_counts(rows, on=clock.local_date(at)),
        "homes": homes,
        "fields": _own_fields(request.user, campaign),
        "waiting": rows.filter(status=Issue.Status.ISSUED, scorecard__county__in=homes).count()
        if homes
        else 0,
    }
    return render(request, "assessments/issues.html", context)


def _counties_of(user):
    """此人填报的县区。"""
    return organisations.working_organisations(user, "draft").of_kind(Organisation.Kind.COUNTY)


def _own_fields(user, campaign) -> list:
    """此人可以导入问题清单的领域。"""
    departments = organisations.working_organisations(user, "score")
    if campaign is None or not departments:
        return []
    owners = catalogs.owners(year=campaign.year).filter(department__in=departments)
    return [owner.field for owner in owners]


@login_required
@require_GET
def issue_export(request):
    """导出当前筛选结果。给了领域的，可改了再导入。"""
    _, shown, form = _filtered(request)
    at, field = timezone.now(), form.cleaned_data.get("field") if form.is_valid() else None
    campaign = tasks.current_campaign()
    tags = {"year": Tag(str(campaign.year), f"{campaign.year} 年度")} if campaign else {}
    if field:
        tags["field"] = Tag(field.code, f"“{field}”领域")
    heading = f"{field or ''}考核问题清单"
    data = sheet.workbook(shown, heading=heading, at=at, tags=tags, spare=sheet.SPARE_ROWS if field else 0)
    return download(data, f"{heading}.xlsx", XLSX)


@login_required
@require_POST
def issue_upload(request, code):
    campaign = tasks.current_campaign()
    if code not in {field.code for field in _own_fields(request.user, campaign)}:
        raise Denied("只有这个领域的主管部门评分人可以导入问题清单。")
    back = f"{reverse('assessments:issues')}?field={code}"
    return staged(request, kind=sheet.KIND, campaign=campaign.year, scope={"field": code}, back=back)


@login_required
@require_POST
def issue_receive(request):
    """成批签收：勾选的，或本县全部待签收的。"""
    homes = _counties_of(request.user)
    if not homes:
        raise Denied("只有县区填报人可以签收问题。")
    rows = selectors.issue_rows(request.user).filter(status=Issue.Status.ISSUED, scorecard__county__in=homes)
    if chosen := request.POST.getlist("issue"):
        rows = rows.filter(pk__in=[pk for pk in chosen if pk.isdigit()])
    done = actions.move_issues(issues=list(rows), move="receive", by=request.user, at=timezone.now())
    messages.success(request, f"已签收 {len(done)} 条" if done else "没有待签收的问题")
    return redirect("assessments:issues")


@login_required
@require_GET
def answers_workbook(request, county):
    """预填的整改反馈表。"""
    home = get_object_or_404(organisations.working_organisations(request.user, "draft"), pk=county)
    campaign = tasks.current_campaign()
    data = rectifications.workbook(campaign, home, by=request.user, at=timezone.now())
    return download(data, f"{home}{campaign.year}年整改反馈表.xlsx", XLSX)


@login_required
@require_POST
def answers_upload(request, county):
    home = get_object_or_404(organisations.working_organisations(request.user, "draft"), pk=county)
    year, back = tasks.current_campaign().year, reverse("assessments:issues")
    return staged(request, kind=rectifications.KIND, campaign=year, scope={"county": home.code}, back=back)


@login_required
@require_GET
def issue_detail(request, pk):
    return _page(request, _visible(request, pk))


def _page(request, issue: Issue, *, answer=None, recheck=None, status: int = 200):
    offers = ISSUE.offers(issue, request.user)
    open_to = {offer.move.name for offer in offers if offer.is_allowed}
    context = {
        "issue": issue,
        "offers": [offer for offer in offers if offer.move.name not in FORMED],
        "answer_form": answer or (AnswerForm(initial=_last_answer(issue)) if "answer" in open_to else None),
        "recheck_form": recheck or (RecheckForm() if "close" in open_to else None),
        "rounds": issue.rectifications.select_related("answered_by", "rechecked_by", "evidence"),
        "timeline": workflow.timeline(issue),
        "overdue": selectors.is_overdue(issue, timezone.now()),
    }
    return render(request, "assessments/issue.html", context, status=status)


def _last_answer(issue: Issue) -> dict:
    last = issue.rectifications.order_by("-round_number").first()
    return {name: getattr(last, name) for name in ("measures", "result", "link")} if last else {}


@login_required
@require_POST
def issue_answer(request, pk):
    issue = _visible(request, pk)
    permissions.check_can_answer_issue(request.user, issue)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid() and _answered(request, issue, form):
        messages.success(request, "已反馈，等待主管部门复核")
        return redirect(issue)
    return _page(request, issue, answer=form, status=422)


def _answered(request, issue: Issue, form: AnswerForm) -> bool:
    """存佐证、写反馈，一个事务；佐证不能收下时把原因写到表单上。"""
    data, at = form.cleaned_data, timezone.now()
    upload = data.pop("evidence")
    try:
        with transaction.atomic():
            stored = None
            if upload:
                stored = files.store(upload.read(), upload.name, accept=EVIDENCE, by=request.user, at=at)
            answer = actions.answer_issue(issue=issue, evidence=stored, by=request.user, at=at, **data)
            if stored:
                files.assign(stored, answer)
    except Refused as refused:
        form.add_error("evidence", f"{refused.message}。{refused.hint}")
        return False
    return True


@login_required
@require_POST
def issue_recheck(request, pk):
    issue = _visible(request, pk)
    permissions.check_can_recheck(request.user, issue)
    form = RecheckForm(request.POST)
    if not form.is_valid():
        return _page(request, issue, recheck=form, status=422)
    passed = form.cleaned_data["verdict"] == "pass"
    opinion = form.cleaned_data["opinion"]
    actions.recheck_issue(issue=issue, passed=passed, opinion=opinion, by=request.user, at=timezone.now())
    messages.success(request, "整改到位，已销号" if passed else "已退回重改")
    return redirect(issue)


@login_required
@require_POST
def issue_move(request, pk, move):
    issue = _visible(request, pk)
    name = ISSUE[move].name
    if name in FORMED:
        return redirect(issue)
    reason = reason_in(request)
    issue = actions.move_issue(issue=issue, move=name, by=request.user, at=timezone.now(), reason=reason)
    messages.success(request, f"问题 {issue.number}：{issue.get_status_display()}")
    return redirect(issue)
