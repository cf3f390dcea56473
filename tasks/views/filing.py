from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules, workflow
from portal.core.acting import FileForm, reason_in
from portal.core.uploads import Refused
from portal.core.views import XLSX, download
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.publications import gate
from portal.publications.gate import Blocked
from portal.publications.views import held
from tasks import actions, deadlines, obligations, permissions, selectors, sheets, supervision_rules
from tasks.actions.filing import EditedByAnother, filing_deadline
from tasks.forms import FilingForm
from tasks.models import Campaign, Filing
from tasks.workflow import FILING

SPECIAL = {"hand_in": actions.hand_in_filing, "accept": actions.accept_filing}
DONE = {
    "submit": "已提交，等待县区负责人审核",
    "withdraw": "已撤回，可以继续修改",
    "hand_in": "已报送市政务公开办",
    "send_back": "已退回填报人",
    "receive": "已受理，等待审核人备案",
    "accept": "已准予备案，方案同步公开",
    "return": "已退回县区",
}


def _visible(request, pk) -> Filing:
    rows = Filing.objects.visible_to(request.user).select_related(
        "county", "campaign__city", "plan_file", "task_book_file", "publication"
    )
    return get_object_or_404(rows, pk=pk)


def _rows(request, campaign: Campaign):
    """台账的行，连同网址里的筛选。"""
    rows = selectors.filing_rows(campaign, request.user, on=clock.local_date(timezone.now()))
    standing = request.GET.get("standing", "")
    return [row for row in rows if not standing or row.standing == standing], rows, standing


@login_required
@require_GET
def filing_list(request):
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    shown, rows, standing = _rows(request, campaign)
    counts = [(name, sum(row.standing == name for row in rows)) for name in selectors.STANDINGS]
    context = {
        "campaign": campaign,
        "rows": shown,
        "counts": counts,
        "standing": standing,
        "homes": _homes(request.user),
    }
    return render(request, "tasks/filings.html", context | {"total": len(rows)})


def _homes(user):
    """此人填报的县区：方案由县区报备，乡镇、村不单独报。"""
    return organisations.working_organisations(user, "draft").of_kind(Organisation.Kind.COUNTY)


@login_required
@require_GET
def filing_export(request):
    year = request.GET.get("year", "")
    chosen = Campaign.objects.filter(year=year).first() if year.isdecimal() else None
    campaign = chosen if year else selectors.current_campaign()
    if campaign is None:
        raise Http404("还没有行动")
    shown, _, _ = _rows(request, campaign)
    return download(sheets.filings_workbook(shown), f"{campaign.year}年方案备案情况.xlsx", XLSX)


@login_required
@require_POST
def filing_open(request):
    chosen = request.POST.get("county", "")
    county = get_object_or_404(_homes(request.user), pk=chosen if chosen.isdecimal() else 0)
    campaign = get_object_or_404(Campaign.objects.running())
    filing = actions.open_filing(campaign=campaign, county=county, by=request.user, at=timezone.now())
    return redirect("tasks:filing-edit", filing.pk)


@login_required
@require_GET
def filing_detail(request, pk):
    filing = _visible(request, pk)
    deadline = filing_deadline(filing.campaign)
    term = deadlines.term(deadline, filing.county)
    owed = obligations.of_filing(filing, deadline, term.last_day)
    context = {
        "filing": filing,
        "offers": FILING.offers(filing, request.user),
        "steps": workflow.timeline(filing),
        "term": term,
        "standing": term.timeliness(filing.handed_in_at),
        "urge_key": _urge_key(filing, owed),
        "versions": filing.versions.all(),
        "returned_reason": _returned_reason(filing),
        "may_edit": rules.refusal(permissions.check_can_edit, request.user, filing) is None,
        "shows_draft": permissions.may_read_content(request.user, filing),
    }
    return render(request, "tasks/filing.html", context)


def _urge_key(filing: Filing, owed) -> str:
    """此刻可以催办的，事项标识；已送达的、还早的、行动不在进行的为空。"""
    is_running = filing.campaign.status == Campaign.Status.RUNNING
    is_near = owed and supervision_rules.is_near(owed.due_on, clock.local_date(timezone.now()))
    return owed.key if is_running and is_near else ""


def _returned_reason(filing: Filing) -> str:
    if filing.status != Filing.Status.RETURNED:
        return ""
    return workflow.timeline(filing).filter(target=Filing.Status.RETURNED).last().reason


@login_required
@require_http_methods(["GET", "POST"])
def filing_edit(request, pk):
    filing = _visible(request, pk)
    permissions.check_can_edit(request.user, filing)
    form = FilingForm(request.POST or None, instance=filing)
    if request.method == "POST" and form.is_valid():
        return _save(request, filing, form)
    if request.htmx:
        return _saved_note(request, filing, f"没有自动保存：{len(form.errors)} 项要改")
    status = 422 if form.errors else 200
    return render(request, "tasks/filing_edit.html", {"filing": filing, "form": form}, status=status)


def _save(request, filing: Filing, form: FilingForm):
    """保存；他人先改过则给出两边的值让人选，什么也不丢。"""
    values = {name: form.cleaned_data[name] for name in form.Meta.fields}
    try:
        saved = actions.save_filing(
            filing=filing,
            values=values,
            version=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        )
    except EditedByAnother as edited:
        if request.htmx:
            return _saved_note(request, filing, "没有自动保存：刚有别人改过，点“保存草稿”比较两边的内容")
        retried = form.retried(edited.version)
        rows = [(retried[f.name], edited.theirs[f.name]) for f in form.visible_fields()]
        context = {"filing": _visible(request, filing.pk), "form": retried, "rows": rows}
        return render(request, "tasks/filing_edit.html", context, status=409)
    if request.htmx:
        return _saved_note(request, saved)
    return redirect("tasks:filing-check" if "check" in request.POST else "tasks:filing", saved.pk)


def _saved_note(request, filing: Filing, failure: str = ""):
    """自动保存的答复：存好的时刻与新的版次，或没有存的原因；表单里的输入不动。"""
    context = {"filing": filing, "failure": failure, "is_reply": True}
    return render(request, "tasks/filing_edit.html#saved", context)


@login_required
@require_POST
def filing_attach(request, pk, slot):
    filing = _visible(request, pk)
    permissions.check_can_edit(request.user, filing)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请先选择文件，再点“上传”。")
        return redirect("tasks:filing-edit", pk)
    upload = form.cleaned_data["file"]
    try:
        actions.attach_file(
            filing=filing, slot=slot, data=upload.read(), name=upload.name, by=request.user, at=timezone.now()
        )
        messages.success(request, f"已上传“{upload.name}”")
    except Refused as refused:
        messages.error(request, f"“{upload.name}”没有收下：{refused.message} {refused.hint}")
    return redirect("tasks:filing-edit", pk)


@login_required
@require_GET
def filing_check(request, pk):
    """提交前的核对页：像公开后那样看一遍，隐私问题提前指出。"""
    filing = _visible(request, pk)
    permissions.check_can_edit(request.user, filing)
    context = {
        "filing": filing,
        "offers": FILING.offers(filing, request.user),
        "findings": gate.scan_files([f for f in (filing.plan_file, filing.task_book_file) if f]),
    }
    return render(request, "tasks/filing_check.html", context)


@login_required
@require_POST
def filing_move(request, pk, move):
    filing = _visible(request, pk)
    reason, at = reason_in(request), timezone.now()
    try:
        if move in SPECIAL:
            SPECIAL[move](filing=filing, by=request.user, at=at)
        else:
            actions.move_filing(filing=filing, move=FILING[move].name, by=request.user, at=at, reason=reason)
    except Blocked as blocked:
        return held(request, blocked, at=at)
    messages.success(request, DONE[move])
    return redirect("tasks:filing", pk)
