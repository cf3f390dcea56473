from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import actions, measures, permissions, scoring, selectors
from assessments.forms import IndicatorForm
from assessments.models import Indicator, Scheme
from assessments.sheets import scheme as sheet
from assessments.workflow import SCHEME
from catalogs.models import Field
from portal.core import rules, workflow
from portal.core.acting import staged
from portal.core.views import XLSX, download
from tasks import selectors as tasks


@login_required
@require_GET
def scheme_list(request):
    campaign = tasks.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    context = {"campaign": campaign, "rows": selectors.scheme_rows(campaign, request.user)}
    return render(request, "assessments/schemes.html", context)


@login_required
@require_GET
def scheme_detail(request, pk):
    scheme = get_object_or_404(selectors.visible_schemes(request.user), pk=pk)
    indicators = list(scheme.indicators.order_by("position"))
    context = {
        "scheme": scheme,
        "rows": [(row, _rule(row), row.number.count(".")) for row in indicators],
        "problems": measures.scheme_problems(scheme),
        "offers": SCHEME.offers(scheme, request.user),
        "timeline": workflow.timeline(scheme),
        "can_edit": rules.refusal(permissions.check_can_draft_scheme, request.user, scheme) is None,
    }
    return render(request, "assessments/scheme.html", context)


def _rule(indicator: Indicator) -> str:
    return scoring.describe(indicator.rule, indicator.config) if indicator.is_leaf else ""


@login_required
@require_GET
def scheme_workbook(request, code):
    """某领域的方案工作簿；还没有方案的是空白模板。看得到该领域的人才能取。"""
    campaign, row = _row_or_404(request, code)
    data = sheet.workbook(campaign, row.field, row.scheme, at=timezone.now())
    return download(data, f"{campaign.year}年{row.field}考核方案.xlsx", XLSX)


@login_required
@require_POST
def scheme_upload(request, code):
    campaign, row = _row_or_404(request, code)
    blank = Scheme(campaign=campaign, field=row.field, department=row.department)
    permissions.check_can_draft_scheme(request.user, row.scheme or blank)
    back = row.scheme.get_absolute_url() if row.scheme else reverse("assessments:schemes")
    return staged(
        request, kind=sheet.KIND, campaign=campaign.year, scope={"field": row.field.code}, back=back
    )


def _row_or_404(request, code):
    campaign = tasks.current_campaign()
    rows = selectors.scheme_rows(campaign, request.user) if campaign else []
    found = {row.field.code: row for row in rows}
    field = get_object_or_404(Field.objects.filter(code__in=found), code=code)
    return campaign, found[field.code]


@login_required
@require_POST
def scheme_move(request, pk, move):
    scheme = get_object_or_404(selectors.visible_schemes(request.user), pk=pk)
    SCHEME[move]  # 只有“下发”一个动作，别的是 404
    round_ = actions.issue_scheme(scheme=scheme, by=request.user, at=timezone.now())
    messages.success(request, f"“{scheme.field}”考核方案已下发，可以评分了")
    return redirect(round_)


@login_required
@require_http_methods(["GET", "POST"])
def indicator_edit(request, pk):
    schemes = Scheme.objects.visible_to(request.user)
    rows = Indicator.objects.filter(scheme__in=schemes).select_related(
        "scheme__campaign", "scheme__department"
    )
    indicator = get_object_or_404(rows, pk=pk)
    permissions.check_can_draft_scheme(request.user, indicator.scheme)
    form = IndicatorForm(request.POST or None, instance=indicator)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        actions.update_indicator(
            indicator=indicator, values=form.values, version=version, by=request.user, at=timezone.now()
        )
        messages.success(request, f"已保存“{indicator.name}”")
        return redirect(indicator.scheme)
    context = {"indicator": indicator, "scheme": indicator.scheme, "form": form}
    return render(request, "assessments/indicator.html", context, status=422 if form.errors else 200)
