"""路线图（网页、打印、PDF）与时间表（月历、日程、iCalendar）。都要登录，没有不用登录的订阅地址。"""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.core import clock, ical, pdf
from portal.core.views import download
from tasks import permissions, selectors, timetable
from tasks.forms_assignment import TimetableForm
from tasks.views.task import book_tabs, book_url, the_book, the_campaign

PRINTED_LINES = 20


@login_required
@require_GET
def roadmap(request):
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    owner, today = the_book(request, campaign), clock.local_date(timezone.now())
    context = {
        "campaign": campaign,
        "owner": owner,
        "tabs": book_tabs(request, campaign, owner, "tasks:roadmap"),
        "charts": timetable.roadmap(campaign, request.user, owner=owner, today=today)
        if permissions.may_see_task_book(request.user)
        else (),
        "pdf_url": book_url(campaign, owner, "tasks:roadmap-pdf"),
    }
    return render(request, "tasks/roadmap.html", context)


@login_required
@require_GET
def roadmap_pdf(request) -> HttpResponse:
    campaign = the_campaign()
    owner, today = the_book(request, campaign), clock.local_date(timezone.now())
    permissions.check_can_see_task_book(request.user, owner)
    charts = timetable.roadmap(campaign, request.user, owner=owner, today=today, lines=PRINTED_LINES)
    title = f"{owner.short_name}{campaign.year}年任务路线图"
    context = {"title": title, "owner": owner, "charts": charts}
    page = render_to_string("print/roadmap.html", context)
    data = pdf.render_document([page], footer=f"{title} · {today:%Y-%m-%d}")
    return download(data, f"{title}.pdf", "application/pdf")


def _chosen(request, campaign):
    """（任务书归谁, 是否只看本单位, 筛选表单）。在单位办任务的人先看本单位的。"""
    owner = the_book(request, campaign)
    may_narrow = bool(timetable.own_places(request.user))
    form = TimetableForm(request.GET, may_narrow=may_narrow)
    chosen = form.cleaned_data if form.is_valid() else {}
    mine = may_narrow and chosen.get("of") != "all"
    return owner, mine, form, chosen.get("month")


@login_required
@require_GET
def timetable_page(request):
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    owner, mine, form, month = _chosen(request, campaign)
    today = clock.local_date(timezone.now())
    found = _entries(request.user, campaign, owner, mine)
    month = month or _opening(campaign, today)
    shown = [e for e in found if (e.on.year, e.on.month) == (month.year, month.month)]
    context = {
        "campaign": campaign,
        "owner": owner,
        "tabs": book_tabs(request, campaign, owner, "tasks:timetable"),
        "form": form.turned_to(month),
        "month": month,
        "previous": _turned(request, month.replace(day=1) - dt.timedelta(days=1)),
        "next": _turned(request, month.replace(day=28) + dt.timedelta(days=4)),
        "weeks": timetable.month_grid(month, shown, today=today),
        "entries": shown,
        "total": len(found),
        "today": today,
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/timetable.html", context)


def _entries(user, campaign, owner, mine: bool) -> list[timetable.Entry]:
    if not permissions.may_see_task_book(user):
        return []
    return timetable.entries(campaign, user, owner=owner, mine=mine)


def _opening(campaign, today: dt.date) -> dt.date:
    """先翻到今天所在的月；行动之外则翻到最近的一头。"""
    first, last = selectors.span(campaign)
    return min(max(today, first), last)


def _turned(request, month: dt.date) -> str:
    query = request.GET.copy()
    query["month"] = f"{month:%Y-%m}"
    return f"?{query.urlencode()}"


@login_required
@require_GET
def timetable_ics(request) -> HttpResponse:
    """整个行动期间的日历文件，凭登录下载；各件的标识不变，再次导入是更新。"""
    campaign = the_campaign()
    owner, mine, _, _ = _chosen(request, campaign)
    permissions.check_can_see_task_book(request.user, owner)
    found = _entries(request.user, campaign, owner, mine)
    name = f"{campaign.year}年任务时间表"
    site = request.build_absolute_uri("/").rstrip("/")
    data = ical.calendar(
        name,
        timetable.events(found, site=site),
        host=f"{campaign.city.code}.gkts".lower(),
        at=timezone.now(),
    )
    return download(data, f"{name}.ics", ical.CONTENT_TYPE)
