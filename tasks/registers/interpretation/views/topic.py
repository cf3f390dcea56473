"""热点与回应的页面。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import rules
from tasks import counties
from tasks.actions.ledger import Invalid
from tasks.forms_ledger import LedgerFilter
from tasks.registers.interpretation import actions, lists, permissions, selectors
from tasks.registers.interpretation.forms import ResponseForm, TopicForm
from tasks.registers.interpretation.models import Response, Topic
from tasks.registers.interpretation.sheets import TOPICS
from tasks.views import ledger

FORM = "tasks/interpretation/topic_form.html"


def _filter(request) -> LedgerFilter:
    return LedgerFilter(
        request.GET,
        years=lists.years_of(Topic, request.user, "found_at"),
        counties=counties.seen_by(request.user),
        states=lists.choices(lists.TOPIC_STATES),
    )


@login_required
@require_GET
def topic_list(request):
    form = _filter(request)
    rows = lists.topic_rows(request.user, selectors.clock_at(timezone.now()), **form.chosen)
    context = {
        "form": form,
        "page": ledger.page_of(request, rows),
        "may_keep": bool(ledger.own_places(request)),
    }
    return render(request, "tasks/interpretation/topics.html", context)


@login_required
@require_GET
def topic_export(request):
    chosen = lists.topic_rows(request.user, selectors.clock_at(timezone.now()), **_filter(request).chosen)
    rows = TOPICS.seen(request.user).filter(pk__in=[one.row.pk for one in chosen])
    return ledger.exported(TOPICS, rows, name="热点与回应")


@login_required
@require_POST
def topic_import(request):
    return ledger.imported(request, TOPICS, back="tasks:topics")


@login_required
@require_http_methods(["GET", "POST"])
def topic_add(request):
    place = ledger.own_place(request)
    form = TopicForm(request.POST or None, places=ledger.own_places(request))

    def save(form):
        topic = Topic(organisation=ledger.own_place(request, form))
        return actions.save_topic(topic=topic, values=form.values, by=request.user, at=timezone.now())

    return ledger.saving(
        request, form, save, template=FORM, context={"place": place}, said="已登记，回应了请接着登记回应"
    )


def _topic(request, pk) -> Topic:
    return get_object_or_404(selectors.topics(request.user), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def topic_edit(request, pk):
    topic = _topic(request, pk)
    permissions.check_can_keep(request.user, topic.organisation)
    form = TopicForm(request.POST or None, instance=topic)

    def save(form):
        version = form.cleaned_data["version"] or 0
        return actions.save_topic(
            topic=topic, values=form.values, version=version, by=request.user, at=timezone.now()
        )

    return ledger.saving(request, form, save, template=FORM, context={"topic": topic}, said="已保存")


@login_required
@require_GET
def topic_detail(request, pk):
    return _page(request, _topic(request, pk), ResponseForm())


def _page(request, topic: Topic, form, status: int = 200):
    watch = selectors.clock_at(timezone.now())
    rows = list(topic.responses.select_related("link", "created_by"))
    context = {
        "topic": topic,
        "word": watch.topic_word(topic),
        "due_at": watch.topic_due(topic),
        "hours": selectors.hours(topic),
        "rows": rows,
        "form": form,
        "may_keep": rules.refusal(permissions.check_can_keep, request.user, topic.organisation) is None,
        "steps": ledger.timeline(topic, rows),
    }
    return render(request, "tasks/interpretation/topic.html", context, status=status)


@login_required
@require_POST
def response_add(request, pk):
    topic, form = _topic(request, pk), ResponseForm(request.POST)
    permissions.check_can_keep(request.user, topic.organisation)
    if form.is_valid():
        try:
            actions.add_response(topic=topic, values=form.values, by=request.user, at=timezone.now())
        except Invalid as invalid:
            form.add_error(None, invalid.reason)
        else:
            messages.success(request, "已登记回应")
            return redirect(topic)
    return _page(request, topic, form, status=422)


@login_required
@require_POST
def response_remove(request, pk):
    rows = Response.objects.filter(topic__in=Topic.objects.visible_to(request.user))
    one = get_object_or_404(rows.select_related("topic__organisation"), pk=pk)
    actions.remove_response(response=one, by=request.user, at=timezone.now())
    messages.success(request, "已删去这次回应的登记")
    return redirect(one.topic)
