"""解读回应的统计与期限。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.core import clock, rules
from portal.core.views import XLSX, download
from tasks.registers.interpretation import actions, permissions, selectors, statistics
from tasks.registers.interpretation.forms import TermsForm
from tasks.registers.interpretation.sheets.statistics import statistics_book
from tasks.selectors import current_campaign


def _year(request) -> int:
    chosen = request.GET.get("year", "")
    return int(chosen) if chosen.isdecimal() and len(chosen) == 4 else clock.local_date(timezone.now()).year


@login_required
@require_GET
def interpretation_statistics(request):
    year, campaign = _year(request), current_campaign()
    watch = selectors.clock_at(timezone.now(), campaign)
    rows, total = statistics.county_rows(request.user, watch, year=year)
    may_set = campaign is not None and not rules.refusal(
        permissions.check_can_set_terms, request.user, campaign
    )
    context = {
        "year": year,
        "years": (year - 1, year, year + 1),
        "rows": rows,
        "total": total,
        "terms": watch.terms,
        "may_set": may_set,
    }
    return render(request, "tasks/interpretation/statistics.html", context)


@login_required
@require_GET
def interpretation_statistics_export(request):
    year, at = _year(request), timezone.now()
    rows, total = statistics.county_rows(request.user, selectors.clock_at(at), year=year)
    return download(statistics_book(rows, total, year=year, at=at), f"{year}年解读回应统计.xlsx", XLSX)


@login_required
@require_http_methods(["GET", "POST"])
def response_terms(request):
    campaign = current_campaign()
    if campaign is None:
        raise Http404("还没有行动")
    permissions.check_can_set_terms(request.user, campaign)
    form = TermsForm(request.POST or None, instance=selectors.terms_of(campaign))
    if request.method == "POST" and form.is_valid():
        actions.set_terms(campaign=campaign, values=form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "已设定，各处期限随之重算")
        return redirect("tasks:interpretation-statistics")
    context = {"form": form, "campaign": campaign}
    return render(request, "tasks/interpretation/terms.html", context, status=422 if form.errors else 200)
