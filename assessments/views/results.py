from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments import actions, permissions, selectors
from assessments.forms import CombinationForm
from assessments.sheets import results as sheet
from portal.core import rules
from portal.core.views import XLSX, download
from portal.organisations.scope import scope_of
from tasks import selectors as tasks


def _campaign(request):
    """此人看得到全市成绩的行动；看不到的 404。"""
    campaign = tasks.current_campaign()
    if campaign is None or not any(
        campaign.city.path.startswith(path) for path in scope_of(request.user).reading
    ):
        raise Http404
    return campaign


def _found(request, campaign) -> selectors.Results:
    return selectors.results(campaign, with_submitted=request.GET.get("with") == "submitted")


@login_required
@require_GET
def result_table(request):
    campaign = _campaign(request)
    found = _found(request, campaign)
    unranked = [row for row in found.rows if row.rank is None]
    context = {
        "campaign": campaign,
        "results": found,
        "rows": [*found.ranked, *unranked],
        "unranked": unranked,
        "can_set": rules.refusal(permissions.check_can_combine, request.user, campaign) is None,
    }
    return render(request, "assessments/results.html", context)


@login_required
@require_GET
def result_export(request):
    campaign = _campaign(request)
    return download(sheet.workbook(_found(request, campaign)), f"{campaign.year}年综合成绩.xlsx", XLSX)


@login_required
@require_http_methods(["GET", "POST"])
def result_settings(request):
    campaign = _campaign(request)
    permissions.check_can_combine(request.user, campaign)
    rule, fields = selectors.combination_of(campaign), selectors.fields_of(campaign)
    form = CombinationForm(request.POST or None, rule=rule, fields=fields)
    if request.method == "POST" and form.is_valid():
        names = ("method", "ties", "bands", "version")
        values = {name: form.cleaned_data[name] for name in names}
        actions.set_combination(
            campaign=campaign, weights=form.weights, by=request.user, at=timezone.now(), **values
        )
        messages.success(request, "合成规则已保存")
        return redirect("assessments:results")
    context = {"campaign": campaign, "form": form}
    return render(request, "assessments/combination.html", context, status=422 if form.errors else 200)
