from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules, workflow
from portal.core.acting import reason_in, staged
from portal.core.rules import Denied
from portal.core.uploads import Refused
from portal.core.views import XLSX, download
from portal.organisations.models import Organisation
from tasks import permissions as campaign_rules
from tasks import register_papers
from tasks import selectors as campaigns
from tasks.registers.organising import actions, permissions, presenters, rhythm, selectors
from tasks.registers.organising.forms import (
    DecisionForm,
    FinishForm,
    HoldForm,
    MeetingFilter,
    MeetingForm,
    MinutesForm,
)
from tasks.registers.organising.models import Decision, Meeting
from tasks.registers.organising.sheets import meetings as sheet
from tasks.registers.organising.views.leader import campaign_now
from tasks.registers.organising.workflow import MEETING
from tasks.registers.rules import reading

PER_PAGE = 50


def _filtered(request, campaign):
    rows = selectors.meetings(campaign, request.user)
    places = Organisation.objects.filter(pk__in=rows.order_by().values("organisation"))
    span = reading.span(campaign.phases.all())
    found = rhythm.periods(reading.rule_of(campaign).meeting_rhythm, *span) if span else []
    form = MeetingFilter(request.GET or None, places=places, periods=found)
    return form, form.apply(rows)


@login_required
@require_GET
def meeting_list(request):
    campaign = campaigns.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    form, rows = _filtered(request, campaign)
    may_call = rules.refusal(permissions.check_can_call_somewhere, request.user, campaign) is None
    context = {
        "campaign": campaign,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_call": may_call,
        "may_run": rules.refusal(campaign_rules.check_can_run, request.user, campaign) is None,
        "rule": reading.rule_of(campaign),
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/organising/meetings.html", context)


@login_required
@require_GET
def meeting_export(request):
    campaign = campaign_now()
    campaign_rules.check_can_see_task_book(request.user, campaign.city)
    _, rows = _filtered(request, campaign)
    data = sheet.MEETINGS.written(campaign, sheet.lines_of(rows), at=timezone.now())
    return download(data, f"{campaign.year}年会议.xlsx", XLSX)


@login_required
@require_POST
def meeting_import(request):
    campaign = campaign_now()
    permissions.check_can_call_somewhere(request.user, campaign)
    return staged(request, kind=sheet.MEETINGS.kind, campaign=campaign.year, scope={}, back="tasks:meetings")


@login_required
@require_http_methods(["GET", "POST"])
def meeting_add(request):
    campaign = campaign_now()
    permissions.check_can_call_somewhere(request.user, campaign)
    place, at = permissions.calling_place(request.user), timezone.now()
    form = MeetingForm(request.POST or None, guests=selectors.invitable(place))
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.call_meeting(
                campaign=campaign,
                organisation=place,
                values=form.values,
                invited=list(form.cleaned_data["invited"]),
                by=request.user,
                at=at,
            )
        except Denied as denied:
            form.add_error("title", denied.reason)
        else:
            messages.success(request, "已登记会议")
            return redirect(meeting)
    context = {"form": form, "place": place}
    status = 422 if form.errors else 200
    return render(request, "tasks/organising/meeting_form.html", context, status=status)


def _visible(request, pk) -> Meeting:
    rows = Meeting.objects.visible_to(request.user)
    related = ("organisation", "campaign__city", "created_by", "minutes_file", "minuted_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_edit(request, pk):
    meeting = _visible(request, pk)
    permissions.check_can_edit_meeting(request.user, meeting)
    guests = selectors.invitable(meeting.organisation)
    form, rows, status = MeetingForm(request.POST or None, instance=meeting, guests=guests), (), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_meeting(
                meeting=meeting,
                values=form.values,
                invited=list(form.cleaned_data["invited"]),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except actions.Moved as moved:
            form, status = form.retried(moved.theirs.version), 409
            rows = [(form[name], getattr(moved.theirs, name)) for name in actions.MEETING_FIELDS]
        except Denied as denied:
            form.add_error("title", denied.reason)
        else:
            messages.success(request, "已保存")
            return redirect(meeting)
    if form.errors:
        status = 422
    context = {"form": form, "place": meeting.organisation, "meeting": meeting, "rows": rows}
    return render(request, "tasks/organising/meeting_form.html", context, status=status)


@login_required
@require_GET
def meeting_detail(request, pk):
    return _page(request, _visible(request, pk))


def _page(request, meeting: Meeting, *, status: int = 200, **forms):
    user, S = request.user, Meeting.Status
    may_keep = rules.refusal(permissions.check_can_keep_meeting, user, meeting) is None
    may_decide = rules.refusal(permissions.check_can_decide, user, meeting) is None
    decisions = list(meeting.decisions.select_related("organisation", "done_by", "meeting__organisation"))
    context = {
        "meeting": meeting,
        "facts": presenters.facts(meeting),
        "asked": meeting.invitations.select_related("organisation"),
        "decisions": [
            (one, rules.refusal(permissions.check_can_finish_decision, user, one) is None and not may_decide)
            for one in decisions
        ],
        "may_decide": may_decide,
        "offers": [one for one in MEETING.offers(meeting, user) if one.move.name == "cancel"],
        "may_edit": rules.refusal(permissions.check_can_edit_meeting, user, meeting) is None,
        "hold_form": HoldForm(meeting=meeting) if may_keep and meeting.status == S.PLANNED else None,
        "minutes_form": MinutesForm() if may_keep and meeting.status == S.HELD else None,
        "decision_form": DecisionForm(places=selectors.responsible(meeting)) if may_decide else None,
        "steps": workflow.timeline(meeting),
        "today": clock.local_date(timezone.now()),
    }
    return render(request, "tasks/organising/meeting.html", context | forms, status=status)


@login_required
@require_POST
def meeting_hold(request, pk):
    meeting = _visible(request, pk)
    permissions.check_can_keep_meeting(request.user, meeting)
    form = HoldForm(request.POST, meeting=meeting)
    if form.is_valid():
        try:
            actions.hold_meeting(
                meeting=meeting,
                held_on=form.cleaned_data["held_on"],
                chaired_by=form.cleaned_data["chaired_by"],
                present=form.attended,
                by=request.user,
                at=timezone.now(),
            )
        except Denied as denied:
            form.add_error("held_on", denied.reason)
        else:
            messages.success(request, "已登记召开，请记下议定事项，再存纪要")
            return redirect(meeting)
    return _page(request, meeting, status=422, hold_form=form)


@login_required
@require_POST
def meeting_minutes(request, pk):
    meeting = _visible(request, pk)
    permissions.check_can_keep_meeting(request.user, meeting)
    form = MinutesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.file_minutes(meeting=meeting, minutes=form.filed, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("minutes_file", f"没有收下：{refused.message}。{refused.hint}")
        else:
            messages.success(request, "已存纪要，议定事项已告诉责任单位")
            return redirect(meeting)
    return _page(request, meeting, status=422, minutes_form=form)


@login_required
@require_POST
def meeting_move(request, pk, move):
    """取消；召开与纪要另有表单。"""
    meeting = _visible(request, pk)
    if MEETING[move].name != "cancel":
        raise Http404(f"{move} 另有表单")
    actions.cancel_meeting(meeting=meeting, reason=reason_in(request), by=request.user, at=timezone.now())
    messages.success(request, "已取消，并告诉受邀单位")
    return redirect(meeting)


@login_required
@require_GET
def meeting_print(request, pk):
    """会议通知或纪要单（PDF）。"""
    meeting = _visible(request, pk)
    paper = presenters.paper(meeting)
    return download(register_papers.printed(paper), f"{paper.title}.pdf", "application/pdf")


@login_required
@require_POST
def decision_add(request, pk):
    meeting = _visible(request, pk)
    permissions.check_can_decide(request.user, meeting)
    form = DecisionForm(request.POST, places=selectors.responsible(meeting))
    if form.is_valid():
        try:
            actions.add_decision(meeting=meeting, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Denied as denied:
            form.add_error("due_on", denied.reason)
        else:
            messages.success(request, "已记下议定事项")
            return redirect(meeting)
    return _page(request, meeting, status=422, decision_form=form)


def _decision(request, pk) -> Decision:
    seen = Meeting.objects.visible_to(request.user)
    rows = Decision.objects.filter(meeting__in=seen).select_related("meeting__organisation", "organisation")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_POST
def decision_remove(request, pk):
    decision = _decision(request, pk)
    actions.remove_decision(decision=decision, by=request.user, at=timezone.now())
    messages.success(request, "已移除")
    return redirect(decision.meeting)


@login_required
@require_POST
def decision_finish(request, pk):
    decision, form = _decision(request, pk), FinishForm(request.POST)
    permissions.check_can_finish_decision(request.user, decision)
    if form.is_valid():
        actions.finish_decision(
            decision=decision, result=form.cleaned_data["result"], by=request.user, at=timezone.now()
        )
        messages.success(request, "已登记办结")
    else:
        messages.error(request, "请写明办理结果，再点“办结”。")
    return redirect(decision.get_absolute_url())
