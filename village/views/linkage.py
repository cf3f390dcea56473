"""有效衔接：村级事项与县（乡）级目录事项的对应，建议由人确认，缺口列出来。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from catalogs.models import Catalog
from portal.core import rules
from portal.core.rules import Denied
from village import rules_catalog as permissions
from village.actions import linkage as actions
from village.duties import linked, reading
from village.forms_catalog import LinkForm
from village.models import Linkage
from village.views.places import today

PER_PAGE = 50
KINDS = (Catalog.Kind.COUNTY, Catalog.Kind.TOWNSHIP)


def _catalog(request, code) -> Catalog:
    rows = Catalog.objects.visible_to(request.user).filter(kind__in=KINDS).select_related("organisation")
    return get_object_or_404(rows, code=code)


@login_required
@require_GET
def link_list(request, code):
    """一本目录的衔接；`?show=gaps` 只看没有对应的。"""
    catalog = _catalog(request, code)
    place = catalog.organisation
    model = reading.models_for(place, on=today()).get(place.path[: reading.COUNTY])
    links = linked.links_of(catalog, model.items if model else ())
    shown = links.gaps if request.GET.get("show") == "gaps" else links.rows
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "catalog": catalog,
        "links": links,
        "page": page,
        "rows": [(row, links.suggestions(row)) for row in page],
        "show": request.GET.get("show", ""),
        "may_link": rules.refusal(permissions.check_can_link, request.user, catalog) is None,
        "has_model": model is not None,
    }
    return render(request, "village/catalog/links.html", context)


@login_required
@require_POST
def link_add(request, code):
    """确认一处对应，或写明不用对应。"""
    catalog = _catalog(request, code)
    permissions.check_can_link(request.user, catalog)
    form = LinkForm(request.POST)
    if not form.is_valid():
        raise Denied("请选定对应的事项，或写明不用对应的理由。")
    data, acting = form.cleaned_data, {"by": request.user, "at": timezone.now()}
    target = data["target_key"] or (linked.key_named(catalog, data["target"]) if data["target"] else "")
    if target:
        actions.link_item(catalog=catalog, key=data["key"], target_key=target, **acting)
    else:
        actions.declare_own(catalog=catalog, key=data["key"], reason=data["reason"], **acting)
    messages.success(request, "已确认")
    return redirect("village:links", catalog.code)


@login_required
@require_POST
def link_remove(request, pk):
    visible = Catalog.objects.visible_to(request.user)
    rows = Linkage.objects.filter(catalog__in=visible).select_related("catalog__organisation")
    linkage = get_object_or_404(rows, pk=pk)
    actions.unlink(linkage=linkage, by=request.user, at=timezone.now())
    messages.success(request, "已取消对应")
    return redirect("village:links", linkage.catalog.code)
