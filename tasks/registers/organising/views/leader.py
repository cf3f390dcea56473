from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules
from portal.core.acting import staged
from portal.core.rules import Denied
from portal.core.views import XLSX, download
from portal.organisations.models import Organisation
from tasks import permissions as campaign_rules
from tasks import selectors as campaigns
from tasks.models import Campaign
from tasks.registers.organising import actions, permissions, selectors
from tasks.registers.organising.forms import LeaderFilter, LeaderForm
from tasks.registers.organising.models import Responsibility
from tasks.registers.organising.sheets import leaders as sheet

PER_PAGE = 50


def campaign_now() -> Campaign:
    campaign = campaigns.current_campaign()
    if campaign is None:
        raise Http404("还没有行动")
    return campaign


def _filtered(request, campaign: Campaign):
    rows = selectors.leader_rows(campaign, request.user)
    counties = [row.organisation for row in rows if row.organisation.kind == Organisation.Kind.COUNTY]
    form = LeaderFilter(request.GET or None, counties=counties)
    return form, form.apply(rows), rows


@login_required
@require_GET
def leader_list(request):
    campaign = campaigns.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    form, shown, rows = _filtered(request, campaign)
    context = {
        "campaign": campaign,
        "form": form,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "known": sum(row.is_known for row in rows),
        "total": len(rows),
        "missing": sum(not row.is_known for row in rows),
        "may_import": rules.refusal(permissions.check_can_import_leaders, request.user, campaign) is None,
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/organising/leaders.html", context)


@login_required
@require_GET
def leader_export(request):
    campaign = campaign_now()
    campaign_rules.check_can_see_task_book(request.user, campaign.city)
    _, shown, _ = _filtered(request, campaign)
    data = sheet.LEADERS.written(campaign, sheet.lines_of(shown), at=timezone.now())
    return download(data, f"{campaign.year}年责任分工.xlsx", XLSX)


@login_required
@require_POST
def leader_import(request):
    campaign = campaign_now()
    permissions.check_can_import_leaders(request.user, campaign)
    return staged(request, kind=sheet.LEADERS.kind, campaign=campaign.year, scope={}, back="tasks:leaders")


def _organisation(request, code: str) -> Organisation:
    places = Organisation.objects.visible_to(request.user).of_kind(*permissions.BODIES)
    return get_object_or_404(places, code=code)


@login_required
@require_GET
def leader_detail(request, code):
    organisation, campaign = _organisation(request, code), campaign_now()
    history = Responsibility.objects.filter(organisation=organisation)
    row = selectors.leader_row(campaign, organisation)
    context = {
        "organisation": organisation,
        "row": row,
        "history": history.select_related("recorded_by", "corrected_by", "filing"),
        "refusal": rules.refusal(permissions.check_can_record_leader, request.user, organisation),
    }
    return render(request, "tasks/organising/leader.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def leader_record(request, code):
    """登记或换人；方案备案里报过的先填上，不再问一遍。"""
    organisation = _organisation(request, code)
    permissions.check_can_record_leader(request.user, organisation)
    row = selectors.leader_row(campaign_now(), organisation)
    initial = row.values | {"seen": row.row.pk if row.row else None}
    form = LeaderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _record(request, organisation, row, form)
    return _form(request, organisation, row, form, status=422 if form.errors else 200)


def _record(request, organisation: Organisation, row, form: LeaderForm):
    try:
        actions.record_responsibility(
            organisation=organisation,
            values=form.values,
            from_on=form.cleaned_data["from_on"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=timezone.now(),
        )
    except actions.Moved as moved:
        retried = form.retried(moved.theirs.pk if moved.theirs else "")
        names = [bound.name for bound in retried.visible_fields()]
        rows = [(retried[name], getattr(moved.theirs, name, "")) for name in names]
        return _form(request, organisation, row, retried, rows=rows, status=409)
    except Denied as denied:
        form.add_error("from_on", denied.reason)
        return _form(request, organisation, row, form, status=422)
    messages.success(request, f"已登记{organisation}的责任分工")
    return redirect("tasks:leader", organisation.code)


def _form(request, organisation, row, form, *, rows=(), status=200):
    context = {"organisation": organisation, "row": row, "form": form, "rows": rows}
    context |= {"today": clock.local_date(timezone.now())}
    return render(request, "tasks/organising/leader_form.html", context, status=status)


@login_required
@require_POST
def leader_quote(request, code):
    """照备案登记：一点即成。"""
    organisation = _organisation(request, code)
    permissions.check_can_record_leader(request.user, organisation)
    filing = selectors.accepted_filings(campaign_now()).filter(county=organisation).first()
    if filing is None:
        raise Denied("方案还没有备案，没有可以引用的责任领导与联系人。")
    actions.quote_filing(filing=filing, by=request.user, at=timezone.now())
    messages.success(request, "已照方案备案登记")
    return redirect("tasks:leader", organisation.code)
