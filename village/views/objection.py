"""异议：村里登记，限期答复。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.core import rules, workflow
from village import actions, rules_board
from village.forms_board import AnswerForm, ObjectionForm
from village.models import Objection, PaymentBatch
from village.views.places import today
from village.views.posting import posting_of
from village.workflow import OBJECTION


def objection_of(request, pk) -> Objection:
    rows = Objection.objects.visible_to(request.user).select_related(
        "posting__village",
        "posting__programme__county",
        "received_by",
        "answered_by",
        "correction__programme",
    )
    return get_object_or_404(rows, pk=pk)


def _corrections(objection: Objection):
    """可以指明的：这一项补贴在收到异议之后另立的更正、冲销。"""
    batches = PaymentBatch.objects.counted().exclude(kind=PaymentBatch.Kind.LIST)
    return batches.filter(
        programme=objection.posting.programme, created_at__gte=objection.received_at
    ).select_related("programme")


@login_required
@require_POST
def objection_add(request, pk):
    """村里登记一件。"""
    posting = posting_of(request, pk)
    rules_board.check_can_object(request.user, posting)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明异议内容。")
        return redirect(posting)
    made = actions.record_objection(posting=posting, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, f"已登记，请在 {made.due_on:%Y-%m-%d} 前答复")
    return redirect(made)


@login_required
@require_GET
def objection_detail(request, pk):
    return _page(request, objection_of(request, pk))


@login_required
@require_POST
def objection_answer(request, pk, move):
    """更正或维持；没有写答复的回到页面，写了的还在。"""
    objection = objection_of(request, pk)
    rules_board.check_can_answer(request.user, objection)
    if move not in ("correct", "uphold"):
        raise Http404
    form = AnswerForm(request.POST, corrections=_corrections(objection))
    if not form.is_valid():
        return _page(request, objection, form=form, status=422)
    objection = actions.answer_objection(
        objection=objection, move=move, by=request.user, at=timezone.now(), **form.cleaned_data
    )
    messages.success(request, f"已答复：{objection.get_status_display()}")
    return redirect(objection)


@login_required
@require_POST
def objection_contact(request, pk):
    """联系方式：只在这一次的页面上，逐次留痕。"""
    objection = objection_of(request, pk)
    contact = actions.contact_of(objection=objection, by=request.user, at=timezone.now())
    return _page(request, objection, contact=contact or "没有留")


def _page(request, objection: Objection, *, form: AnswerForm | None = None, contact="", status: int = 200):
    may_answer = rules.refusal(rules_board.check_can_answer, request.user, objection) is None
    is_open = objection.status == Objection.Status.OPEN
    context = {
        "objection": objection,
        "posting": objection.posting,
        "today": today(),
        "may_answer": may_answer,
        "form": (form or AnswerForm(corrections=_corrections(objection))) if may_answer and is_open else None,
        "moves": OBJECTION.moves,
        "contact": contact,
        "timeline": workflow.timeline(objection),
    }
    return render(request, "village/board/objection.html", context, status=status)
