"""一村的目录：照样本的、调整的、新增的、不适用的，由本村与所在乡镇改。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import rules
from portal.core.acting import reason_in, staged
from portal.core.views import XLSX, download
from portal.organisations.models import Organisation
from village import rules_catalog as permissions
from village.actions import deviation as actions
from village.duties import reading
from village.duties.items import Origin, VillageItem
from village.forms_catalog import NewItemForm, VillageItemForm
from village.sheets import village_catalog as sheet
from village.views.places import today, village_in

SHOWS = [(value, label) for value, label in Origin.choices if value != Origin.INHERITED]


@login_required
@require_GET
def village_catalog(request, code):
    """一村的目录；`?show=` 只看调整的、新增的或不适用的。"""
    village, show = village_in(request, code), request.GET.get("show", "")
    items = reading.items_of(village, on=today())
    context = {
        "village": village,
        "items": [item for item in items if item.origin == show] if show in Origin.values else items,
        "total": len(items),
        "show": show,
        "counts": [(value, label, sum(item.origin == value for item in items)) for value, label in SHOWS],
        "outdated": [item for item in items if item.is_outdated],
        "may_adapt": rules.refusal(permissions.check_can_adapt, request.user, village) is None,
    }
    return render(request, "village/catalog/village.html", context)


@login_required
@require_GET
def village_workbook(request, code):
    village = village_in(request, code)
    data = sheet.catalog_book(village, on=today(), at=timezone.now())
    return download(data, f"{village.name}村务公开目录.xlsx", XLSX)


@login_required
@require_POST
def village_upload(request, code):
    """改好的工作簿：预览之后确认。"""
    village = village_in(request, code)
    permissions.check_can_adapt(request.user, village)
    back = reverse("village:village-catalog", args=[village.code])
    return staged(request, kind=sheet.KIND, scope={"code": village.code}, back=back)


@login_required
@require_http_methods(["GET", "POST"])
def item_edit(request, code, key):
    """看一个事项与它和样本的不同；能改的改。"""
    village = village_in(request, code)
    item = _item(village, key)
    refusal = rules.refusal(permissions.check_can_adapt, request.user, village)
    form = None if refusal else VillageItemForm(request.POST or None, item=item)
    if request.method == "POST":
        permissions.check_can_adapt(request.user, village)
        if form.is_valid():
            saved = _save(request, village, item, form)
            messages.success(
                request, f"已保存：{saved.get_kind_display() if saved else '与样本相同，沿用样本'}"
            )
            return redirect("village:village-item", village.code, item.key)
    context = {"village": village, "item": item, "form": form, "refusal": refusal}
    return render(request, "village/catalog/item.html", context, status=422 if form and form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def item_add(request, code):
    village = village_in(request, code)
    permissions.check_can_adapt(request.user, village)
    form = NewItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_item(
            village=village,
            field=form.cleaned_data["field"],
            values=form.values,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "已新增")
        return redirect("village:village-catalog", village.code)
    context = {"village": village, "form": form}
    return render(request, "village/catalog/item_add.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def item_waive(request, code, key):
    village = village_in(request, code)
    actions.waive_item(
        village=village,
        item=_item(village, key),
        reason=reason_in(request),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "已记为不适用")
    return redirect("village:village-catalog", village.code)


@login_required
@require_POST
def item_restore(request, code, key):
    village = village_in(request, code)
    item = _item(village, key)
    actions.restore_item(village=village, key=item.key, by=request.user, at=timezone.now())
    messages.success(request, "已删去" if item.origin == Origin.ADDED else "已恢复沿用样本")
    return redirect("village:village-catalog", village.code)


def _item(village: Organisation, key: str) -> VillageItem:
    found = {item.key: item for item in reading.items_of(village, on=today())}
    if key not in found:
        raise Http404
    return found[key]


def _save(request, village: Organisation, item: VillageItem, form: VillageItemForm):
    return actions.adapt_item(
        village=village,
        item=item,
        values=form.values,
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )
