"""一个事项：看、改、不适用、恢复、删除、新增。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from catalogs import actions, permissions, presenters
from catalogs.forms import ItemForm
from catalogs.models import Edition, Field, Item, Section
from portal.core import rules
from portal.core.acting import reason_in


def _item(request, pk) -> Item:
    editions = Edition.objects.visible_to(request.user)
    rows = Item.objects.filter(edition__in=editions).select_related("edition__catalog__organisation", "field")
    return get_object_or_404(rows, pk=pk)


def _version(request) -> int:
    """表单里带着的修改版次；没有带或不是数的当作旧的，动作会指出。"""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else 0


@login_required
@require_http_methods(["GET", "POST"])
def item_detail(request, pk):
    item = _item(request, pk)
    section = Section.objects.select_related("edition__catalog__organisation", "field").get(
        edition=item.edition_id, field=item.field_id
    )
    refusal = rules.refusal(permissions.check_can_edit_section, request.user, section)
    form = None if refusal else ItemForm(request.POST or None, instance=item)
    theirs = []
    if request.method == "POST":
        permissions.check_can_edit_section(request.user, section)
        if form.is_valid():
            try:
                return _saved(request, item, form)
            except actions.EditedByAnother as error:
                theirs = [
                    (bound, presenters.field_text(error.theirs, bound.name))
                    for bound in form.visible_fields()
                ]
                form = form.retried(error.theirs.version)
    context = {
        "item": item,
        "section": section,
        "form": form,
        "refusal": refusal,
        "theirs": theirs,
        "against": presenters.against_basis(item),
        "facts": presenters.item_facts(item),
    }
    return render(
        request, "catalogs/item.html", context, status=422 if form and (form.errors or theirs) else 200
    )


def _saved(request, item: Item, form: ItemForm):
    item = actions.save_item(
        item=item,
        values=form.values,
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, f"已保存，{item.get_origin_display()}")
    return redirect(item)


@login_required
@require_POST
def item_waive(request, pk):
    item = actions.waive_item(
        item=_item(request, pk),
        reason=reason_in(request),
        version=_version(request) or Item.objects.get(pk=pk).version,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "已记为不适用")
    return redirect(item)


@login_required
@require_POST
def item_restore(request, pk):
    item = _item(request, pk)
    item = actions.restore_item(item=item, version=item.version, by=request.user, at=timezone.now())
    messages.success(request, f"已恢复，{item.get_origin_display()}")
    return redirect(item)


@login_required
@require_POST
def item_remove(request, pk):
    item = _item(request, pk)
    actions.remove_item(item=item, by=request.user, at=timezone.now())
    messages.success(request, f"已删除“{item}”")
    return redirect(item.edition)


@login_required
@require_http_methods(["GET", "POST"])
def item_add(request, pk, code):
    """在一个领域里新增本级事项。"""
    edition = get_object_or_404(Edition.objects.visible_to(request.user), pk=pk)
    field = get_object_or_404(Field, code=code)
    permissions.check_can_edit(request.user, edition)
    form = ItemForm(request.POST or None, instance=Item(edition=edition, field=field))
    if request.method == "POST" and form.is_valid():
        item = actions.add_item(
            edition=edition, field=field, values=form.values, by=request.user, at=timezone.now()
        )
        messages.success(request, f"已新增“{item}”")
        return redirect(item)
    context = {"edition": edition, "field": field, "form": form}
    return render(request, "catalogs/item_add.html", context, status=422 if form.errors else 200)
