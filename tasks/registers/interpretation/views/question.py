"""咨询台的页面：登记、转办、答复、确认、公开。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules, workflow
from portal.core.acting import reason_in
from portal.organisations.models import Organisation
from tasks import counties
from tasks.actions.ledger import Invalid
from tasks.registers.interpretation import actions, lists, permissions, selectors
from tasks.registers.interpretation.actions.question import PLAIN, PersonalInText, personal_in
from tasks.registers.interpretation.forms import AnswerForm, QuestionFilter, QuestionForm, TransferForm
from tasks.registers.interpretation.models import Question
from tasks.registers.interpretation.sheets import QUESTIONS
from tasks.registers.interpretation.workflow import QUESTION
from tasks.views import ledger

FORM = "tasks/interpretation/question_form.html"
DONE = {"refuse": "已退回咨询台", "confirm": "已确认办结", "return": "已退回重答"}


def _filter(request) -> QuestionFilter:
    return QuestionFilter(
        request.GET,
        years=lists.years_of(Question, request.user, "asked_at"),
        counties=counties.seen_by(request.user),
        states=lists.choices(lists.QUESTION_STATES),
    )


@login_required
@require_GET
def question_list(request):
    form = _filter(request)
    rows = lists.question_rows(request.user, selectors.clock_at(timezone.now()), **form.chosen)
    context = {
        "form": form,
        "page": ledger.page_of(request, rows),
        "may_keep": bool(ledger.own_places(request)),
    }
    return render(request, "tasks/interpretation/questions.html", context)


@login_required
@require_GET
def question_export(request):
    chosen = lists.question_rows(request.user, selectors.clock_at(timezone.now()), **_filter(request).chosen)
    rows = QUESTIONS.seen(request.user).filter(pk__in=[one.row.pk for one in chosen])
    return ledger.exported(QUESTIONS, rows, name="政策咨询")


@login_required
@require_POST
def question_import(request):
    return ledger.imported(request, QUESTIONS, back="tasks:questions")


@login_required
@require_http_methods(["GET", "POST"])
def question_add(request):
    """登记一个问题；先看有没有答过类似的。要查的话随表单提交，不进网址。"""
    place, at = ledger.own_place(request), timezone.now()
    words = request.POST.get("look", "")
    initial = {"asked_at": clock.local_time(at), "text": words}
    data = request.POST if request.method == "POST" and not words else None
    form = QuestionForm(data, places=ledger.own_places(request), initial=initial)
    if form.is_valid():
        try:
            question = actions.ask_question(
                organisation=ledger.own_place(request, form), values=form.values, by=request.user, at=at
            )
        except (PersonalInText, Invalid) as refused:
            form.add_error("text" if isinstance(refused, PersonalInText) else None, refused.reason)
        else:
            _warn(request, question.text)
            messages.success(request, "已登记，可以当场答复，或转给别的单位")
            return redirect(question)
    context = {"form": form, "place": place, "words": words}
    context["similar"] = selectors.similar(words, request.user) if words else []
    return render(request, FORM, context, status=422 if form.errors else 200)


def _warn(request, text: str) -> None:
    """住址、名单一类拿不准的，登记了也提醒一句。"""
    if found := personal_in(text):
        messages.warning(
            request, f"文字里疑似有{'、'.join(found[:3])}，请核对是不是个人信息；是的请退回改写。"
        )


def _question(request, pk) -> Question:
    return get_object_or_404(selectors.questions(request.user), pk=pk)


@login_required
@require_GET
def question_detail(request, pk):
    return _page(request, _question(request, pk))


def _page(request, question: Question, *, answer=None, transfer=None, status: int = 200):
    watch, user = selectors.clock_at(timezone.now()), request.user
    steps, returned = workflow.timeline(question), question.status == Question.Status.RETURNED
    offers = QUESTION.offers(question, user)
    allowed = {offer.move.name for offer in offers if offer.is_allowed}
    context = {
        "question": question,
        "word": watch.question_word(question),
        "due_on": watch.question_due(question),
        "offers": [offer for offer in offers if offer.move.name in PLAIN],
        "answer_form": (answer or AnswerForm()) if "answer" in allowed else None,
        "transfer_form": (transfer or TransferForm(places=_near(question)))
        if "transfer" in allowed
        else None,
        "may_correct": rules.refusal(permissions.check_can_correct, user, question) is None,
        "may_release": rules.refusal(permissions.check_can_release, user, question) is None,
        "similar": selectors.similar(question.text, user, besides=question.pk),
        "steps": steps,
        "returned_reason": steps.filter(target="returned").last().reason if returned else "",
    }
    return render(request, "tasks/interpretation/question.html", context, status=status)


def _near(question: Question):
    """可以转给的：同一县区里的别的单位，村不在内。"""
    path = question.organisation.path[: counties.LENGTH]
    K = Organisation.Kind
    rows = Organisation.objects.current().of_kind(K.COUNTY, K.COUNTY_DEPARTMENT, K.TOWNSHIP)
    return rows.within([path]).exclude(pk=question.organisation_id)


@login_required
@require_http_methods(["GET", "POST"])
def question_edit(request, pk):
    """答复之前更正登记的内容。"""
    question = _question(request, pk)
    permissions.check_can_correct(request.user, question)
    form = QuestionForm(request.POST or None, instance=question)

    def save(form):
        saved = actions.correct_question(
            question=question,
            values=form.values,
            version=form.cleaned_data["version"] or 0,
            by=request.user,
            at=timezone.now(),
        )
        _warn(request, saved.text)
        return saved

    context = {"question": question, "place": question.organisation}
    return ledger.saving(request, form, save, template=FORM, context=context, said="已更正")


@login_required
@require_POST
def question_transfer(request, pk):
    question = _question(request, pk)
    permissions.check_can_transfer(request.user, question)
    form = TransferForm(request.POST, places=_near(question))
    if not form.is_valid():
        return _page(request, question, transfer=form, status=422)
    to = form.cleaned_data["to"]
    actions.transfer_question(question=question, to=to, by=request.user, at=timezone.now())
    messages.success(request, f"已转给{to}")
    return redirect(question)


@login_required
@require_POST
def question_answer(request, pk):
    question, form = _question(request, pk), AnswerForm(request.POST)
    permissions.check_can_answer(request.user, question)
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            actions.answer_question(question=question, answer=answer, by=request.user, at=timezone.now())
        except PersonalInText as found:
            form.add_error("answer", found.reason)
        else:
            _warn(request, answer)
            messages.success(request, "已答复，等另一位确认办结")
            return redirect(question)
    return _page(request, question, answer=form, status=422)


@login_required
@require_POST
def question_move(request, pk, move):
    actions.move_question(
        question=_question(request, pk),
        move=QUESTION[move].name,
        by=request.user,
        at=timezone.now(),
        reason=reason_in(request),
    )
    messages.success(request, DONE[move])
    return redirect("tasks:question", pk)


@login_required
@require_POST
def question_release(request, pk):
    publication = actions.draft_answer(question=_question(request, pk), by=request.user, at=timezone.now())
    messages.success(request, "已拟稿，请核对后送审")
    return redirect(publication)
