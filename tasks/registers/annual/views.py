"""年度报告的页面。"""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules, workflow
from portal.core.acting import reason_in, staged
from portal.core.rules import Denied
from portal.core.views import XLSX, download
from portal.organisations.models import Organisation
from tasks.registers.annual import (
    actions,
    grid,
    listing,
    permissions,
    prefill,
    reports,
    selectors,
    sheets,
    standards,
    tables,
    terms,
)
from tasks.registers.annual.actions import EditedByAnother
from tasks.registers.annual.forms import AnnualFilterForm, CorrectionForm, OpenForm, TextForm
from tasks.registers.annual.models import AnnualReport
from tasks.registers.annual.workflow import ANNUAL
from tasks.registers.requests import duties

DONE = {
    "submit": "已提交，等待审核",
    "pass": "已审核，报市政务公开办核对",
    "check": "核对通过，等待公开",
    "publish": "已公开",
    "return": "已退回",
    "withdraw": "已撤回",
}


def _today():
    return clock.local_date(timezone.now())


def _visible(request, pk) -> AnnualReport:
    rows = AnnualReport.objects.visible_to(request.user)
    names = ("body", "publication", "created_by", "submitted_by", "passed_by", "checked_by")
    return get_object_or_404(rows.select_related(*names), pk=pk)


def _chosen(request):
    """（筛选表单, 各行）；没有选年度的，用这时候该看的一年。"""
    today = _today()
    year = selectors.default_year(today)
    form = AnnualFilterForm({"year": year} | request.GET.dict())
    chosen = form.cleaned_data if form.is_valid() else {}
    chosen = {"year": year} | {name: value for name, value in chosen.items() if value}
    return form, chosen["year"], selectors.rows(request.user, on=today, **chosen)


@login_required
@require_GET
def annual_list(request):
    form, year, rows = _chosen(request)
    bodies = duties.bodies(request.user)
    opening = OpenForm(bodies=bodies, initial={"year": year}) if bodies.exists() else None
    context = {"form": form, "year": year, "rows": rows, "opening": opening, "today": _today()}
    return render(request, "tasks/annual/list.html", context | {"query": request.GET.urlencode()})


@login_required
@require_GET
def annual_export(request):
    _, year, rows = _chosen(request)
    return download(listing.workbook(rows), f"{year}年度报告编报情况.xlsx", XLSX)


@login_required
@require_POST
def annual_open(request):
    form = OpenForm(request.POST, bodies=Organisation.objects.current().of_kind(*duties.BODIES))
    if not form.is_valid():
        messages.error(request, "请选择编报单位，写明所报告的年度，如 2025。")
        return redirect("tasks:annuals")
    report = actions.open_report(by=request.user, at=timezone.now(), **form.cleaned_data)
    return redirect(report)


@login_required
@require_GET
def annual_detail(request, pk):
    return _page(request, _visible(request, pk))


def _page(request, report: AnnualReport, correction: CorrectionForm | None = None, status: int = 200):
    figures = prefill.figures(report.body, report.year)
    steps = workflow.timeline(report)
    context = {
        "report": report,
        "parts": _parts(report, figures),
        "findings": standards.findings(report, figures),
        "unexplained": [tables.ROW_NAMES[row] for row in standards.unexplained(report, figures)],
        "offers": ANNUAL.offers(report, request.user),
        "steps": steps,
        "returned_reason": steps.filter(target="returned").last().reason
        if report.status == "returned"
        else "",
        "editions": selectors.editions(report),
        "due_on": terms.due_on(report.body, report.year),
        "may_edit": rules.refusal(permissions.check_can_edit, request.user, report) is None,
        "may_correct": rules.refusal(permissions.check_can_correct, request.user, report) is None,
        "correction": correction or CorrectionForm(),
        "today": _today(),
    }
    return render(request, "tasks/annual/detail.html", context, status=status)


def _parts(report: AnnualReport, figures: standards.Figures) -> list[dict]:
    """六个部分：文字的写全文，表的写各数，台账来的可以点开。"""
    forms = tables.forms(selectors.linked(report, figures))
    field = report._meta.get_field
    text = [{"title": field(name).verbose_name, "text": getattr(report, name)} for name in report.TEXTS]
    drawn = [
        {"title": tables.TITLES[number], "form": forms[number], "number": number} for number in (2, 3, 4)
    ]
    return [text[0], *drawn, *text[1:]]


@login_required
@require_http_methods(["GET", "POST"])
def annual_texts(request, pk):
    report = _visible(request, pk)
    permissions.check_can_edit(request.user, report)
    form = TextForm(request.POST or None, instance=report, initial={"version": report.version})
    theirs = None
    if request.method == "POST" and form.is_valid():
        texts = {name: form.cleaned_data[name] for name in AnnualReport.TEXTS}
        try:
            actions.save_texts(
                report=report,
                texts=texts,
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
        except EditedByAnother as edited:
            theirs = [(form[name], getattr(edited.report, name)) for name in AnnualReport.TEXTS]
            form.data = form.data.copy()
            form.data["version"] = str(edited.report.version)
        else:
            messages.success(request, "已保存")
            return redirect("tasks:annual", pk)
    status = 409 if theirs else 422 if form.errors else 200
    context = {"report": report, "form": form, "theirs": theirs}
    return render(request, "tasks/annual/texts.html", context, status=status)


@login_required
@require_GET
def annual_table(request, pk, table):
    return _table_page(request, _visible(request, pk), table)


def _table_page(request, report: AnnualReport, table: int, *, values=None, problems=(), status: int = 200):
    if table not in tables.TITLES:
        raise Http404("没有这张表")
    permissions.check_can_edit(request.user, report)
    figures = prefill.figures(report.body, report.year)
    url = reverse("tasks:annual-cells", args=[report.pk, table])
    context = {
        "report": report,
        "table": table,
        "tabs": _tabs(report, table),
        "title": tables.TITLES[table],
        "grid": grid.grid_of(report, table, url, figures, values=values),
        "findings": standards.findings(report, figures),
        "problems": problems,
    }
    return render(request, "tasks/annual/table.html", context, status=status)


def _tabs(report: AnnualReport, table: int) -> list[dict]:
    return [
        {
            "label": title,
            "url": reverse("tasks:annual-table", args=[report.pk, number]),
            "current": number == table,
        }
        for number, title in tables.TITLES.items()
    ]


@login_required
@require_POST
def annual_cells(request, pk, table):
    """保存若干格：JSON 逐格答复；没有脚本时整张表作为普通表单提交。"""
    report = _visible(request, pk)
    permissions.check_can_edit(request.user, report)
    is_json = request.content_type == "application/json"
    cells = _json_cells(request) if is_json else _form_cells(request)
    figures = prefill.figures(report.body, report.year)
    answers, rows, report = grid.save(report, cells, figures, by=request.user, at=timezone.now())
    if is_json:
        left = len(standards.findings(report, figures))
        said = {"value": str(left)}
        return JsonResponse({"cells": [answer.as_json() for answer in answers], "rows": rows, "total": said})
    failed = [answer for answer in answers if answer.status != grid.SAVED]
    if not failed:
        messages.success(request, f"已保存 {len(answers)} 格")
        return redirect("tasks:annual-table", pk, table)
    typed = {(cell["row"], cell["column"]): cell["value"] for cell in cells}
    problems = [f"{tables.ROW_NAMES[one.row]}：{one.message}" for one in failed]
    return _table_page(request, report, table, values=typed, problems=problems, status=422)


def _json_cells(request) -> list[dict]:
    try:
        return [
            {
                "row": str(c["row"]),
                "column": str(c["column"]),
                "value": c["value"] or "",
                "version": int(c["version"]),
            }
            for c in json.loads(request.body)["cells"]
        ]
    except (ValueError, KeyError, TypeError):
        raise Denied("送来的数看不懂，请刷新页面后再试。") from None


def _form_cells(request) -> list[dict]:
    """整张表里改动过的格：所见摘要与现在的输入不同的。"""
    cells = []
    for name, value in request.POST.items():
        row, _, column = name.partition(":")
        version = request.POST.get(f"version:{name}", "")
        if row in tables.ROW_NAMES and version.isdigit() and grid.version_of(value.strip()) != int(version):
            cells.append({"row": row, "column": column, "value": value.strip(), "version": int(version)})
    return cells


@login_required
@require_POST
def annual_refill(request, pk):
    report = _visible(request, pk)
    changed = actions.refill_report(report=report, by=request.user, at=timezone.now())
    messages.success(request, f"已从台账取数，改动 {changed} 格" if changed else "与台账一致，没有改动")
    return redirect("tasks:annual", pk)


@login_required
@require_POST
def annual_import(request, pk):
    report = _visible(request, pk)
    permissions.check_can_edit(request.user, report)
    scope = {"code": report.body.code, "year": report.year}
    return staged(request, kind=sheets.KIND, scope=scope, back=report.get_absolute_url())


@login_required
@require_GET
def annual_workbook(request, pk):
    report = _visible(request, pk)
    return download(sheets.workbook(report, at=timezone.now()), f"{report.title}.xlsx", XLSX)


@login_required
@require_GET
def annual_pdf(request, pk):
    report = _visible(request, pk)
    return download(reports.to_pdf(report), f"{report.title}.pdf", "application/pdf")


@login_required
@require_GET
def annual_docx(request, pk):
    report = _visible(request, pk)
    return download(reports.to_docx(report), f"{report.title}.docx", reports.DOCX)


@login_required
@require_POST
def annual_move(request, pk, move):
    report, at = _visible(request, pk), timezone.now()
    step, attachments = ANNUAL[move], ()
    if move == "publish":
        step.rule(request.user, report)
        attachments = reports.attachments(report, at=at)
    actions.move_report(
        report=report, move=move, by=request.user, at=at, reason=reason_in(request), attachments=attachments
    )
    messages.success(request, DONE[move])
    return redirect("tasks:annual", pk)


@login_required
@require_POST
def annual_correct(request, pk):
    report, form = _visible(request, pk), CorrectionForm(request.POST)
    permissions.check_can_correct(request.user, report)
    if not form.is_valid():
        return _page(request, report, form, status=422)
    made = actions.correct_report(report=report, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, f"已另立第 {made.edition} 版，改好后提交审核")
    return redirect(made)
