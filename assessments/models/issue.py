from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assessments.models.round import Scorecard
from assessments.models.scheme import Indicator
from portal.core.constraints import different_people, stamped
from portal.core.models import StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of


class IssueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """与评分表同一视野；县区看不到未下发的。"""
        scorecards = Scorecard.objects.visible_to(user)
        reading = Organisation.objects.within(scope_of(user).reading)
        own = Q(scorecard__county__in=reading) & ~Q(status=Issue.Status.PENDING)
        others = ~Q(scorecard__county__in=reading)
        city = Q(scorecard__round__scheme__campaign__city__in=reading)
        return self.filter(scorecard__in=scorecards).filter(own | others | city)

    def open(self):
        return self.exclude(status__in=(Issue.Status.CLOSED, Issue.Status.DISMISSED))

    def overdue(self, *, on):
        return self.open().filter(due_on__lt=on).exclude(status=Issue.Status.PENDING)


class Issue(models.Model):
    """问题清单中的一条，由一处扣分产生或另行登记。逐条整改、销号管理。"""

    class Status(models.TextChoices):
        PENDING = "pending", "待下发"
        ISSUED = "issued", "待签收"
        RECTIFYING = "rectifying", "整改中"
        ANSWERED = "answered", "待复核"
        RETURNED = "returned", "退回重改"
        CLOSED = "closed", "已销号"
        DISMISSED = "dismissed", "不予认定"
        ESCALATED = "escalated", "待上级处理"

    class Source(models.TextChoices):
        DEPARTMENT = "department", "部门考核"
        CITY = "city", "市公开办抽查"
        PROVINCE = "province", "省反馈"
        PUBLIC = "public", "群众"

    number = models.CharField("编号", max_length=40, unique=True)
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="issues", verbose_name="评分表")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name="指标"
    )
    source = models.CharField("来源", max_length=12, choices=Source, default=Source.DEPARTMENT)
    description = models.CharField("问题描述", max_length=1000)
    kind = models.CharField("问题类型", max_length=40, blank=True)
    link = models.CharField("问题链接", max_length=500, blank=True)
    deduction = models.DecimalField("扣分", max_digits=8, decimal_places=4, null=True, blank=True)
    requirement = models.CharField("整改要求", max_length=500, blank=True)
    due_on = models.DateField("整改时限", null=True, blank=True)
    is_repeated = models.BooleanField("重复问题", default=False)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.PENDING)
    version = models.PositiveIntegerField("修改版次", default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间")
    issued_by, issued_at = person("下发人"), moment("下发时间")
    received_by, received_at = person("签收人"), moment("签收时间")
    answered_by, answered_at = person("整改人"), moment("反馈时间")
    closed_by, closed_at = person("复核人"), moment("销号时间")
    history = HistoricalRecords()

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = "问题"
        verbose_name_plural = "问题"
        ordering = ["number"]
        indexes = [models.Index(fields=["scorecard", "status"], name="issue_scorecard_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "indicator"],
                condition=Q(source="department", indicator__isnull=False),
                name="issue_one_per_deduction",
            ),
            stamped(
                "issued",
                when=Q(status__in=("issued", "rectifying", "answered", "returned", "closed")),
                name="issue_issued_stamp",
            ),
            stamped("closed", when=Q(status="closed"), name="issue_closed_stamp"),
            different_people("answered_by", "closed_by", name="issue_rechecked_by_another"),
            models.CheckConstraint(condition=~Q(description=""), name="issue_has_description"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("assessments:issue", args=[self.pk])


class Rectification(models.Model):
    """对一条问题的一轮整改反馈与复核意见。没有整改链接的反馈不能报送。"""

    class Verdict(models.TextChoices):
        WAITING = "waiting", "待复核"
        PASSED = "passed", "整改到位"
        FAILED = "failed", "整改不到位"

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="rectifications", verbose_name="问题")
    round_number = models.PositiveSmallIntegerField("轮次")
    measures = models.CharField("整改措施", max_length=1000)
    result = models.CharField("整改结果", max_length=500, blank=True)
    link = models.CharField("整改链接", max_length=500)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="整改人"
    )
    answered_at = models.DateTimeField("反馈时间")
    verdict = models.CharField("复核结论", max_length=10, choices=Verdict, default=Verdict.WAITING)
    opinion = models.CharField("复核意见", max_length=500, blank=True)
    rechecked_by, rechecked_at = person("复核人"), moment("复核时间")

    class Meta:
        verbose_name = "整改反馈"
        verbose_name_plural = "整改反馈"
        ordering = ["issue", "round_number"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "round_number"], name="rectification_round_once"),
            models.CheckConstraint(condition=~Q(link="") & ~Q(measures=""), name="rectification_has_proof"),
            stamped("rechecked", when=~Q(verdict="waiting"), name="rectification_rechecked_stamp"),
            different_people("answered_by", "rechecked_by", name="rectification_rechecked_by_another"),
        ]

    def __str__(self):
        return f"{self.issue} 第{self.round_number}轮整改"
