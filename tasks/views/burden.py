"""减负：各县区每月被要多少，同一件事要了两次的，市政务公开办定合并还是保留。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.core.views import XLSX, download
from tasks import actions, burden_lists, permissions, selectors
from tasks.burden import measuring
from tasks.burden_lists import Filter, Ledger
from tasks.forms_burden import BurdenFilterForm, VerdictForm
from tasks.models import Campaign
from tasks.sheets import burden as sheets
from tasks.views.picture import may_rule

PER_PAGE = 100


def _ledger(request, campaign: Campaign) -> tuple[Ledger, BurdenFilterForm, Filter]:
    permissions.check_can_see_task_book(request.user)
    found = burden_lists.ledger(request.user, campaign)
    form = BurdenFilterForm(request.GET.dict(), ledger=found)
    form.is_valid()
    return (
        found,
        form,
        Filter(**{name: form.cleaned_data.get(name, "") for name in Filter.__dataclass_fields__}),
    )


@login_required
@require_GET
def burden(request):
    """县区 × 月，提出单位合计，走势。"""
    campaign = selectors.current_campaign(with_dates=True)
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    found, form, wanted = _ledger(request, campaign)
    asked = burden_lists.chosen(found, wanted)
    by_month = measuring.by(asked, lambda one: one.month)
    counties = {one.county_id for one in asked}
    context = {
        "campaign": campaign,
        "ledger": found,
        "form": form,
        "wanted": wanted,
        "rows": [row for row in burden_lists.county_rows(found, asked) if row.county.pk in counties],
        "months": [(month, by_month.get(month, measuring.Load())) for month in found.months],
        "total": measuring.total(asked),
        "by_asker": sorted(
            measuring.by(asked, lambda one: one.demand.asker_name).items(),
            key=lambda pair: (-pair[1].documents - pair[1].fields, pair[0]),
        ),
        "chart": measuring.chart_of(found.months, by_month, counties=len(counties)) if asked else None,
        "open_pairs": sum(pair.verdict is None for pair in burden_lists.pairs(found)),
    }
    return render(request, "tasks/burden/burden.html", context)


@login_required
@require_GET
def burden_rows(request):
    """一个数对应的各次要求；导出当前筛选。"""
    campaign = selectors.current_campaign(with_dates=True)
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    found, form, wanted = _ledger(request, campaign)
    asked = burden_lists.chosen(found, wanted)
    if "export" in request.GET:
        return download(sheets.workbook(asked, found.counties), f"{campaign.year}年向县区要的.xlsx", XLSX)
    places = {county.pk: county for county in found.counties}
    page = Paginator(asked, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "campaign": campaign,
        "form": form,
        "page": page,
        "rows": [(one, places[one.county_id]) for one in page],
        "total": measuring.total(asked),
    }
    return render(request, "tasks/burden/rows.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def burden_pairs(request):
    """像是同一件事的各对；市政务公开办经办逐对定。"""
    campaign = selectors.current_campaign(with_dates=True)
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    permissions.check_can_see_task_book(request.user)
    form = VerdictForm(request.POST or None)
    if request.method == "POST":
        permissions.check_can_run(request.user, campaign)
        if form.is_valid():
            actions.judge_pair(campaign=campaign, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "已记下，合并的后一件不再计入负担")
            return redirect("tasks:burden-pairs")
    found = burden_lists.ledger(request.user, campaign)
    context = {
        "campaign": campaign,
        "page": Paginator(burden_lists.pairs(found), PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "may_judge": may_rule(request.user, campaign),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "tasks/burden/pairs.html", context, status=status)
