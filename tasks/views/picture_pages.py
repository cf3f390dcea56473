"""走势、预报、一个县区的一页，总表的导出。"""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.core.rules import Denied
from portal.core.views import XLSX, download
from portal.organisations.scope import scope_of
from tasks import permissions, selectors
from tasks.ground import Ground
from tasks.models import Campaign, Filing
from tasks.picture import asof, forecast, rows, trends
from tasks.picture import printing as picture_pdf
from tasks.picture.board import Board, board, lots_by_area
from tasks.picture.county import charts, county_page
from tasks.picture.rows import Chosen
from tasks.picture.sight import Sight, sight_of
from tasks.sheets import picture as sheets
from tasks.standing import State
from tasks.views.picture import phase_context, today
from tasks.views.picture_rows import may_supervise

PDF = "application/pdf"


def _campaign(request) -> Campaign:
    """正在看的行动；还没有行动的，没有可看的页。"""
    permissions.check_can_see_task_book(request.user)
    campaign = selectors.current_campaign(with_dates=True)
    if campaign is None:
        raise Http404("还没有行动")
    return campaign


def _sight(request) -> Sight:
    """网址说的那一天，此人看得到的。"""
    campaign = _campaign(request)
    return sight_of(request.user, Ground(campaign, asof.day_in(request.GET, today=today())))


@login_required
@require_GET
def trend_page(request):
    """各方面每周的办结率与超期件数；可只看一个方面、一个县区。"""
    sight = _sight(request)
    areas = sight.ground.areas
    county = next((one for one in sight.counties if one.code == request.GET.get("county")), None)
    area = next((one for one in areas if one.code == request.GET.get("area")), None)
    seen = sight.narrowed(county) if county else sight
    seen = seen.of_area(area.code) if area else seen
    context = {
        "campaign": sight.ground.campaign,
        "on": sight.ground.on,
        "today": today(),
        "areas": areas,
        "area": area,
        "counties": sight.counties,
        "county": county,
        "charts": charts(seen),
        "by_county": _by_county(seen),
    }
    return render(request, "tasks/picture/trend.html", context)


def _by_county(sight: Sight):
    """各县区合计的办结率；县区多的时候一张图看不清，只在八个以内画。"""
    if not 1 < len(sight.counties) <= 8:
        return None
    lots = [lot for batch in lots_by_area(sight).values() for lot in batch]
    days = trends.days_since(sight.ground.start, sight.ground.on)
    found = [
        trends.line(county.short_name, [lot for lot in lots if lot.county_id == county.pk], days)
        for county in sight.counties
    ]
    return trends.share_chart(found, days, title="各县区办结率走势（%）")


@login_required
@require_GET
def forecast_page(request):
    """到期前十个工作日起：还差什么、谁差、照现在的速度能办结几成。"""
    ground = Ground(_campaign(request), today())
    gates = forecast.gates(sight_of(request.user, ground), reading=scope_of(request.user).reading)
    context = {
        "campaign": ground.campaign,
        "on": ground.on,
        "gates": [gate for gate in gates if gate.pace.needed],
        "upcoming": forecast.upcoming(ground),
        "ahead": forecast.AHEAD,
        "may_supervise": may_supervise(request.user, ground.campaign),
    }
    return render(request, "tasks/picture/forecast.html", context)


@login_required
@require_GET
def county_detail(request, code):
    """一个县区的一页；看不到这个县区的当作没有。"""
    sight = _sight(request)
    campaign, on = sight.ground.campaign, sight.ground.on
    county = next((one for one in sight.counties if one.code == code), None)
    if county is None:
        raise Http404("没有这个县区")
    seen = sight.narrowed(county)
    page = county_page(seen)
    gates = forecast.gates(seen, reading=(county.path,)) if seen.whole else []
    context = {
        "campaign": campaign,
        "county": county,
        "on": on,
        "today": today(),
        "page": page,
        "gates": [gate for gate in gates if gate.pace.needed],
        "filing": Filing.objects.visible_to(request.user).filter(campaign=campaign, county=county).first(),
        "scores_url": scores_url(request.user, county),
        **phase_context(sight.ground),
    }
    return render(request, "tasks/picture/county.html", context)


def scores_url(user, county) -> str:
    """成绩在考核那里看：县区看本县成绩，市里看综合成绩。"""
    scope = scope_of(user)
    if scope.can("draft", county) or scope.can("approve", county):
        return "assessments:scorecards"
    city = ("run_campaign", "receive", "review", "audit")
    return "assessments:results" if any(scope.holds(perm) for perm in city) else ""


def _whole(request) -> tuple[Sight, Board]:
    """导出用的总表与它的视野。"""
    sight = _sight(request)
    return sight, board(sight, sort=request.GET.get("sort", ""))


@login_required
@require_GET
def matrix_export(request):
    """总表与明细的工作簿；明细太多的，只有总表，明细分县区导出。"""
    sight, found = _whole(request)
    listed = rows.rows(sight, Chosen(sort="area")) if found.tally.total <= rows.MOST else []
    data = sheets.board_workbook(found, listed, by=request.user)
    return download(data, f"{sight.ground.campaign.year}年推进情况_{found.on:%Y%m%d}.xlsx", XLSX)


@login_required
@require_GET
def matrix_print(request):
    """总表的 PDF，A4 横排。"""
    sight, found = _whole(request)
    campaign = sight.ground.campaign
    if not found.lines:
        raise Denied("没有看得到的县区，无可打印。")
    data = picture_pdf.board_pdf(campaign, found, by=request.user, at=timezone.now())
    return download(data, f"{campaign.year}年推进情况_{found.on:%Y%m%d}.pdf", PDF)


@login_required
@require_GET
def small(request):
    """首页里的小画面：自己看得到的县区的灯；只看得到一个县区的，连同七天内到期的。首页打开之后再取，不拖慢首页。"""
    campaign = selectors.current_campaign(with_dates=True)
    if campaign is None or not scope_of(request.user).reading:
        return render(request, "tasks/picture/small.html", {"board": None})
    on = today()
    sight = sight_of(request.user, Ground(campaign, on))
    week = Chosen(state="waiting", by=on + dt.timedelta(days=7))
    coming = rows.rows(sight, week) if len(sight.counties) == 1 else []
    context = {"board": board(sight, sort="trouble"), "on": on, "campaign": campaign, "whole": sight.whole}
    return render(
        request,
        "tasks/picture/small.html",
        context | {"coming": [row for row in coming if row.state != State.OVERDUE]},
    )
