"""村务公开总览：市、县、乡镇逐层看到各村；一县的样本与它在各村的情形。"""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from catalogs.models import Catalog
from portal.core.rules import Denied
from portal.core.views import XLSX, download
from portal.organisations.models import Organisation
from village.duties import modelling, presenting, reading
from village.sheets import duties as sheet
from village.views import duties
from village.views.places import today, year_in, years

K = Organisation.Kind


@login_required
@require_GET
def overview(request):
    """某地各下级的公开情形；不指明则从此人看得到的最高一层起，村里的人直接到自己的村。"""
    place, on, year = _place(request), today(), year_in(request)
    if place.kind == K.VILLAGE:
        return duties.board(request, place.code)
    if export := request.GET.get("export"):
        data, name = sheet.exported(export, place, year=year, on=on, at=timezone.now())
        return download(data, name, XLSX)
    rows = reading.village_rows(place, year=year, on=on)
    context = presenting.overview(place, rows) | {
        "year": year,
        "years": years(reading.first_year(place)),
        "on": on,
        "linked": Catalog.objects.disclosing().filter(organisation=place).first(),
        "above": Organisation.objects.visible_to(request.user).filter(
            pk__in=[one.pk for one in Organisation.objects.get_ancestors(place)]
        ),
    }
    return render(request, "village/catalog/overview.html", context)


def _place(request) -> Organisation:
    visible = Organisation.objects.visible_to(request.user)
    if code := request.GET.get("place"):
        found = visible.of_kind(*Organisation.AREAS).filter(code=code).first()
        if found is None:
            raise Http404
        return found
    found = visible.order_by("depth", "path").first()
    if found is None:
        raise Denied("村务公开由市、县、乡镇与村里的经办办理，您没有任职，看不到。")
    return found


@login_required
@require_GET
def model(request, code):
    """一县的样本：各事项、周期，各村怎样调整，新版草稿会影响哪些村。"""
    visible = Organisation.objects.visible_to(request.user)
    county = get_object_or_404(visible.of_kind(K.COUNTY), code=code)
    catalog = Catalog.objects.filter(kind=Catalog.Kind.VILLAGE_MODEL, organisation=county).first()
    current = reading.models_for(county, on=today()).get(county.path)
    context = {
        "county": county,
        "catalog": catalog,
        "catalog_code": modelling.code_of(county),
        "current": current,
        "draft": catalog.editions.open().first() if catalog else None,
        "own": county.catalogs.filter(kind=Catalog.Kind.COUNTY).first(),
        **modelling.effect(county, current),
    }
    context["changes"] = modelling.changes(current, context["draft"], county)
    if key := request.GET.get("key"):
        context["chosen"] = key
        context["deviations"] = modelling.deviations_of(county, key)
    return render(request, "village/catalog/model.html", context)
