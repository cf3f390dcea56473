"""公众看村：村的索引、一个村的公开页、对公示提出异议、凭回执号查答复。

与公开专栏的其他页面一样不设 Cookie、不读会话；村务的内容只从 `village.showing` 来，写只有“提出异议”一件。
"""

import datetime as dt

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.addresses import client_ip
from portal.core import clock
from portal.core.rules import Denied
from portal.public import presenters, selectors
from portal.public.limits import Limit
from village import actions, showing
from village.forms_board import PublicObjectionForm, ReceiptForm

FROM_ONE_ADDRESS = Limit("objection-address", 5, dt.timedelta(hours=1))
TO_ONE_POSTING = Limit("objection-posting", 30, dt.timedelta(days=1))
LOOKUPS = Limit("receipt-address", 20, dt.timedelta(hours=1))
TOO_MANY = "提交得太频繁，请一小时后再来，或到村（居）委会当面提出，或拨打公示单上的监督举报电话。"


def _page(request, template: str, context: dict, status: int = 200):
    site = presenters.site(request, selectors.columns()) | {"of_villages": True}
    return render(request, f"public/{template}", site | context, status=status)


@require_safe
def village_index(request):
    """按县区、乡镇找到村。"""
    place, above, rows = showing.index(request.GET.get("place", ""))
    if place is None and request.GET.get("place"):
        raise Http404
    return _page(request, "villages.html", {"place": place, "above": above, "rows": rows})


@require_safe
def village(request, code):
    found = showing.village(code)
    if found is None:
        raise Http404
    year, today = request.GET.get("year", ""), clock.local_date(timezone.now())
    page = showing.page(found, year=int(year) if year.isdecimal() and len(year) == 4 else None, on=today)
    return _page(request, "village.html", {"page": page, "today": today})


# 没有会话，也就没有可以冒用的身份：跨站提交得不到访客自己做不到的事。
@csrf_exempt
@sensitive_post_parameters("text", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request, pk):
    """对一次公示提出异议，得到回执号。填得不对的、被限速的，写好的都还在。"""
    posting = showing.posting(pk)
    if posting is None:
        raise Http404
    at = timezone.now()
    context = {
        "posting": posting,
        "form": PublicObjectionForm(request.POST or None),
        "is_open": posting.takes_objections(clock.local_date(at)),
    }
    if request.method != "POST" or not context["is_open"]:
        return _page(request, "objection.html", context, status=200 if request.method != "POST" else 409)
    form = context["form"]
    if not form.is_valid() or form.is_machine:
        return _page(request, "objection.html", context, status=422)
    if not (FROM_ONE_ADDRESS.takes(client_ip(request)) and TO_ONE_POSTING.takes(str(pk))):
        form.add_error(None, TOO_MANY)
        return _page(request, "objection.html", context, status=429)
    data = form.cleaned_data
    try:
        made = actions.raise_objection(posting=posting, text=data["text"], contact=data["contact"], at=at)
    except Denied as denied:
        form.add_error(None, denied.reason)
        return _page(request, "objection.html", context, status=409)
    return _page(request, "objection_received.html", {"objection": made, "posting": posting})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request):
    """凭回执号查答复；回执号只在表单里，不进网址。"""
    form = ReceiptForm(request.POST or None)
    context = {"form": form}
    if request.method != "POST":
        return _page(request, "receipt.html", context)
    if not form.is_valid():
        return _page(request, "receipt.html", context, status=422)
    if not LOOKUPS.takes(client_ip(request)):
        form.add_error(None, "查得太频繁，请一小时后再来。")
        return _page(request, "receipt.html", context, status=429)
    found = showing.objection(form.cleaned_data["receipt"])
    if found is None:
        form.add_error("receipt", "没有这个回执号，请对照提交之后页面上的十位字母与数字。")
        return _page(request, "receipt.html", context, status=404)
    return _page(request, "receipt.html", context | {"objection": found})
