from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.core.constraints import different_people, stamped
from portal.core.models import StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications.models import Publication
from tasks.models.campaign import Campaign


class FilingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """本机构及下级的；草稿阶段市里看得见有没有，内容由模板按状态决定。"""
        return self.filter(county__in=Organisation.objects.within(scope_of(user).reading))

    def running(self):
        """行动还在进行的。"""
        return self.filter(campaign__status=Campaign.Status.RUNNING)

    def handed_in(self):
        """县区负责人已审核、送达市政务公开办的。"""
        return self.filter(handed_in_at__isnull=False)


class Filing(models.Model):
    """专项行动方案备案：县区一份，报市政务公开办备案并同步公开。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待县区审核"
        HANDED_IN = "handed_in", "待市受理"
        RECEIVED = "received", "待备案"
        ACCEPTED = "accepted", "已备案"
        RETURNED = "returned", "已退回"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="filings", verbose_name="行动")
    county = models.ForeignKey(Organisation, models.PROTECT, related_name="filings", verbose_name="县区")
    title = models.CharField("方案名称", max_length=120)
    document_number = models.CharField("文号", max_length=60, blank=True)
    written_on = models.DateField("成文日期", null=True, blank=True)
    leader = models.CharField("责任领导", max_length=60)
    contact = models.CharField("联系人", max_length=40)
    contact_phone = models.CharField("联系电话", max_length=30, help_text="只供市政务公开办联系，不公开")
    summary = models.CharField("内容概述", max_length=100)
    plan_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="方案文件"
    )
    task_book_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任务书"
    )
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField("修改版次", default=1, help_text="每次保存加一，用于发现同时编辑")
    round = models.PositiveSmallIntegerField("报送轮次", default=0)
    receipt_number = models.CharField("回执号", max_length=40, null=True, blank=True, unique=True)
    is_late = models.BooleanField("逾期报送", default=False)
    publication = models.OneToOneField(
        Publication, models.PROTECT, null=True, blank=True, related_name="filing", verbose_name="公开信息"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人"
    )
    created_at = models.DateTimeField("建立时间")
    saved_at = models.DateTimeField("最近保存")
    submitted_by, submitted_at = person("提交人"), moment("提交时间")
    handed_in_by, handed_in_at = person("县区审核人"), moment("报送时间")
    received_by, received_at = person("受理人"), moment("受理时间")
    accepted_by, accepted_at = person("备案人"), moment("备案时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = "方案备案"
        verbose_name_plural = "方案备案"
        ordering = ["campaign", "county__path"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "county"], name="filing_one_per_county"),
            stamped("submitted", when=~Q(status__in=("draft", "returned")), name="filing_submitted_stamp"),
            stamped(
                "handed_in",
                when=Q(status__in=("handed_in", "received", "accepted")),
                name="filing_handed_in_stamp",
            ),
            stamped("received", when=Q(status__in=("received", "accepted")), name="filing_received_stamp"),
            stamped("accepted", when=Q(status="accepted"), name="filing_accepted_stamp"),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "returned")) | Q(plan_file__isnull=False),
                name="filing_has_plan",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(publication__isnull=False),
                name="filing_accepted_is_published",
            ),
            different_people("submitted_by", "handed_in_by", name="filing_author_is_not_county_approver"),
            different_people("received_by", "accepted_by", name="filing_receiver_is_not_acceptor"),
        ]

    def __str__(self):
        return self.title or f"{self.county}方案备案"

    def get_absolute_url(self):
        return reverse("tasks:filing", args=[self.pk])

    @property
    def is_editable(self):
        return self.status in (self.Status.DRAFT, self.Status.RETURNED)


class FilingVersion(models.Model):
    """每次报送的定格：当时填的内容与文件摘要，退回重报后仍可对照。"""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="versions", verbose_name="备案")
    number = models.PositiveSmallIntegerField("轮次")
    content = models.JSONField("内容", encoder=DjangoJSONEncoder)
    hash = models.CharField("摘要", max_length=64)
    frozen_at = models.DateTimeField("定格时间")

    class Meta:
        verbose_name = "备案版本"
        verbose_name_plural = "备案版本"
        ordering = ["filing", "number"]
        constraints = [models.UniqueConstraint(fields=["filing", "number"], name="filing_version_once")]

    def __str__(self):
        return f"{self.filing} 第{self.number}轮"
