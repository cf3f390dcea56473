"""村务公开：这一期要贴什么、逾期了什么，手机上点一下就登记；登记过的记录。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.core import rules
from portal.core.acting import reason_in
from portal.core.rules import Denied
from portal.core.uploads import Refused
from portal.organisations.models import Organisation
from village import rules_catalog as permissions
from village.actions import record as actions
from village.duties import presenting, reading
from village.forms_catalog import PostingForm
from village.models import CycleRecord
from village.views.places import today, village_in, year_in, years

PER_PAGE = 50


@login_required
@require_GET
def board(request, code):
    """一村的账：逾期的、待公开的、及时公开的。"""
    village = village_in(request, code)
    return _page(request, village, PostingForm(initial={"posted_on": today()}))


@login_required
@require_POST
def record_add(request, code):
    """登记所选的几期（或点了“已公开”的那一期、那个及时公开的事项）。"""
    village = village_in(request, code)
    permissions.check_can_record(request.user, village)
    form = PostingForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, village, form)
    try:
        count = _record(request, village, form)
    except Refused as refused:
        form.add_error("photo", f"{refused.message}。{refused.hint}")
        return _page(request, village, form)
    messages.success(request, f"已登记 {count} 项")
    return redirect(f"{reverse('village:board', args=[village.code])}?year={year_in(request)}")


def _record(request, village: Organisation, form: PostingForm) -> int:
    posting, by, at = form.posting, request.user, timezone.now()
    found = reading.board(village, year=year_in(request), on=today())
    if key := request.POST.get("prompt"):
        item = next((item for item, _ in found.prompt if item.key == key), None)
        if item is None:
            raise Denied("这个事项不在及时公开之列，请刷新页面。")
        actions.record_prompt(village=village, item=item, posting=posting, by=by, at=at)
        return 1
    tokens = [request.POST["only"]] if request.POST.get("only") else request.POST.getlist("slot")
    known = {slot.token: slot for slot in found.outstanding}
    if not set(tokens) <= set(known):
        raise Denied("所选的里面有已经登记过的，或目录已经改动，请刷新页面再选。")
    slots = [known[token] for token in dict.fromkeys(tokens)]
    actions.record_slots(village=village, slots=slots, posting=posting, by=by, at=at)
    return len(slots)


def _page(request, village: Organisation, form: PostingForm):
    year, on = year_in(request), today()
    found = reading.board(village, year=year, on=on)
    context = {
        "village": village,
        "board": found,
        "overdue": presenting.grouped(found.overdue),
        "waiting": presenting.grouped(found.waiting),
        "chosen": set(request.POST.getlist("slot")),
        "form": form,
        "may_record": rules.refusal(permissions.check_can_record, request.user, village) is None,
        "year": year,
        "years": years(reading.first_year(village)),
        "on": on,
    }
    return render(request, "village/catalog/board.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def record_list(request, code):
    """登记过的，近的在前，撤下的也列出；`?key=` 只看一个事项。"""
    village = village_in(request, code)
    rows = CycleRecord.objects.filter(village=village).select_related("photo", "recorded_by", "retracted_by")
    if key := request.GET.get("key"):
        rows = rows.filter(key=key)
    context = {
        "village": village,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_record": rules.refusal(permissions.check_can_record, request.user, village) is None,
        "key": key,
    }
    return render(request, "village/catalog/records.html", context)


@login_required
@require_POST
def record_retract(request, pk):
    visible = CycleRecord.objects.visible_to(request.user).select_related("village")
    record = actions.retract_record(
        record=get_object_or_404(visible, pk=pk),
        reason=reason_in(request),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "已撤下，这一期重新待公开" if record.starts_on else "已撤下")
    return redirect(record)
