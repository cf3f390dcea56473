"""公开覆盖：各县区 × 各领域，到某天为止；每个数都点得到它的行。"""

from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from catalogs import measuring, selectors
from catalogs.coverage import Tally
from catalogs.models import Catalog, Field
from catalogs.sheets import covering
from catalogs.views.dates import day_in
from portal.core.views import XLSX, download

SHOWS = {
    "missing": ("未公开", lambda row: not row.standing.is_covered and not row.standing.is_lapsed),
    "lapsed": ("该更新而没有更新", lambda row: row.standing.is_lapsed),
    "late": ("公开不及时", lambda row: row.standing.late > 0),
    "dead": ("链接失效", lambda row: row.standing.dead > 0),
    "covered": ("已公开", lambda row: row.standing.is_covered),
}


@login_required
@require_GET
def coverage(request):
    """总表：一行一本目录，一列一个领域。"""
    on = day_in(request)
    catalogs = selectors.measured_catalogs(request.user, kind=request.GET.get("kind", ""))
    fields = list(selectors.fields_to_measure(request.user))
    found = measuring.tallies(catalogs, on=on, fields={field.pk for field in fields})
    rows = [_row(catalog, fields, found) for catalog in catalogs]
    context = {
        "on": on,
        "fields": fields,
        "rows": rows,
        "total": sum((row["total"] for row in rows), Tally()),
        "by_field": _by_field(fields, found),
        "kind": request.GET.get("kind", ""),
    }
    if "export" in request.GET:
        return download(covering.workbook(context), f"公开覆盖_{on:%Y%m%d}.xlsx", XLSX)
    return render(request, "catalogs/coverage.html", context)


def _row(catalog: Catalog, fields: list[Field], found: dict) -> dict:
    cells = [(field, found.get((catalog.pk, field.pk))) for field in fields]
    return {"catalog": catalog, "cells": cells, "total": sum((cell for _, cell in cells if cell), Tally())}


def _by_field(fields: list[Field], found: dict) -> list[Tally]:
    totals: dict[int, Tally] = defaultdict(Tally)
    for (_, field), cell in found.items():
        totals[field] += cell
    return [totals[field.pk] for field in fields]


@login_required
@require_GET
def catalog_coverage(request, code):
    """一本目录的各事项：公开了没有、何时、及时与否。"""
    catalog = get_object_or_404(Catalog.objects.visible_to(request.user).disclosing(), code=code)
    on, field = day_in(request), Field.objects.filter(code=request.GET.get("field", "")).first()
    mine = {one.pk for one in selectors.fields_to_measure(request.user)}
    rows = [row for row in measuring.rows_of(catalog, on=on, field=field) if row.item.field_id in mine]
    show = request.GET.get("show", "")
    context = {
        "catalog": catalog,
        "on": on,
        "field": field,
        "show": show,
        "counts": [(name, label, sum(map(test, rows))) for name, (label, test) in SHOWS.items()],
        "total": len(rows),
        "rows": [row for row in rows if SHOWS[show][1](row)] if show in SHOWS else rows,
    }
    return render(request, "catalogs/catalog_coverage.html", context)
