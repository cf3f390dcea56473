"""通知公告的页面。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules, workflow
from portal.core.acting import reason_in
from portal.core.uploads import Refused
from portal.core.views import XLSX, download
from portal.notifications import actions, permissions, selectors, sheets
from portal.notifications.forms import BulletinFilterForm, BulletinForm
from portal.notifications.models import Bulletin, BulletinFile, issuing_places
from portal.notifications.workflow import BULLETIN
from portal.organisations.models import Organisation

PER_PAGE = 30


def _visible(user, pk) -> Bulletin:
    return get_object_or_404(
        Bulletin.objects.visible_to(user).select_related("issuer", "published_by"), pk=pk
    )


@login_required
@require_GET
def bulletin_list(request):
    form = BulletinFilterForm(request.GET)
    form.is_valid()
    rows = selectors.bulletins(request.user, **form.cleaned_data)
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "issuers": Organisation.objects.filter(pk__in=issuing_places(request.user)),
        "query": request.GET.urlencode(),
    }
    return render(request, "notifications/bulletins.html", context)


@login_required
@require_GET
def bulletin_export(request):
    form = BulletinFilterForm(request.GET)
    form.is_valid()
    rows = selectors.bulletins(request.user, **form.cleaned_data)
    return download(sheets.bulletins_workbook(rows), "通知公告.xlsx", XLSX)


@login_required
@require_http_methods(["GET", "POST"])
def bulletin_new(request, issuer):
    places = Organisation.objects.filter(pk__in=issuing_places(request.user))
    return _edit(request, None, get_object_or_404(places, pk=issuer))


@login_required
@require_http_methods(["GET", "POST"])
def bulletin_edit(request, pk):
    row = _visible(request.user, pk)
    permissions.check_can_issue_bulletin(request.user, row)
    return _edit(request, row, row.issuer)


def _edit(request, row: Bulletin | None, issuer: Organisation):
    form = BulletinForm(request.POST or None, instance=row, issuer=issuer)
    if request.method == "POST" and form.is_valid():
        saved = actions.save_bulletin(
            bulletin=row,
            issuer=issuer,
            values=form.values,
            version=form.cleaned_data["version"] or 0,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "草稿已保存，核对后发布")
        return redirect(saved)
    context = {"form": form, "row": row, "issuer": issuer}
    return render(request, "notifications/bulletin_edit.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def bulletin_detail(request, pk):
    """打开即记下已读。"""
    row = _visible(request.user, pk)
    if row.status == Bulletin.Status.PUBLISHED:
        actions.read_bulletin(bulletin=row, by=request.user, at=timezone.now())
    may_issue = rules.refusal(permissions.check_can_issue_bulletin, request.user, row) is None
    steps = workflow.timeline(row)
    withdrawn = row.status == Bulletin.Status.WITHDRAWN
    context = {
        "row": row,
        "files": [] if withdrawn and not may_issue else row.files.select_related("file"),
        "offers": BULLETIN.offers(row, request.user) if may_issue else [],
        "steps": steps if may_issue else [],
        "may_issue": may_issue,
        "reason": steps.filter(move="withdraw").last().reason if withdrawn else "",
        "receipts": selectors.receipts(row)
        if rules.refusal(permissions.check_can_see_receipts, request.user, row) is None
        else None,
        "confirming": selectors.waiting_for(row, request.user),
        "today": clock.local_date(timezone.now()),
    }
    return render(request, "notifications/bulletin.html", context)


@login_required
@require_POST
def bulletin_attach(request, pk):
    row = _visible(request.user, pk)
    permissions.check_can_issue_bulletin(request.user, row)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, "请先选择文件，再点“上传”。")
        return redirect(row)
    try:
        actions.attach_to_bulletin(
            bulletin=row, data=upload.read(), name=upload.name, by=request.user, at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, f"“{upload.name}”没有收下：{refused.message}。{refused.hint}")
    else:
        messages.success(request, "附件已上传")
    return redirect(row)


@login_required
@require_POST
def bulletin_detach(request, pk):
    attached = get_object_or_404(
        BulletinFile.objects.filter(bulletin__in=Bulletin.objects.visible_to(request.user)), pk=pk
    )
    actions.detach_from_bulletin(attached=attached, by=request.user, at=timezone.now())
    messages.success(request, "附件已去掉")
    return redirect(attached.bulletin)


@login_required
@require_POST
def bulletin_move(request, pk, move):
    row, at = _visible(request.user, pk), timezone.now()
    if BULLETIN[move].name == "publish":
        actions.publish_bulletin(bulletin=row, by=request.user, at=at)
        messages.success(request, "已发布，各单位会在收件箱和首页看到")
    else:
        actions.withdraw_bulletin(bulletin=row, reason=reason_in(request), by=request.user, at=at)
        messages.success(request, "已撤回，各单位会看到原因")
    return redirect(row)


@login_required
@require_POST
def bulletin_confirm(request, pk):
    actions.confirm_bulletin(bulletin=_visible(request.user, pk), by=request.user, at=timezone.now())
    messages.success(request, "已代本单位确认收到")
    return redirect("notifications:bulletin", pk)


@login_required
@require_POST
def bulletin_remind(request, pk):
    count = actions.remind_unread(bulletin=_visible(request.user, pk), by=request.user, at=timezone.now())
    said = f"已提醒 {count} 个单位" if count else "没有要提醒的单位：都读过了，或十二小时之内刚提醒过"
    messages.success(request, said)
    return redirect("notifications:bulletin", pk)


@login_required
@require_GET
def receipt_export(request, pk):
    row = _visible(request.user, pk)
    permissions.check_can_see_receipts(request.user, row)
    return download(sheets.receipts_workbook(row, selectors.receipts(row)), f"回执_{row.title}.xlsx", XLSX)
