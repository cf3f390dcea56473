"""公共机制的页面：文件下载、任务进度、导入预览。"""

import base64

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from portal.core import files, imports, jobs
from portal.core.models import ImportBatch, Job, StoredFile
from portal.core.sheets import kinds
from portal.core.sheets.problems import Handout

INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STOP_POLLING = 286
PER_PAGE = 30


def download(data: bytes, name: str, content_type: str) -> HttpResponse:
    """以中文文件名（RFC 6266）下发一份生成的文件。"""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def shown(data: bytes, name: str) -> HttpResponse:
    """一份 PDF，在浏览器里直接打开，存下来也是中文文件名。"""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name)
    return response


def serve(stored: StoredFile) -> HttpResponseBase:
    """下发一份已存文件：类型取自登记，禁止浏览器猜测，在沙箱里打开。`X_ACCEL` 时由前面的 nginx 代发。"""
    attached = stored.content_type not in INLINE
    if settings.X_ACCEL:
        response = HttpResponse(content_type=stored.content_type)
        response["X-Accel-Redirect"] = f"/protected/{stored.storage_name}"
        response["Content-Disposition"] = content_disposition_header(attached, stored.name)
    else:
        response = FileResponse(
            default_storage.open(stored.storage_name),
            as_attachment=attached,
            filename=stored.name,
            content_type=stored.content_type,
        )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_GET
def file(request, pk):
    stored = get_object_or_404(StoredFile, pk=pk)
    if not files.may_read(request.user, stored):
        raise Http404
    return serve(stored)


@login_required
@require_GET
def job(request, pk):
    row = get_object_or_404(Job, pk=pk)
    if not jobs.may_watch(request.user, row):
        raise Http404
    context = {
        "job": row,
        "is_own": row.created_by_id == request.user.pk,
        "runner_down": row.is_open and jobs.runner_is_down(),
    }
    if not request.htmx:
        return render(request, "core/job.html", context)
    response = render(request, "core/job.html#progress", context)
    response.status_code = 200 if row.is_open else STOP_POLLING
    return response


@login_required
@require_POST
def job_retry(request, pk):
    row = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return redirect(jobs.retry(row, by=request.user, at=timezone.now()))


@login_required
@require_POST
def job_cancel(request, pk):
    row = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return redirect(jobs.cancel(row, by=request.user, at=timezone.now()))


@login_required
@require_GET
def import_list(request):
    """我的导入：放下没有确认的从这里找回来；各人只看自己的。"""
    state = request.GET.get("state", "")
    rows = ImportBatch.objects.filter(created_by=request.user).select_related("file")
    rows = rows.filter(state=state) if state in ImportBatch.State.values else rows
    page = Paginator(rows.defer("plan"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(batch, _label_of(batch)) for batch in page],
        "states": ImportBatch.State.choices,
        "state": state,
    }
    return render(request, "core/imports.html", context)


def _label_of(batch: ImportBatch) -> str:
    return kinds.get(batch.kind).label if batch.kind in kinds.names() else batch.kind


@login_required
@require_GET
def import_preview(request, pk):
    batch = get_object_or_404(ImportBatch, pk=pk, created_by=request.user)
    correct = getattr(kinds.get(batch.kind), "correct_url", "")
    context = {
        "batch": batch,
        "plan": imports.plan_of(batch),
        "correct_url": reverse(correct, args=[batch.pk]) if correct and batch.is_waiting else "",
    }
    return render(request, "core/import.html", context)


@login_required
@require_POST
def import_confirm(request, pk):
    batch = get_object_or_404(ImportBatch, pk=pk, created_by=request.user)
    outcome = imports.confirm(batch, by=request.user, at=timezone.now())
    if outcome.handout is None:
        return redirect(batch)
    return _hand_out(request, batch, outcome.handout)


def _hand_out(request, batch: ImportBatch, handout: Handout) -> HttpResponse:
    """只给一次的工作簿写在这一页的链接里，不落盘；离开就没有了。"""
    link = f"data:{XLSX};base64,{base64.b64encode(handout.data).decode()}"
    return render(request, "core/handout.html", {"batch": batch, "handout": handout, "link": link})


@login_required
@require_POST
def import_abandon(request, pk):
    batch = get_object_or_404(ImportBatch, pk=pk, created_by=request.user)
    imports.abandon(batch, by=request.user, at=timezone.now())
    return redirect(batch.return_url or "desk:home")


@login_required
@require_GET
def import_annotated(request, pk):
    batch = get_object_or_404(ImportBatch, pk=pk, created_by=request.user)
    name = f"标红_{batch.file.name.rsplit('.', 1)[0]}.xlsx"
    return download(imports.annotated(batch), name, XLSX)
