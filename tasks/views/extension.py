from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, pdf
from portal.core.acting import reason_in
from portal.core.views import XLSX, download, shown
from portal.organisations import selectors as organisations
from tasks import actions, selectors
from tasks.forms import ExtensionFilter, ExtensionForm
from tasks.models import Deadline, Extension
from tasks.sheets.extensions import extensions_workbook
from tasks.workflow import EXTENSION

PER_PAGE = 50


def _listed(request):
    form = ExtensionFilter(request.GET)
    rows = Extension.objects.visible_to(request.user).with_matters()
    return form.apply(rows.select_related("requested_by", "decided_by")), form


@login_required
@require_GET
def extension_list(request):
    rows, form = _listed(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    answers = selectors.refusal_reasons(page)
    items = [(row, EXTENSION.offers(row, request.user), answers.get(row.pk, "")) for row in page]
    context = {"items": items, "page": page, "form": form, "homes": _homes(request.user)}
    return render(request, "tasks/extensions.html", context)


@login_required
@require_GET
def extension_export(request):
    """导出当前筛选结果。"""
    rows, _ = _listed(request)
    return download(extensions_workbook(rows, selectors.refusal_reasons(rows)), "延期单台账.xlsx", XLSX)


@login_required
@require_http_methods(["GET", "POST"])
def extension_request(request, organisation):
    home = get_object_or_404(_homes(request.user), pk=organisation)
    campaign = selectors.current_campaign()
    deadlines = Deadline.objects.filter(campaign=campaign)
    form = ExtensionForm(request.POST or None, deadlines=deadlines)
    if request.method == "POST" and form.is_valid():
        actions.request_extension(organisation=home, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "延期申请已提交，等待市政务公开办审批")
        return redirect("tasks:extensions")
    context = {"form": form, "organisation": home, "campaign": campaign}
    return render(request, "tasks/extension_request.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def extension_move(request, pk, move):
    extension = get_object_or_404(Extension.objects.visible_to(request.user), pk=pk)
    extension = actions.decide_extension(
        extension=extension,
        move=EXTENSION[move].name,
        by=request.user,
        at=timezone.now(),
        reason=reason_in(request),
    )
    messages.success(request, f"{extension.organisation}的延期申请{extension.get_status_display()}")
    return redirect("tasks:extensions")


@login_required
@require_GET
def extension_print(request, pk):
    """公文版式的延期单，批准了的才有编号。"""
    rows = Extension.objects.visible_to(request.user).granted()
    row = get_object_or_404(rows.with_matters().select_related("requested_by", "decided_by"), pk=pk)
    context = {"row": row, "facts": _facts(row)}
    data = pdf.render(render_to_string("print/extension.html", context))
    return shown(data, f"{row.number}.pdf")


def _facts(row: Extension) -> tuple[tuple[str, str], ...]:
    """延期单上的各栏。"""
    return (
        ("事项", row.matter),
        ("原定期限", f"{row.original_due_on:%Y-%m-%d}"),
        ("延至", f"{row.new_due_on:%Y-%m-%d}"),
        ("延期原因", row.reason),
        ("申请人", f"{row.requested_by.name}　{clock.local_time(row.requested_at)}"),
        ("批准人", f"{row.decided_by.name}　{clock.local_time(row.decided_at)}"),
    )


def _homes(user):
    """此人可以代为申请延期的机构：填报的县区、评分的部门。"""
    drafting = organisations.working_organisations(user, "draft")
    return drafting | organisations.working_organisations(user, "score")
