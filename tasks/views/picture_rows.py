"""画面上一个数对应的各行，超期清单；导出当前筛选。"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.core import rules
from portal.core.rules import Denied
from portal.core.views import XLSX, download
from tasks import permissions, selectors, supervision_rules
from tasks.forms_picture import RowFilterForm
from tasks.ground import Ground
from tasks.models import Campaign, TaskArea
from tasks.picture import asof, lights, rows
from tasks.picture.rows import Chosen, Row
from tasks.picture.sight import Sight, sight_of
from tasks.sheets import picture as sheets
from tasks.views.picture import today

PER_PAGE = 100
FILTERS = ("area", "county", "register", "state", "q", "sort")


@dataclass(frozen=True)
class Asked:
    """一次查看：看得到的、筛选。"""

    campaign: Campaign
    sight: Sight
    chosen: Chosen
    form: RowFilterForm

    @property
    def on(self) -> dt.date:
        return self.sight.ground.on

    @property
    def area(self) -> TaskArea | None:
        return next((one for one in self.sight.ground.areas if one.code == self.chosen.area), None)


def asked(request, campaign: Campaign, **fixed) -> Asked:
    """网址说的筛选；认不得的值当作没有写。"""
    permissions.check_can_see_task_book(request.user)
    on = asof.day_in(request.GET, today=today())
    sight = sight_of(request.user, Ground(campaign, on))
    shown = {"on": f"{on}", **request.GET.dict(), **fixed}
    form = RowFilterForm(shown, sight=sight, fixed="state" in fixed)
    form.is_valid()
    values = {name: form.cleaned_data.get(name, "") for name in FILTERS}
    by = asof.read(request.GET.get("by", ""))
    chosen = replace(Chosen(**values, body=request.GET.get("body", ""), by=by), **fixed)
    return Asked(campaign, sight, chosen, form)


@login_required
@require_GET
def row_list(request):
    """一个数对应的各行。"""
    return _page(request, "tasks/picture/rows.html")


@login_required
@require_GET
def overdue_list(request):
    """超期清单：各方面的都在，超期久的在前。"""
    sort = request.GET.get("sort") or "-days"
    return _page(request, "tasks/picture/overdue.html", state="overdue", sort=sort)


def _page(request, template: str, **fixed):
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    wanted = asked(request, campaign, **fixed)
    sizes = rows.size(wanted.sight, wanted.chosen)
    total = sum(sizes.values())
    if total > rows.MOST:
        return _too_many(request, template, wanted, sizes, total)
    found = rows.rows(wanted.sight, wanted.chosen, within={register for register, _ in sizes})
    if "export" in request.GET:
        data = sheets.rows_workbook(found, wanted, by=request.user)
        return download(data, f"{campaign.year}年推进情况明细_{wanted.on:%Y%m%d}.xlsx", XLSX)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "supervising": _supervising(request, wanted, found)}
    return render(request, template, _context(wanted, len(found)) | shown)


def _supervising(request, wanted: Asked, found: list[Row]) -> list[tuple] | None:
    """就现在超期的拟督办单：各县区、几件、点哪里；不能拟的为 None。"""
    if wanted.chosen.state != "overdue" or wanted.on != today() or not found:
        return None
    if not may_supervise(request.user, wanted.campaign):
        return None
    kept = {name: getattr(wanted.chosen, name) for name in ("area", "register", "q", "state", "body")}
    counted = Counter(row.county for row in found)
    return [
        (county, counted[county], urlencode({"county": county.code, **{k: v for k, v in kept.items() if v}}))
        for county in sorted(counted, key=lambda county: county.path)
    ]


def may_supervise(user, campaign: Campaign) -> bool:
    """能不能拟督办单。"""
    return rules.refusal(supervision_rules.check_can_draft_supervision, user, campaign) is None


def _too_many(request, template: str, wanted: Asked, sizes: dict, total: int):
    """多到一页列不完：先列各县区、各台账各有几件，点进去再看行。"""
    if "export" in request.GET:
        raise Denied(f"共 {total} 件，一次最多导出 {rows.MOST} 件，请先选县区或台账。")
    places = {county.pk: county for county in wanted.sight.counties}
    parts = [(places[pk], register, count) for (register, pk), count in sizes.items()]
    parts.sort(key=lambda part: (part[0].path, part[1].code))
    return render(request, template, _context(wanted, total) | {"parts": parts})


def _context(wanted: Asked, total: int) -> dict:
    state = rows.GROUPS.get(wanted.chosen.state, ("全部", ()))[0]
    county = next((one for one in wanted.sight.counties if one.code == wanted.chosen.county), None)
    return {
        "campaign": wanted.campaign,
        "form": wanted.form,
        "chosen": wanted.chosen,
        "state": state,
        "area": wanted.area,
        "county": county,
        "rule": lights.rule_of(wanted.area) if wanted.area else None,
        "on": wanted.on,
        "today": today(),
        "total": total,
        "most": rows.MOST,
    }
