"""目录总览与一本目录的页面。"""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalogs import actions, permissions, presenters, remembering, selectors
from catalogs.models import Catalog, Field
from catalogs.sheets import form, importing
from catalogs.views.dates import day_in
from portal.core import clock, files, imports, rules
from portal.core.acting import staged
from portal.core.models import ImportBatch
from portal.core.rules import Denied
from portal.core.sheets import reading


@login_required
@require_GET
def home(request):
    """标准、此人看得到的各级目录，以及轮到此人办的。"""
    today = clock.local_date(timezone.now())
    context = {
        "standards": selectors.catalog_rows(request.user, on=today, standards=True),
        "catalogs": selectors.catalog_rows(request.user, on=today),
        "missing": selectors.bodies_without_catalog(request.user),
        "sections": selectors.sections_awaiting(request.user),
        "adjustments": selectors.adjustments_awaiting(request.user),
        "editions": selectors.editions_awaiting(request.user),
        "today": today,
    }
    return render(request, "catalogs/home.html", context)


@login_required
@require_GET
def catalog_detail(request, code):
    """一本目录：现行版、草稿、历次版本、标准调整；还没有的可以从这里开始。"""
    catalog = _known(request, code)
    today = clock.local_date(timezone.now())
    on = day_in(request, future=True)
    may_draft = rules.refusal(permissions.check_can_draft, request.user, catalog) is None
    context = {
        "catalog": catalog,
        "current": selectors.edition_on(catalog, on) if catalog.pk else None,
        "draft": catalog.editions.open().first() if catalog.pk else None,
        "editions": selectors.editions_of(catalog, request.user) if catalog.pk else [],
        "adjustments": catalog.adjustments.select_related("new") if catalog.pk else [],
        "may_draft": may_draft,
        "today": today,
        "on": on,
    }
    return render(request, "catalogs/catalog.html", context)


@login_required
@require_POST
def catalog_draft(request, code):
    """拟新版；已有草稿就回到那一份。"""
    catalog, at = _known(request, code), timezone.now()
    if catalog.pk is None:
        catalog = actions.open_blank(catalog, by=request.user, at=at)
    return redirect(actions.open_draft(catalog=catalog, by=request.user, at=at))


@login_required
@require_POST
def catalog_import(request, code):
    """上传目录工作簿，校验后进预览。"""
    catalog = _known(request, code)
    permissions.check_can_draft(request.user, catalog)
    back = reverse("catalogs:catalog", args=[catalog.code])
    return staged(request, kind=form.KIND, scope={"code": catalog.code}, back=back)


@login_required
@require_http_methods(["GET", "POST"])
def mapping(request, pk):
    """改正一次导入里各列的对应：记住，并以改正后的对应重新预览。"""
    batch = get_object_or_404(ImportBatch, pk=pk, created_by=request.user, kind=form.KIND)
    catalog = _known(request, batch.scope["code"])
    permissions.check_can_draft(request.user, catalog)
    book = reading.read(files.read(batch.file), batch.file.name)
    found = importing.read(book, catalog, batch.scope)
    if request.method == "GET":
        context = {"batch": batch, "catalog": catalog, "sheets": presenters.mapping_rows(found)}
        context |= {"choices": presenters.MAPPABLE.items(), "fields": Field.objects.all()}
        return render(request, "catalogs/mapping.html", context)
    at, chosen = timezone.now(), presenters.chosen_mapping(found, request.POST)
    if catalog.pk is None:
        catalog = actions.open_blank(catalog, by=request.user, at=at)
    remembering.remember(catalog=catalog, reading=found, mapping=chosen, by=request.user, at=at)
    imports.abandon(batch, by=request.user, at=at)
    again = imports.stage(
        kind=form.KIND,
        data=book.data,
        name=batch.file.name,
        campaign=None,
        scope=batch.scope | {"mapping": chosen, "field": request.POST.get("field", "")},
        by=request.user,
        at=at,
        return_url=batch.return_url,
    )
    return redirect(again)


def _known(request, code: str) -> Catalog:
    """看得到的目录；机构还没有目录而此人可以拟定的，给一个未存库的。"""
    known = Catalog.objects.visible_to(request.user).select_related("organisation", "base").filter(code=code)
    if found := known.first():
        return found
    try:
        blank = selectors.catalog_to_draft(code)
        permissions.check_can_draft(request.user, blank)
    except Denied:
        raise Http404 from None
    return blank if blank.pk is None else get_object_or_404(known)
