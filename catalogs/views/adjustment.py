"""标准调整：清单、逐条处理、生成草稿、撤销。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from catalogs import actions, permissions, presenters, selectors
from catalogs.forms import DecisionForm
from catalogs.models import Adjustment, AdjustmentStep
from portal.core import clock, rules

PER_PAGE = 30


def _adjustment(request, pk) -> Adjustment:
    rows = Adjustment.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("catalog__organisation", "old", "new", "draft"), pk=pk)


@login_required
@require_GET
def adjustment_list(request):
    """看得到的全部标准调整：处理了多少，还欠多少，逾期的标红。"""
    context = {
        "rows": selectors.adjustment_rows(request.user),
        "today": clock.local_date(timezone.now()),
    }
    return render(request, "catalogs/adjustments.html", context)


@login_required
@require_GET
def adjustment_detail(request, pk):
    adjustment = _adjustment(request, pk)
    steps = adjustment.steps.all()
    if request.GET.get("waiting"):
        steps = steps.filter(decision="")
    page = Paginator(steps, PER_PAGE).get_page(request.GET.get("page"))
    may_decide = rules.refusal(permissions.check_can_adjust, request.user, adjustment) is None
    context = {
        "adjustment": adjustment,
        "page": page,
        "rows": presenters.step_rows(adjustment, page, forms=may_decide and adjustment.is_pending),
        "waiting": adjustment.steps.filter(decision="").count(),
        "total": adjustment.steps.count(),
        "may_decide": may_decide,
        "today": clock.local_date(timezone.now()),
        "waiting_only": bool(request.GET.get("waiting")),
    }
    return render(request, "catalogs/adjustment.html", context)


@login_required
@require_POST
def step_decide(request, pk):
    visible = Adjustment.objects.visible_to(request.user)
    step = get_object_or_404(AdjustmentStep.objects.filter(adjustment__in=visible), pk=pk)
    permissions.check_can_adjust(request.user, step.adjustment)
    form = DecisionForm(request.POST, step=step)
    if form.is_valid():
        actions.decide_step(step=step, by=request.user, at=timezone.now(), **form.decided)
        messages.success(request, "已处理 1 条")
    else:
        messages.error(request, "；".join(error for errors in form.errors.values() for error in errors))
    return redirect(f"{step.adjustment.get_absolute_url()}?waiting=1")


@login_required
@require_POST
def take_proposals(request, pk):
    adjustment = _adjustment(request, pk)
    done = actions.take_proposals(adjustment=adjustment, by=request.user, at=timezone.now())
    messages.success(request, f"已按建议处理 {done} 条，其余需要逐条定")
    return redirect(adjustment)


@login_required
@require_POST
def apply(request, pk):
    draft = actions.apply_adjustment(adjustment=_adjustment(request, pk), by=request.user, at=timezone.now())
    messages.success(request, "已生成新版草稿，核对后送审")
    return redirect(draft)


@login_required
@require_POST
def undo(request, pk):
    adjustment = actions.undo_adjustment(
        adjustment=_adjustment(request, pk), by=request.user, at=timezone.now()
    )
    messages.success(request, "已撤销：草稿作废，各条处理保留，可以改了再生成")
    return redirect(adjustment)
