"""提醒的设置与凭据。"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.core.stamps import moment, person
from portal.notifications.models import Message
from portal.notifications.quiet import Quiet
from portal.organisations.models import Organisation
from tasks.models.campaign import Campaign
from tasks.reminding import LEVEL_LABELS, OFFSETS, Level, Rhythm, parse_offsets


def default_offsets() -> str:
    return ",".join(map(str, OFFSETS))


class ReminderSetting(models.Model):
    """一次行动的提醒设置；没有这一行就照默认。"""

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, related_name="reminder_setting", verbose_name="行动"
    )
    offsets = models.CharField(
        "提醒档次", max_length=60, default=default_offsets, help_text="相对截止日的天数，负数在前，用逗号分开"
    )
    head_after = models.PositiveSmallIntegerField("逾期几天提醒单位负责人", default=1)
    city_after = models.PositiveSmallIntegerField("逾期几天提醒市政务公开办", default=3)
    cap = models.PositiveIntegerField("一次最多发给几人", default=2000, help_text="多出来的留到下一次")
    quiet_from = models.TimeField("免打扰开始", default=dt.time(20))
    quiet_until = models.TimeField("免打扰结束", default=dt.time(8))
    workdays_only = models.BooleanField("非工作日不外发", default=True)
    muted = models.JSONField("不提醒的来源", default=list, blank=True)
    version = models.PositiveIntegerField("修改版次", default=0, help_text="每次保存加一，用于发现同时编辑")
    saved_by, saved_at = person("修改人"), moment("修改时间")
    paused_by, paused_at = person("暂停人"), moment("暂停时间")
    pause_reason = models.CharField("暂停原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "提醒设置"
        verbose_name_plural = "提醒设置"
        constraints = [
            models.CheckConstraint(
                condition=Q(city_after__gte=F("head_after")), name="reminder_city_after_head"
            ),
            models.CheckConstraint(condition=Q(cap__gte=1), name="reminder_cap_positive"),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | (Q(paused_by__isnull=False) & ~Q(pause_reason="")),
                name="reminder_pause_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.campaign}提醒设置"

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(parse_offsets(self.offsets), self.head_after, self.city_after)

    @property
    def quiet(self) -> Quiet:
        return Quiet(self.quiet_from, self.quiet_until, self.workdays_only)

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


class ReminderQuerySet(models.QuerySet):
    def waiting(self):
        """写了凭据、还没有发出的。"""
        return self.filter(sent_at__isnull=True)


class Reminder(models.Model):
    """一次提醒的凭据，先写行后发送：同一件事、同一单位、同一人、同一档次只提醒一次。"""

    LEVELS = [(level.value, label) for level, label in LEVEL_LABELS.items()]

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reminders", verbose_name="行动")
    source = models.CharField("来源", max_length=40, help_text="如 deadline:filing、register:requests")
    subject = models.CharField("事项标识", max_length=160, help_text="期限下的事项，或台账事项的标识")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="单位")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="被提醒人"
    )
    level = models.CharField("级别", max_length=10, choices=LEVELS, default=Level.OFFICER.value)
    text = models.CharField("事项", max_length=300, blank=True)
    url = models.CharField("去处", max_length=300, blank=True)
    due_on = models.DateField("截止日期", help_text="延期后日期不同，重新提醒")
    offset = models.SmallIntegerField("档次", help_text="相对截止日的天数")
    on = models.DateField("提醒日期")
    is_late = models.BooleanField("补发", default=False)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="所在汇总"
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒凭据"
        verbose_name_plural = "提醒凭据"
        ordering = ["-on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "source", "subject", "organisation", "person", "due_on", "offset"],
                name="reminder_once",
            )
        ]
        indexes = [models.Index(fields=["person", "on"], name="reminder_person_on")]

    def __str__(self):
        return f"{self.text or self.subject} T{self.offset:+d}"
