"""责任分工与会议。责任分工只增不改：换人另立一行，前一行止于前一天。"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.core.constraints import stamped
from portal.core.models import StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.models.campaign import Campaign
from tasks.models.filing import Filing


class ResponsibilityQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(organisation__in=Organisation.objects.within(scope_of(user).reading))

    def standing(self):
        """没有被更正掉的。"""
        return self.filter(corrected_at__isnull=True)

    def current(self):
        """还没有止日的，每个机构至多一行。"""
        return self.standing().filter(until_on__isnull=True)


class Responsibility(models.Model):
    """责任分工：一个机构自某日起的责任领导、承办机构与联系人。电话只供工作联系，不公开。"""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="responsibilities", verbose_name="单位"
    )
    leader = models.CharField("责任领导", max_length=60)
    leader_post = models.CharField("领导职务", max_length=60, blank=True)
    leader_phone = models.CharField("领导办公电话", max_length=30, blank=True)
    unit = models.CharField("承办机构", max_length=80, blank=True)
    contact = models.CharField("联系人", max_length=40)
    contact_phone = models.CharField("联系电话", max_length=30, blank=True, help_text="只供工作联系，不公开")
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True, blank=True, help_text="最后一天，含当天")
    filing = models.ForeignKey(
        Filing, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="引自方案备案"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间")
    corrected_by, corrected_at = person("更正人"), moment("更正时间")

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = "责任分工"
        verbose_name_plural = "责任分工"
        ordering = ["organisation__path", "-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(until_on__isnull=True, corrected_at__isnull=True),
                name="responsibility_one_current",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="responsibility_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(leader="") & ~Q(contact=""), name="responsibility_names_people"
            ),
        ]

    def __str__(self):
        return f"{self.organisation} 责任分工（{self.from_on:%Y-%m-%d} 起）"

    def get_absolute_url(self):
        return reverse("tasks:leader", args=[self.organisation.code])


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """本机构及下级召集的、邀请了的、有议定事项交办的。"""
        within = Organisation.objects.within(scope_of(user).reading)
        asked = Invitation.objects.filter(organisation__in=within).values("meeting")
        given = Decision.objects.filter(organisation__in=within).values("meeting")
        return self.filter(Q(organisation__in=within) | Q(pk__in=asked) | Q(pk__in=given))

    def minuted(self):
        return self.filter(status=Meeting.Status.MINUTED)

    def working(self):
        return self.filter(kind=Meeting.Kind.WORKING)

    def named(self, words: str):
        return self.filter(Q(title__icontains=words) | Q(topics__icontains=words))

    def on_or_after(self, day: dt.date):
        return self.filter(Q(held_on__gte=day) | Q(held_on__isnull=True, planned_on__gte=day))

    def on_or_before(self, day: dt.date):
        return self.filter(Q(held_on__lte=day) | Q(held_on__isnull=True, planned_on__lte=day))


class Meeting(models.Model):
    """一次会议：市或县区召集；召开、纪要都有日期，状态与日期由约束保持一致。"""

    class Kind(models.TextChoices):
        WORKING = "working", "工作会议"
        EXCHANGE = "exchange", "交流会"
        ONSITE = "onsite", "现场会"
        TRAINING = "training", "培训"

    class Status(models.TextChoices):
        PLANNED = "planned", "待召开"
        HELD = "held", "待存纪要"
        MINUTED = "minuted", "已存纪要"
        CANCELLED = "cancelled", "已取消"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="meetings", verbose_name="行动")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="meetings", verbose_name="召集单位"
    )
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.WORKING)
    title = models.CharField("会议名称", max_length=120)
    planned_on = models.DateField("拟定日期")
    place = models.CharField("地点", max_length=80, blank=True)
    chaired_by = models.CharField("主持人", max_length=60, blank=True)
    topics = models.TextField("议题", max_length=2000)
    held_on = models.DateField("召开日期", null=True, blank=True)
    minutes = models.TextField("纪要正文", max_length=10000, blank=True)
    minutes_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="纪要文件"
    )
    minutes_link = models.URLField("纪要网址", max_length=500, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PLANNED)
    version = models.PositiveIntegerField("修改版次", default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间")
    held_by, held_at = person("召开登记人"), moment("召开登记时间")
    minuted_by, minuted_at = person("存纪要人"), moment("存纪要时间")
    cancelled_by, cancelled_at = person("取消人"), moment("取消时间")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "会议"
        verbose_name_plural = "会议"
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title", "planned_on"], name="meeting_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("working", "exchange", "onsite", "training")),
                name="meeting_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("planned", "cancelled"), held_on__isnull=True)
                | Q(status__in=("held", "minuted"), held_on__isnull=False),
                name="meeting_held_has_its_day",
            ),
            stamped("held", when=Q(status__in=("held", "minuted")), name="meeting_held_stamp"),
            stamped("minuted", when=Q(status="minuted"), name="meeting_minuted_stamp"),
            stamped("cancelled", when=Q(status="cancelled"), name="meeting_cancelled_stamp"),
            models.CheckConstraint(
                condition=~Q(status="minuted")
                | ~Q(minutes="")
                | ~Q(minutes_link="")
                | Q(minutes_file__isnull=False),
                name="meeting_minutes_are_there",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "kind", "held_on"], name="meeting_held_in_campaign")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tasks:meeting", args=[self.pk])

    @property
    def on(self) -> dt.date:
        """召开的日期；还没有召开的为拟定日期。"""
        return self.held_on or self.planned_on


class Invitation(models.Model):
    """邀请到会的单位，与召开之后登记的是否到会。"""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations", verbose_name="会议")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    is_present = models.BooleanField("到会", null=True, blank=True)

    class Meta:
        verbose_name = "参会单位"
        verbose_name_plural = "参会单位"
        ordering = ["organisation__path"]
        constraints = [models.UniqueConstraint(fields=["meeting", "organisation"], name="invitation_once")]

    def __str__(self):
        return f"{self.organisation}"


class DecisionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_on__isnull=True)


class Decision(models.Model):
    """议定事项：由谁何时办成；办结写明结果。"""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions", verbose_name="会议")
    number = models.PositiveSmallIntegerField("序号")
    text = models.CharField("议定事项", max_length=500)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="decisions", verbose_name="责任单位"
    )
    due_on = models.DateField("完成时限")
    result = models.CharField("办理结果", max_length=500, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    done_by = person("办结登记人")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "议定事项"
        verbose_name_plural = "议定事项"
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, result="", done_by__isnull=True)
                | (Q(done_on__isnull=False, done_by__isnull=False) & ~Q(result="")),
                name="decision_done_says_how",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}：{self.text[:40]}"

    def get_absolute_url(self):
        return f"{self.meeting.get_absolute_url()}#decision-{self.pk}"
