"""提醒的页面：预览、设置、暂停、凭据与导出。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, jobs, rules
from portal.core.acting import reason_in
from portal.core.views import XLSX, download
from portal.organisations import selectors as organisations
from tasks import actions, permissions, selectors
from tasks.forms_reminder import LedgerFilterForm, ReminderSettingForm
from tasks.models import Campaign, Reminder
from tasks.sheets import reminders as sheets

PER_PAGE = 50


def _readable(user) -> Campaign | None:
    """当前的行动；只有组织行动的人与审计员看提醒。"""
    campaign = selectors.current_campaign()
    permissions.check_can_preview_reminders(user, campaign or organisations.city())
    return campaign


def _campaign(user) -> Campaign:
    campaign = selectors.current_campaign()
    permissions.check_can_run(user, campaign or organisations.city())
    if campaign is None:
        raise Http404("还没有行动")
    return campaign


@login_required
@require_GET
def reminders(request):
    """提醒预览：今天会发给谁、为什么，以及还欠着的事。"""
    campaign, on = _readable(request.user), clock.local_date(timezone.now())
    context = {
        "campaign": campaign,
        "on": on,
        "forecast": actions.forecast(on=on),
        "setting": actions.setting_of(campaign) if campaign else None,
        "may_run": campaign and rules.refusal(permissions.check_can_run, request.user, campaign) is None,
    }
    return render(request, "tasks/reminders.html", context)


@login_required
@require_GET
def preview_export(request):
    _readable(request.user)
    on = clock.local_date(timezone.now())
    data = sheets.preview_workbook(actions.forecast(on=on).due, on=on)
    return download(data, f"提醒预览_{on:%Y%m%d}.xlsx", XLSX)


@login_required
@require_POST
def send_now(request):
    """现在就发：与每天早上自动执行的是同一件任务；今天收过汇总的人不再收。"""
    campaign, at = _campaign(request.user), timezone.now()
    on = clock.local_date(at).isoformat()
    key = f"manual-reminders:{campaign.pk}:{at:%Y%m%d%H%M}"
    job = jobs.queue(
        "tasks.send_reminders", key=key, args={"on": on}, at=at, by=request.user, title=f"发送提醒 {on}"
    )
    return redirect(job)


@login_required
@require_http_methods(["GET", "POST"])
def settings_edit(request):
    campaign = _campaign(request.user)
    setting = actions.setting_of(campaign)
    form = ReminderSettingForm(request.POST or None, instance=setting)
    if request.method == "POST" and form.is_valid():
        actions.save_reminder_setting(
            campaign=campaign,
            values=form.values,
            version=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "提醒设置已保存，从下一次发送起生效")
        return redirect("tasks:reminders")
    context = {"campaign": campaign, "form": form, "setting": setting}
    return render(request, "tasks/reminder_settings.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def pause(request):
    actions.pause_reminders(
        campaign=_campaign(request.user), reason=reason_in(request), by=request.user, at=timezone.now()
    )
    messages.success(request, "提醒已暂停；预览照常，恢复之前不发")
    return redirect("tasks:reminders")


@login_required
@require_POST
def resume(request):
    actions.resume_reminders(campaign=_campaign(request.user), by=request.user, at=timezone.now())
    messages.success(request, "提醒已恢复；三天之内错过的下一次补发")
    return redirect("tasks:reminders")


@login_required
@require_GET
def ledger(request):
    campaign, form = _readable(request.user), LedgerFilterForm(request.GET)
    page = Paginator(_rows(campaign, form), PER_PAGE).get_page(request.GET.get("page"))
    context = {"campaign": campaign, "form": form, "page": page, "query": request.GET.urlencode()}
    return render(request, "tasks/reminder_ledger.html", context)


@login_required
@require_GET
def ledger_export(request):
    campaign = _readable(request.user)
    data = sheets.ledger_workbook(_rows(campaign, LedgerFilterForm(request.GET)))
    return download(data, "提醒凭据.xlsx", XLSX)


def _rows(campaign: Campaign | None, form: LedgerFilterForm):
    form.is_valid()
    wanted = form.cleaned_data
    rows = Reminder.objects.filter(campaign=campaign).select_related("person", "organisation")
    if wanted.get("on"):
        rows = rows.filter(on=wanted["on"])
    if wanted.get("level"):
        rows = rows.filter(level=wanted["level"])
    if words := wanted.get("q"):
        rows = rows.filter(Q(text__icontains=words) | Q(organisation__name__icontains=words))
    return rows.order_by("-on", "person__username", "due_on", "pk")
