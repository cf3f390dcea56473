from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import rules, workflow
from portal.core.acting import FileForm, reason_in, staged
from portal.core.rules import Denied
from portal.core.uploads import Refused
from portal.core.views import XLSX, download
from portal.organisations.models import Organisation
from tasks import permissions as campaign_rules
from tasks import register_papers
from tasks import selectors as campaigns
from tasks.models import Campaign
from tasks.registers.mechanisms import actions, permissions, presenters, selectors, sheets, steps
from tasks.registers.mechanisms.forms import MechanismFilter, MechanismForm
from tasks.registers.mechanisms.models import Mechanism
from tasks.registers.mechanisms.workflow import MECHANISM
from tasks.registers.rules import reading

PER_PAGE = 50
DONE = {
    "submit": "已提交，等待县区负责人审核",
    "withdraw": "已撤回，可以修改",
    "approve": "已审核施行",
    "return": "已退回",
    "repeal": "已废止",
}


def _campaign() -> Campaign:
    campaign = campaigns.current_campaign()
    if campaign is None:
        raise Http404("还没有行动")
    return campaign


def _filtered(request):
    rows = selectors.mechanisms(request.user)
    counties = Organisation.objects.visible_to(request.user).of_kind(Organisation.Kind.COUNTY)
    form = MechanismFilter(request.GET or None, counties=counties)
    return form, form.apply(rows)


@login_required
@require_GET
def mechanism_list(request):
    campaign = campaigns.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    form, rows = _filtered(request)
    drafting = permissions.drafting_counties(request.user).exists()
    context = {
        "campaign": campaign,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_draft": drafting,
        "may_run": rules.refusal(campaign_rules.check_can_run, request.user, campaign) is None,
        "due_on": reading.rule_of(campaign).mechanisms_due_on
        or reading.implemented_by(campaign.phases.all()),
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/mechanisms/list.html", context)


@login_required
@require_GET
def mechanism_compare(request):
    """各县区四项对照：哪一项在哪里，几步，何时施行。"""
    context = {"rows": selectors.table(_campaign(), request.user), "kinds": Mechanism.Kind}
    return render(request, "tasks/mechanisms/compare.html", context)


@login_required
@require_GET
def mechanism_export(request):
    campaign = _campaign()
    campaign_rules.check_can_see_task_book(request.user, campaign.city)
    _, rows = _filtered(request)
    data = sheets.MECHANISMS.written(campaign, sheets.lines_of(rows), at=timezone.now())
    return download(data, f"{campaign.year}年工作机制.xlsx", XLSX)


@login_required
@require_POST
def mechanism_import(request):
    campaign = _campaign()
    permissions.check_can_import(request.user, campaign)
    kind = sheets.MECHANISMS.kind
    return staged(request, kind=kind, campaign=campaign.year, scope={}, back="tasks:mechanisms")


@login_required
@require_http_methods(["GET", "POST"])
def mechanism_add(request):
    county = permissions.drafting_counties(request.user).first()
    if county is None:
        raise Denied("只有县区的填报人可以拟定工作机制。")
    initial = {"kind": request.GET.get("kind", "")}
    form = MechanismForm(request.POST or None, initial=initial, publications=selectors.citable(county))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_mechanism(
                county=county, values=form.values, steps=form.steps, by=request.user, at=timezone.now()
            )
        except Denied as denied:
            form.add_error("title", denied.reason)
        else:
            messages.success(request, "已存草稿")
            return redirect(made)
    context = {"form": form, "county": county}
    return render(request, "tasks/mechanisms/form.html", context, status=422 if form.errors else 200)


def _visible(request, pk) -> Mechanism:
    rows = Mechanism.objects.visible_to(request.user)
    related = ("county", "created_by", "approved_by", "publication", "file", "replaced_by")
    return get_object_or_404(rows.select_related(*related).prefetch_related("steps"), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def mechanism_edit(request, pk):
    mechanism = _visible(request, pk)
    permissions.check_can_edit(request.user, mechanism)
    publications = selectors.citable(mechanism.county)
    form = MechanismForm(request.POST or None, instance=mechanism, publications=publications)
    rows, status = (), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_mechanism(
                mechanism=mechanism,
                values=form.values,
                steps=form.steps,
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except actions.Moved as moved:
            form, status = form.retried(moved.theirs.version), 409
            rows = _both(form, moved.theirs)
        except Denied as denied:
            form.add_error("title", denied.reason)
        else:
            messages.success(request, "已保存")
            return redirect(mechanism)
    if form.errors:
        status = 422
    context = {"form": form, "county": mechanism.county, "mechanism": mechanism, "rows": rows}
    return render(request, "tasks/mechanisms/form.html", context, status=status)


def _both(form: MechanismForm, theirs: Mechanism) -> list[tuple]:
    values = {name: getattr(theirs, name) for name in ("kind", "title", "number", "effective_on", "link")}
    values |= {"publication": theirs.publication_id, "flow": steps.write(theirs.steps.all())}
    return [(form[name], value) for name, value in values.items()]


@login_required
@require_GET
def mechanism_detail(request, pk):
    mechanism = _visible(request, pk)
    timeline = workflow.timeline(mechanism)
    returned = mechanism.status == Mechanism.Status.RETURNED
    offers = MECHANISM.offers(mechanism, request.user)
    context = {
        "mechanism": mechanism,
        "facts": presenters.facts(mechanism),
        "chart": presenters.drawn(mechanism),
        "replaces": mechanism.replaces.all(),
        "offers": [one for one in offers if one.move.name != "replace"],
        "may_edit": rules.refusal(permissions.check_can_edit, request.user, mechanism) is None,
        "steps": timeline,
        "returned_reason": timeline.filter(target="returned").last().reason if returned else "",
    }
    return render(request, "tasks/mechanisms/detail.html", context)


@login_required
@require_POST
def mechanism_attach(request, pk):
    mechanism, form = _visible(request, pk), FileForm(request.POST, request.FILES)
    permissions.check_can_edit(request.user, mechanism)
    if not form.is_valid():
        messages.error(request, "请先选择文件，再点“上传”。")
        return redirect(mechanism)
    upload = form.cleaned_data["file"]
    try:
        actions.attach_document(
            mechanism=mechanism, data=upload.read(), name=upload.name, by=request.user, at=timezone.now()
        )
        messages.success(request, f"已上传“{upload.name}”")
    except Refused as refused:
        messages.error(request, f"“{upload.name}”没有收下：{refused.message}。{refused.hint}")
    return redirect(mechanism)


@login_required
@require_POST
def mechanism_move(request, pk, move):
    mechanism = _visible(request, pk)
    actions.move_mechanism(
        mechanism=mechanism,
        move=MECHANISM[move].name,
        by=request.user,
        at=timezone.now(),
        reason=reason_in(request),
    )
    messages.success(request, DONE[move])
    return redirect(mechanism)


@login_required
@require_GET
def mechanism_print(request, pk):
    """机制单（PDF），带流程图。"""
    paper = presenters.paper(_visible(request, pk))
    return download(register_papers.printed(paper), f"{paper.title}.pdf", "application/pdf")
