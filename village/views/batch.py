"""上传与批次：读取进度、错误清单、预览、复核、退回、冲销，以及各户。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.core import audit, jobs, rules, vault, workflow
from portal.core.acting import reason_in
from portal.core.sheets import annotating
from portal.core.sheets.problems import Problem
from portal.core.views import STOP_POLLING, XLSX, download
from portal.organisations.models import Organisation
from village import actions, households, permissions, presenters, selectors
from village.forms import RowFilter
from village.models import Payment, PaymentBatch, Upload
from village.views.programme import programme_of
from village.workflow import BATCH

PER_PAGE = 100


def _upload(request, pk) -> Upload:
    rows = Upload.objects.visible_to(request.user).select_related("programme__county", "created_by", "batch")
    return get_object_or_404(rows, pk=pk)


def _batch(request, pk) -> PaymentBatch:
    rows = PaymentBatch.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("programme__county", "created_by", "reverses"), pk=pk)


@login_required
@require_GET
def upload_detail(request, pk):
    """读取进度；读完了列出错误，或转到批次。"""
    upload = _upload(request, pk)
    job = selectors.reading_job(upload) if upload.read_at is None else None
    context = {
        "upload": upload,
        "job": job,
        "problems": [Problem(**item) for item in upload.problems],
        "doubts": [Problem(**item) for item in upload.doubts],
        "runner_down": job is not None and job.is_open and jobs.runner_is_down(),
        "may_import": rules.refusal(permissions.check_can_import, request.user, upload.programme) is None,
    }
    if not request.htmx:
        return render(request, "village/upload.html", context)
    response = render(request, "village/upload.html#outcome", context)
    response.status_code = 200 if job is not None and job.is_open else STOP_POLLING
    return response


@login_required
@require_GET
def upload_annotated(request, pk):
    """自己的清单，错的格标红；原件已按期删去的没有了。"""
    upload = _upload(request, pk)
    if not upload.sealed:
        raise Http404
    problems = [Problem(**item) for item in (*upload.problems, *upload.doubts)]
    data = annotating.annotate(vault.take(upload.sealed), problems, upload.name)
    audit.record("village.upload.annotated", obj=upload, by=request.user, at=timezone.now())
    return download(data, f"标红_{upload.name.rsplit('.', 1)[0]}.xlsx", XLSX)


@login_required
@require_POST
def upload_drop(request, pk):
    upload = _upload(request, pk)
    actions.drop_upload(upload=upload, by=request.user, at=timezone.now())
    messages.success(request, "已放弃，原件与错误清单都已删去")
    return redirect(upload.programme)


@login_required
@require_GET
def batch_detail(request, pk):
    batch = _batch(request, pk)
    rows = selectors.batch_sums(batch)
    context = {
        "batch": batch,
        "facts": presenters.batch_facts(batch),
        "rows": rows,
        "flagged": [row for row in rows if row.flag],
        "total": selectors.total_of(rows),
        "doubts": [Problem(**item) for item in batch.doubts],
        "offers": BATCH.offers(batch, request.user),
        "timeline": workflow.timeline(batch),
        "may_reverse": rules.refusal(permissions.check_can_reverse, request.user, batch) is None,
        "may_see_rows": rules.refusal(
            permissions.check_can_see_households, request.user, batch.programme.county
        )
        is None,
    }
    return render(request, "village/batch.html", context)


@login_required
@require_POST
def batch_move(request, pk, move):
    batch, at = _batch(request, pk), timezone.now()
    if BATCH[move].name == "confirm":
        batch = actions.confirm_batch(batch=batch, by=request.user, at=at)
    else:
        batch = actions.return_batch(batch=batch, by=request.user, at=at, reason=reason_in(request))
    messages.success(request, f"{batch}：{batch.get_status_display()}")
    return redirect(batch)


@login_required
@require_POST
def batch_reverse(request, pk):
    made = actions.reverse_batch(
        batch=_batch(request, pk), reason=reason_in(request), by=request.user, at=timezone.now()
    )
    messages.success(request, f"已另立冲销批次：{made}，待复核")
    return redirect(made)


@login_required
@require_GET
def batch_rows(request, pk):
    """一批里的各户，含姓名与金额；看一次留一次痕。"""
    batch = _batch(request, pk)
    permissions.check_can_see_households(request.user, batch.programme.county)
    villages = Organisation.objects.filter(pk__in=batch.payments.order_by().values("village").distinct())
    form = RowFilter(request.GET, villages=villages.order_by("path"))
    rows = form.apply(batch.payments.select_related("village").order_by("village__path", "row", "pk"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    audit.record(
        "village.households.read",
        obj=batch,
        by=request.user,
        at=timezone.now(),
        detail={"rows": len(page.object_list), "page": page.number},
    )
    may_reveal = rules.refusal(permissions.check_can_import, request.user, batch.programme) is None
    context = {"batch": batch, "form": form, "page": page, "may_reveal": may_reveal}
    return render(request, "village/batch_rows.html", context)


@login_required
@require_GET
def household_list(request, pk, code):
    """一村一项复核过的各户（净额）；看一次留一次痕。"""
    programme = programme_of(request, pk)
    village = get_object_or_404(
        Organisation.objects.within([programme.county.path]).of_kind(Organisation.Kind.VILLAGE), code=code
    )
    permissions.check_can_see_households(request.user, village)
    rows = households.households(programme, village)
    audit.record(
        "village.households.read",
        obj=village,
        by=request.user,
        at=timezone.now(),
        detail={"programme": programme.pk, "rows": len(rows)},
    )
    context = {"programme": programme, "village": village, "rows": rows, "total": households.totals(rows)}
    return render(request, "village/households.html", context)


@login_required
@require_POST
def payment_reveal(request, pk):
    """一户完整的号码：只在这一次的页面上，逐次留痕。"""
    payments = Payment.objects.visible_to(request.user).select_related("village", "batch__programme__county")
    payment = get_object_or_404(payments, pk=pk)
    numbers = actions.open_numbers(payment=payment, by=request.user, at=timezone.now())
    labels = ("身份证号码", "银行账号", "联系电话")
    context = {"payment": payment, "facts": list(zip(labels, (n or "—" for n in numbers), strict=True))}
    return render(request, "village/numbers.html", context)
