"""查询台：村民到村里查自家的补贴，当场答复，可打印一张查询单。"""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from village import actions, rules_board
from village.forms_board import InquiryForm
from village.models import Inquiry, Programme
from village.views.places import today, village_in

PER_PAGE = 50


@sensitive_post_parameters("id_number", "name")
@login_required
@require_http_methods(["GET", "POST"])
def inquiry(request, code):
    """查一户：号码只在这一次的请求里，答复只在这一次的页面上。"""
    village = village_in(request, code)
    rules_board.check_can_inquire(request.user, village)
    years = _years(request)
    form = InquiryForm(request.POST or None, years=years)
    context = {"village": village, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            row, found = actions.answer_inquiry(
                village=village,
                year=form.cleaned_data["year"],
                who=form.who,
                by=request.user,
                at=timezone.now(),
            )
        except actions.UnclearPerson as unclear:
            form.add_error(None, unclear.reason)
        else:
            context |= {"inquiry": row, "found": found, "total": sum(one.household.amount for one in found)}
    return render(request, "village/board/inquiry.html", context, status=422 if form.errors else 200)


def _years(request) -> list[int]:
    seen = Programme.objects.visible_to(request.user).order_by("-year")
    return list(seen.values_list("year", flat=True).distinct()) or [today().year]


@login_required
@require_GET
def inquiry_list(request):
    """查询登记：何时、怎样核的身份、谁办的、查到几项；不列户。"""
    rows = Inquiry.objects.visible_to(request.user).select_related("village", "answered_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "village/board/inquiries.html", {"page": page})
