"""公开平台的页面：台账、核验结果与历史、登记更新、统计。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules
from portal.core.views import XLSX, download
from tasks import counties
from tasks.actions.ledger import Invalid
from tasks.registers.platforms import actions, permissions, selectors, statistics
from tasks.registers.platforms.forms import UpdateForm, ZoneFilter, ZoneForm
from tasks.registers.platforms.models import Zone
from tasks.registers.platforms.sheets import ZONES, statistics_book
from tasks.views import ledger

FORM = "tasks/platforms/zone_form.html"
SHOWN = 40


def _filter(request) -> ZoneFilter:
    return ZoneFilter(request.GET, counties=counties.seen_by(request.user), states=selectors.STATES)


@login_required
@require_GET
def zone_list(request):
    form = _filter(request)
    rows = selectors.zone_rows(request.user, timezone.now(), **form.chosen)
    places = {place.pk for place in ledger.own_places(request)}
    context = {
        "form": form,
        "page": ledger.page_of(request, rows),
        "may_keep": bool(places),
        "own": sum(row.row.organisation_id in places and row.row.link is not None for row in rows),
    }
    return render(request, "tasks/platforms/zones.html", context)


@login_required
@require_GET
def zone_export(request):
    chosen = selectors.zone_rows(request.user, timezone.now(), **_filter(request).chosen)
    rows = ZONES.seen(request.user).filter(pk__in=[one.row.pk for one in chosen])
    return ledger.exported(ZONES, rows, name="公开平台")


@login_required
@require_POST
def zone_import(request):
    return ledger.imported(request, ZONES, back="tasks:zones")


@login_required
@require_POST
def zone_check_all(request):
    """此刻核验本单位的各处。"""
    ledger.own_place(request)
    rows = selectors.zones(request.user).filter(
        organisation__in=ledger.own_places(request), closed_on__isnull=True, link__isnull=False
    )
    return redirect(actions.check_now(zones=list(rows), by=request.user, at=timezone.now()))


def _parents(place, besides=None):
    return Zone.objects.filter(organisation=place, parent__isnull=True).exclude(pk=besides)


@login_required
@require_http_methods(["GET", "POST"])
def zone_add(request):
    places = ledger.own_places(request)
    place = ledger.own_place(request)
    parents = Zone.objects.filter(organisation__in=places, parent__isnull=True)
    initial = {"opened_on": clock.local_date(timezone.now())}
    form = ZoneForm(request.POST or None, places=places, parents=parents, initial=initial)

    def save(form):
        zone = Zone(organisation=ledger.own_place(request, form))
        return actions.save_zone(zone=zone, values=form.values, by=request.user, at=timezone.now())

    return ledger.saving(
        request, form, save, template=FORM, context={"place": place}, said="已登记，今夜起定期核验"
    )


def _zone(request, pk) -> Zone:
    return get_object_or_404(selectors.zones(request.user), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def zone_edit(request, pk):
    zone = _zone(request, pk)
    permissions.check_can_keep(request.user, zone.organisation)
    form = ZoneForm(request.POST or None, instance=zone, parents=_parents(zone.organisation, zone.pk))

    def save(form):
        version = form.cleaned_data["version"] or 0
        return actions.save_zone(
            zone=zone, values=form.values, version=version, by=request.user, at=timezone.now()
        )

    return ledger.saving(request, form, save, template=FORM, context={"zone": zone}, said="已保存")


@login_required
@require_GET
def zone_detail(request, pk):
    return _page(request, _zone(request, pk), UpdateForm(initial={"on": clock.local_date(timezone.now())}))


def _page(request, zone: Zone, form, status: int = 200):
    on = clock.local_date(timezone.now())
    [row] = selectors.rows_of([zone], on=on)
    checks = zone.link.checks.all()[:SHOWN] if zone.link else ()
    context = {
        "zone": zone,
        "row": row,
        "columns": selectors.rows_of(zone.columns.select_related("link", "organisation"), on=on),
        "checks": [(check, selectors.check_word(check)) for check in checks],
        "updates": zone.updates.select_related("link", "recorded_by")[:SHOWN],
        "outages": zone.outages.all(),
        "form": form,
        "may_keep": rules.refusal(permissions.check_can_keep, request.user, zone.organisation) is None,
        "steps": ledger.timeline(zone),
    }
    return render(request, "tasks/platforms/zone.html", context, status=status)


@login_required
@require_POST
def zone_update(request, pk):
    zone, form = _zone(request, pk), UpdateForm(request.POST)
    permissions.check_can_keep(request.user, zone.organisation)
    if form.is_valid():
        try:
            actions.record_update(zone=zone, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Invalid as invalid:
            form.add_error(None, invalid.reason)
        else:
            messages.success(request, "已登记，网页核验打得开之后算数")
            return redirect(zone)
    return _page(request, zone, form, status=422)


@login_required
@require_POST
def zone_check(request, pk):
    """此刻核验这一处；结果在进度页之后回到这里看。"""
    return redirect(actions.check_now(zones=[_zone(request, pk)], by=request.user, at=timezone.now()))


@login_required
@require_GET
def platform_statistics(request):
    rows, total = statistics.county_rows(request.user, timezone.now())
    return render(request, "tasks/platforms/statistics.html", {"rows": rows, "total": total})


@login_required
@require_GET
def platform_statistics_export(request):
    at = timezone.now()
    rows, total = statistics.county_rows(request.user, at)
    return download(statistics_book(rows, total, at=at), "平台建设统计.xlsx", XLSX)
