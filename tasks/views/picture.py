"""推进情况的画面：县区 × 八个方面，亮灯规则。"""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.core import clock, rules
from tasks import actions, permissions, selectors
from tasks.forms_picture import AreaRuleForm
from tasks.ground import Ground
from tasks.models import AreaRule, Campaign, TaskArea
from tasks.picture import asof, lights
from tasks.picture.board import SORTS, board
from tasks.picture.sight import sight_of


def today() -> dt.date:
    return clock.local_date(timezone.now())


@login_required
@require_GET
def matrix(request):
    """每格一盏灯、三个数，每个数都点得到它的行。"""
    campaign = selectors.current_campaign(with_dates=True)
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    permissions.check_can_see_task_book(request.user)
    on, sort = asof.day_in(request.GET, today=today()), request.GET.get("sort", "")
    ground = Ground(campaign, on)
    found = board(sight_of(request.user, ground), sort=sort)
    context = {
        "campaign": campaign,
        "board": found,
        "on": on,
        "is_today": on == today(),
        "today": today(),
        "sort": sort,
        "sorts": SORTS,
        "may_rule": may_rule(request.user, campaign),
        **phase_context(ground),
    }
    return render(request, "tasks/picture/matrix.html", context)


def phase_context(ground: Ground) -> dict:
    """阶段条要的：阶段、期限、这一天所在的阶段还有几个工作日。"""
    phase = next((one for one in ground.phases if one.start_on <= ground.on <= one.end_on), None)
    left = ground.workdays_left(phase.end_on) if phase else None
    deadlines = ground.deadlines.values()
    return {"phases": ground.phases, "phase": phase, "deadlines": deadlines, "workdays_left": left}


def may_rule(user, campaign: Campaign) -> bool:
    allowed = (permissions.check_can_run, user, campaign), (permissions.check_is_open, campaign)
    return not any(rules.refusal(*one) for one in allowed)


@login_required
@require_http_methods(["GET", "POST"])
def rule_edit(request, code):
    """改一个方面的亮灯规则。"""
    campaign = selectors.current_campaign()
    area = get_object_or_404(TaskArea.objects.select_related("campaign__city"), campaign=campaign, code=code)
    permissions.check_can_run(request.user, area.campaign)
    now = lights.rule_of(area)
    rule = AreaRule.objects.filter(area=area).first() or AreaRule(area=area)
    form = AreaRuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        actions.save_area_rule(area=area, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"“{area}”的亮灯规则已改：{lights.as_rule(form.instance).sentence}")
        return redirect("tasks:picture")
    context = {"form": form, "area": area, "now": now}
    return render(request, "tasks/picture/rule.html", context, status=422 if form.errors else 200)
