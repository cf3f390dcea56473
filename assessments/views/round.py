from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assessments import actions, measures, permissions, selectors
from assessments.models import Round
from assessments.sheets import scores as sheet
from assessments.workflow import ROUND
from portal.core import clock, rules, workflow
from portal.core.acting import reason_in, staged
from portal.core.views import XLSX, download
from tasks import deadlines
from tasks import selectors as tasks
from tasks.models import Deadline

SPECIAL = {
    "complete": actions.complete_round,
    "approve": actions.approve_round,
    "submit": actions.submit_round,
}
DONE = {
    "complete": "已提交，等待部门负责人审核",
    "take_back": "已撤回，可以继续评分",
    "approve": "已审核通过，扣分已列为问题下发县区",
    "send_back": "已退回评分人",
    "submit": "已报送市政务公开办",
    "accept": "已接收",
    "return": "已退回部门",
}


@login_required
@require_GET
def round_list(request):
    campaign = tasks.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    rows = selectors.round_rows(campaign, request.user, on=clock.local_date(timezone.now()))
    counts = [
        (label, sum(row.round.status == value for row in rows)) for value, label in Round.Status.choices
    ]
    word = request.GET.get("status", "")
    shown = [row for row in rows if not word or row.round.get_status_display() == word]
    context = {"campaign": campaign, "rows": shown, "counts": counts, "status": word, "total": len(rows)}
    return render(request, "assessments/rounds.html", context)


@login_required
@require_GET
def round_detail(request, pk):
    round_ = get_object_or_404(selectors.visible_rounds(request.user), pk=pk)
    cards = list(round_.scorecards.select_related("county", "round").order_by("county__path"))
    totals = measures.totals(cards)
    deadline = round_.scheme.campaign.deadlines.get(code=Deadline.Code.SUBMISSION)
    term = deadlines.term(deadline, round_.scheme.department)
    context = {
        "round": round_,
        "cards": [(card, totals[card.pk]) for card in cards],
        "missing": measures.missing_scores(round_),
        "offers": ROUND.offers(round_, request.user),
        "timeline": workflow.timeline(round_),
        "returned": _returned(round_),
        "term": term,
        "can_score": rules.refusal(permissions.check_can_score, request.user, round_) is None,
    }
    return render(request, "assessments/round.html", context)


def _returned(round_: Round):
    """最近一次退回（原因写在页面最上面）；现在不是退回状态则为 None。"""
    if round_.status != Round.Status.RETURNED:
        return None
    return workflow.timeline(round_).filter(target=Round.Status.RETURNED).last()


@login_required
@require_GET
def round_workbook(request, pk):
    round_ = get_object_or_404(selectors.visible_rounds(request.user), pk=pk)
    scheme = round_.scheme
    name = f"{scheme.campaign.year}年{scheme.field}评分表.xlsx"
    return download(sheet.workbook(round_, at=timezone.now()), name, XLSX)


@login_required
@require_POST
def round_upload(request, pk):
    round_ = get_object_or_404(selectors.visible_rounds(request.user), pk=pk)
    permissions.check_can_score(request.user, round_)
    scope = {"field": round_.scheme.field.code}
    year = round_.scheme.campaign.year
    return staged(request, kind=sheet.KIND, campaign=year, scope=scope, back=round_.get_absolute_url())


@login_required
@require_POST
def round_move(request, pk, move):
    round_ = get_object_or_404(selectors.visible_rounds(request.user), pk=pk)
    name, at = ROUND[move].name, timezone.now()
    if name in SPECIAL:
        SPECIAL[name](round_=round_, by=request.user, at=at)
    else:
        actions.move_round(round_=round_, move=name, by=request.user, at=at, reason=reason_in(request))
    messages.success(request, DONE[name])
    return redirect(round_)
