"""外部通道的页面：我的通道、机构的群机器人、外发记录。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import rules
from portal.core.views import XLSX, download
from portal.notifications import actions, channels, permissions, sheets
from portal.notifications.channels import mail
from portal.notifications.forms import ChannelForm, DeliveryFilterForm, RobotForm
from portal.notifications.models import Channel, Delivery

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def mine(request):
    """我的提醒通道：列出、开通。"""
    form = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, form, person=request.user):
        return redirect("notifications:channels")
    context = {
        "form": form,
        "rows": Channel.objects.of_person(request.user),
        "by_mail": request.user.email if mail.is_on(request.user) else "",
    }
    return render(request, "notifications/channels.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def robots(request):
    """各机构的群机器人：列出、登记。"""
    permissions.check_can_set_robots(request.user)
    form = RobotForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, form):
        return redirect("notifications:robots")
    rows = Channel.objects.filter(organisation__isnull=False).select_related("organisation", "added_by")
    context = {"form": form, "rows": rows.order_by("organisation__path", "pk")}
    return render(request, "notifications/robots.html", context, status=422 if form.errors else 200)


def _added(request, form, **owner) -> bool:
    """登记一个（表单里有机构的给机构）；地址认不出的，原因写在地址那一栏。"""
    try:
        channel = actions.add_channel(**form.cleaned_data, **owner, by=request.user, at=timezone.now())
    except channels.BadTarget as error:
        form.add_error("address", str(error))
        return False
    messages.success(request, f"已登记{channel}，请点“试发”看收不收得到")
    return True


def _visible(user, pk) -> Channel:
    """自己的；有权登记群机器人的，还有各机构的。"""
    rows = Channel.objects.select_related("organisation", "person")
    found = rows.of_person(user)
    if rules.refusal(permissions.check_can_set_robots, user) is None:
        found = found | rows.filter(organisation__isnull=False)
    return get_object_or_404(found, pk=pk)


@login_required
@require_POST
def channel_test(request, pk):
    channel = _visible(request.user, pk)
    try:
        actions.try_channel(channel=channel, by=request.user, at=timezone.now())
    except (channels.ChannelDown, channels.ChannelGone) as down:
        messages.error(request, f"试发没有成功：{down}")
    else:
        messages.success(request, f"试发成功，请到{channel.get_kind_display()}里看看")
    return redirect(_home(channel))


@login_required
@require_POST
def channel_remove(request, pk):
    channel = _visible(request.user, pk)
    home = _home(channel)
    actions.remove_channel(channel=channel, by=request.user, at=timezone.now())
    messages.success(request, "已删除，地址也已删掉")
    return redirect(home)


def _home(channel: Channel) -> str:
    return "notifications:robots" if channel.organisation_id else "notifications:channels"


@login_required
@require_GET
def deliveries(request):
    """外发记录：发到哪里、发没发成、为什么。"""
    permissions.check_can_see_deliveries(request.user)
    form = DeliveryFilterForm(request.GET)
    page = Paginator(_rows(form), PER_PAGE).get_page(request.GET.get("page"))
    may_retry = rules.refusal(permissions.check_can_set_robots, request.user) is None
    context = {"form": form, "page": page, "query": request.GET.urlencode(), "may_retry": may_retry}
    return render(request, "notifications/deliveries.html", context)


@login_required
@require_GET
def delivery_export(request):
    permissions.check_can_see_deliveries(request.user)
    return download(sheets.deliveries_workbook(_rows(DeliveryFilterForm(request.GET))), "外发记录.xlsx", XLSX)


@login_required
@require_POST
def delivery_retry(request, pk):
    permissions.check_can_set_robots(request.user)
    row = get_object_or_404(Delivery, pk=pk)
    actions.retry_delivery(delivery=row, by=request.user, at=timezone.now())
    messages.success(request, "已重新排队发送")
    return redirect("notifications:deliveries")


def _rows(form: DeliveryFilterForm):
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    rows = Delivery.objects.filter(**wanted).select_related("message__person", "target__organisation")
    return rows.order_by("-pk")
