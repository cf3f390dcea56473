"""提醒设置：改、暂停、恢复。只有组织行动的市政务公开办经办能改。"""

import datetime as dt

from django.db import transaction

from portal.core import audit
from portal.core.rules import Denied
from tasks import permissions, reminding
from tasks.actions.reminders import setting_of
from tasks.models import Campaign, ReminderSetting

FIELDS = ("offsets", "head_after", "city_after", "cap", "quiet_from", "quiet_until", "workdays_only", "muted")


@transaction.atomic
def save_reminder_setting(
    *, campaign: Campaign, values: dict, version: int, by, at: dt.datetime
) -> ReminderSetting:
    """保存设置。`version` 是打开时的版次；别人先改了的，抛 `Denied`。"""
    setting = _locked(campaign, by)
    if setting.version != version:
        raise Denied("设置刚被别人改过，请刷新页面看清现在的设置再改。")
    if values["city_after"] < values["head_after"]:
        raise Denied("提醒市政务公开办的日子不能早于提醒单位负责人的日子。")
    reminding.parse_offsets(values["offsets"])
    before = {name: str(getattr(setting, name)) for name in FIELDS}
    for name in FIELDS:
        setattr(setting, name, values[name])
    setting.version, setting.saved_by, setting.saved_at = version + 1, by, at
    setting.save()
    changed = {name: str(values[name]) for name in FIELDS if before[name] != str(values[name])}
    audit.record("tasks.remindersetting.saved", obj=setting, by=by, at=at, detail=changed)
    return setting


@transaction.atomic
def pause_reminders(*, campaign: Campaign, reason: str, by, at: dt.datetime) -> ReminderSetting:
    """暂停发送（预览照常）；须写明原因。已暂停的再点一次不变。"""
    setting = _locked(campaign, by)
    if not reason.strip():
        raise Denied("暂停提醒须写明原因。")
    if setting.is_paused:
        return setting
    setting.paused_by, setting.paused_at, setting.pause_reason = by, at, reason.strip()[:200]
    setting.save()
    audit.record("tasks.remindersetting.paused", obj=setting, by=by, at=at, text=setting.pause_reason)
    return setting


@transaction.atomic
def resume_reminders(*, campaign: Campaign, by, at: dt.datetime) -> ReminderSetting:
    """恢复发送；三天之内错过的下一次补发。"""
    setting = _locked(campaign, by)
    if not setting.is_paused:
        return setting
    setting.paused_by, setting.paused_at, setting.pause_reason = None, None, ""
    setting.save()
    audit.record("tasks.remindersetting.resumed", obj=setting, by=by, at=at)
    return setting


def _locked(campaign: Campaign, by) -> ReminderSetting:
    """锁住行动再取设置：第一次保存也不会有两行。"""
    permissions.check_can_run(by, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.status == Campaign.Status.CLOSED:
        raise Denied(f"“{campaign}”已结束，不再提醒，设置不能再改。")
    return setting_of(campaign)
