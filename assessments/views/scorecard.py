import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assessments import actions, grid, measures, permissions, selectors
from assessments.models import Scorecard
from catalogs import measuring
from portal.core import clock, numerals, rules
from portal.core.acting import reason_in
from portal.core.rules import Denied
from portal.organisations.models import Organisation


def _visible(request, pk) -> Scorecard:
    rows = Scorecard.objects.visible_to(request.user).select_related(
        "county", "round__scheme__campaign__city", "round__scheme__field", "round__scheme__department"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def scorecard_list(request):
    """本县成绩：部门审核之后才出现。"""
    counties = Organisation.objects.visible_to(request.user).of_kind(Organisation.Kind.COUNTY)
    items = selectors.results_by_county(counties, request.user)
    return render(request, "assessments/scorecards.html", {"items": items})


@login_required
@require_GET
def scorecard_detail(request, pk):
    return _page(request, _visible(request, pk))


def _page(request, card: Scorecard, *, values: dict | None = None, problems=(), status: int = 200):
    editable = rules.refusal(permissions.check_can_score, request.user, card.round) is None
    context = {
        "card": card,
        "round": card.round,
        "total": measures.totals([card])[card.pk],
        "grid": grid.grid_of(
            card, reverse("assessments:scorecard-save", args=[card.pk]), editable=editable, values=values
        ),
        "can_score": editable,
        "problems": problems,
        "issues": selectors.issue_rows(request.user).filter(scorecard=card),
        "evidence": measuring.evidence_for(
            card.county, card.round.scheme.field, on=clock.local_date(timezone.now())
        ),
    }
    return render(request, "assessments/scorecard.html", context, status=status)


@login_required
@require_POST
def scorecard_save(request, pk):
    """保存若干格：JSON 逐格答复；没有脚本时整张表作为普通表单提交。"""
    card = _visible(request, pk)
    permissions.check_can_score(request.user, card.round)
    is_json = request.content_type == "application/json"
    cells = _json_cells(request) if is_json else _form_cells(request)
    answers, rows = grid.save(card, cells, by=request.user, at=timezone.now())
    if is_json:
        total = measures.totals([card])[card.pk]
        said = {"value": numerals.score_text(total.value), "explain": total.explain}
        return JsonResponse({"cells": [answer.as_json() for answer in answers], "rows": rows, "total": said})
    failed = [answer for answer in answers if answer.status != grid.SAVED]
    if not failed:
        messages.success(request, f"已保存 {len(answers)} 格")
        return redirect(card)
    typed = {(cell["row"], cell["column"]): cell["value"] for cell in cells}
    return _page(request, card, values=typed, problems=_sentences(card, failed), status=422)


def _sentences(card: Scorecard, failed) -> list[str]:
    names = {str(leaf.pk): str(leaf) for leaf in measures.leaves(card.round.scheme)}
    return [f"{names[one.row]}，{grid.TITLES[one.column]}：{one.message}" for one in failed]


def _json_cells(request) -> list[dict]:
    try:
        cells = json.loads(request.body)["cells"]
        return [
            {
                "row": str(c["row"]),
                "column": str(c["column"]),
                "value": c["value"] or "",
                "version": int(c["version"]),
            }
            for c in cells
        ]
    except (ValueError, KeyError, TypeError):
        raise Denied("送来的评分看不懂，请刷新页面后再试。") from None


def _form_cells(request) -> list[dict]:
    """整张表里改动过的格：所见摘要与现在的输入不同的。"""
    cells = []
    for name, value in request.POST.items():
        row, _, column = name.partition(":")
        version = request.POST.get(f"version:{name}", "")
        if row.isdigit() and version.isdigit() and grid.version_of(value.strip()) != int(version):
            cells.append({"row": row, "column": column, "value": value.strip(), "version": int(version)})
    return cells


@login_required
@require_POST
def scorecard_applicability(request, pk):
    """标明这一领域适用或不适用于该县区。"""
    card = _visible(request, pk)
    is_applicable = request.POST.get("applicable") == "1"
    actions.set_applicability(
        scorecard=card,
        is_applicable=is_applicable,
        reason=reason_in(request),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, f"已标明{'适用' if is_applicable else '不适用'}于{card.county}")
    return redirect(card)
