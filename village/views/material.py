"""留存材料：登记、期满复核、销毁清册。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.core import workflow
from portal.core.acting import reason_in
from portal.core.views import XLSX, download
from village import actions, rules_board
from village.forms_board import KeepForm, MaterialFilter, MaterialForm
from village.models import Material
from village.sheets import postings as sheet
from village.views.places import today
from village.views.posting import place_of, posting_of
from village.workflow import MATERIAL

PER_PAGE = 50


def material_of(request, pk) -> Material:
    rows = Material.objects.visible_to(request.user)
    people = ("recorded_by", "proposed_by", "destroyed_by")
    return get_object_or_404(rows.select_related("village", "programme", "posting", *people), pk=pk)


@login_required
@require_POST
def material_add(request, pk):
    """登记一次公示的留存材料。"""
    posting = posting_of(request, pk)
    rules_board.check_can_keep_material(request.user, posting)
    form = MaterialForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写材料、留存地点与保管人。")
        return redirect(posting)
    made = actions.keep_material(posting=posting, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, f"已登记，留存到 {made.kept_until:%Y-%m-%d}")
    return redirect(posting)


@login_required
@require_GET
def material_list(request):
    """留存材料；只看待销毁、已销毁的即销毁清册，可打印、可导出。"""
    place, form, at = place_of(request), MaterialFilter(request.GET or None), timezone.now()
    rows = Material.objects.visible_to(request.user).within(place)
    rows = form.apply(rows, on=today()).select_related("village", "programme", "proposed_by", "destroyed_by")
    rows = rows.order_by("kept_until", "village__path", "pk")
    state = form.cleaned_data["state"] if form.is_valid() else ""
    title = "留存材料销毁清册" if state in ("proposed", "destroyed") else "留存材料"
    if request.GET.get("export"):
        heading = f"{place}{title}"
        return download(sheet.materials_book(rows, heading=heading, at=at), f"{heading}.xlsx", XLSX)
    context = {
        "form": form,
        "place": place,
        "state": state,
        "title": title,
        "today": today(),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "village/board/materials.html", context)


@login_required
@require_GET
def material_detail(request, pk):
    material = material_of(request, pk)
    context = {
        "material": material,
        "today": today(),
        "offers": [offer for offer in MATERIAL.offers(material, request.user) if offer.move.name != "keep"],
        "keep": next((o for o in MATERIAL.offers(material, request.user) if o.move.name == "keep"), None),
        "keep_form": KeepForm(),
        "timeline": workflow.timeline(material),
    }
    return render(request, "village/board/material.html", context)


@login_required
@require_POST
def material_move(request, pk, move):
    material, form = material_of(request, pk), KeepForm(request.POST)
    name = MATERIAL[move].name
    kept_until = form.cleaned_data.get("kept_until") if name == "keep" and form.is_valid() else None
    material = actions.move_material(
        material=material,
        move=name,
        by=request.user,
        at=timezone.now(),
        reason=reason_in(request),
        kept_until=kept_until,
    )
    messages.success(request, f"{material}：{material.get_status_display()}")
    return redirect(material)
