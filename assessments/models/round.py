from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assessments.models.scheme import Indicator, Scheme
from portal.core.constraints import different_people, stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """市政务公开办与审计员看全部；部门只看自己主管的领域。县区不直接看整轮，见 `Scorecard`。"""
        scope = scope_of(user)
        return self.filter(
            Q(scheme__campaign__city__in=Organisation.objects.within(scope.reading))
            | Q(scheme__department__in=Organisation.objects.within(scope.reading))
        )


class Round(models.Model):
    """一个领域对各县区的一轮考核：部门评分、负责人审核、报送、市政务公开办接收。"""

    class Status(models.TextChoices):
        SCORING = "scoring", "评分中"
        AWAITING_HEAD = "awaiting_head", "待部门审核"
        APPROVED = "approved", "待报送"
        SUBMITTED = "submitted", "已报送"
        ACCEPTED = "accepted", "已接收"
        RETURNED = "returned", "已退回"

    scheme = models.OneToOneField(Scheme, models.PROTECT, related_name="round", verbose_name="方案")
    status = models.CharField("状态", max_length=16, choices=Status, default=Status.SCORING)
    is_late = models.BooleanField("逾期报送", default=False)
    content_hash = models.CharField("审核时的内容摘要", max_length=64, blank=True)
    created_at = models.DateTimeField("开始时间")
    completed_by, completed_at = person("评分完成人"), moment("评分完成时间")
    approved_by, approved_at = person("部门审核人"), moment("部门审核时间")
    submitted_by, submitted_at = person("报送人"), moment("报送时间")
    accepted_by, accepted_at = person("接收人"), moment("接收时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "领域考核"
        verbose_name_plural = "领域考核"
        ordering = ["scheme__field__code"]
        constraints = [
            stamped(
                "approved",
                when=Q(status__in=("approved", "submitted", "accepted")),
                name="round_approved_stamp",
            ),
            stamped("submitted", when=Q(status__in=("submitted", "accepted")), name="round_submitted_stamp"),
            stamped("accepted", when=Q(status="accepted"), name="round_accepted_stamp"),
            different_people("completed_by", "approved_by", name="round_scorer_is_not_approver"),
        ]

    def __str__(self):
        return f"{self.scheme.field}考核"

    def get_absolute_url(self):
        return reverse("assessments:round", args=[self.pk])

    @property
    def is_open_for_scoring(self):
        return self.status in (self.Status.SCORING, self.Status.RETURNED)

    def was_scored_by(self, user) -> bool:
        """此人评过这一轮里的任何一格。"""
        return Score.objects.filter(scorecard__round=self, updated_by=user).exists()

    @property
    def is_shown_to_counties(self):
        """部门负责人审核之后，县区才看得见自己的成绩与问题。"""
        return self.status in (self.Status.APPROVED, self.Status.SUBMITTED, self.Status.ACCEPTED)


class ScorecardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """市与审计看全部，部门看本领域，县区只看本县且须部门已审核。"""
        scope = scope_of(user)
        reading = Organisation.objects.within(scope.reading)
        by_round = Q(round__in=Round.objects.visible_to(user))
        by_county = Q(county__in=reading, round__status__in=("approved", "submitted", "accepted"))
        return self.filter(by_round | by_county)


class Scorecard(models.Model):
    """一个县区在一个领域的评分表。"""

    round = models.ForeignKey(Round, models.CASCADE, related_name="scorecards", verbose_name="领域考核")
    county = models.ForeignKey(Organisation, models.PROTECT, related_name="scorecards", verbose_name="县区")
    is_applicable = models.BooleanField("领域适用", default=True)
    inapplicable_reason = models.CharField("不适用原因", max_length=200, blank=True)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = "县区评分表"
        verbose_name_plural = "县区评分表"
        ordering = ["round", "county__path"]
        constraints = [
            models.UniqueConstraint(fields=["round", "county"], name="scorecard_one_per_county"),
            models.CheckConstraint(
                condition=Q(is_applicable=True) | ~Q(inapplicable_reason=""),
                name="scorecard_inapplicable_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.county} {self.round.scheme.field}"

    def get_absolute_url(self):
        return reverse("assessments:scorecard", args=[self.pk])


class Score(models.Model):
    """一个末级指标的评分。没有这一行或 `deduction` 为空，就是未评，不是零分。

    `deduction` 是扣分（0 至分值），得分 = 分值 − 扣分；`value` 由评分函数算出后随行保存，供汇总与核对。
    """

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="scores", verbose_name="评分表")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="scores", verbose_name="指标")
    value = models.DecimalField("得分", max_digits=8, decimal_places=4, null=True, blank=True)
    deduction = models.DecimalField("扣分", max_digits=8, decimal_places=4, null=True, blank=True)
    counts = models.JSONField(
        "缺陷或要点", default=dict, blank=True, help_text="如 {“链接失效”: 3}；直接填扣分时为空"
    )
    is_inapplicable = models.BooleanField("不适用", default=False)
    reason = models.CharField("扣分原因", max_length=1000, blank=True)
    link = models.CharField("问题链接", max_length=500, blank=True)
    requirement = models.CharField("整改要求", max_length=500, blank=True)
    due_on = models.DateField("整改时限", null=True, blank=True)
    version = models.PositiveIntegerField("修改版次", default=1)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="评分人"
    )
    updated_at = models.DateTimeField("评分时间")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "评分"
        verbose_name_plural = "评分"
        ordering = ["scorecard", "indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "indicator"], name="score_once_per_indicator"),
            models.CheckConstraint(
                condition=Q(deduction__isnull=True) | Q(deduction__gte=0), name="score_deduction_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="score_value_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(deduction__isnull=True) | Q(deduction=0) | ~Q(reason=""),
                name="score_deduction_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_inapplicable=False) | Q(value__isnull=True, deduction__isnull=True),
                name="score_inapplicable_has_no_value",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, deduction__isnull=True)
                | Q(value__isnull=False, deduction__isnull=False),
                name="score_value_and_deduction_together",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "scorecard"], name="score_indicator")]

    def __str__(self):
        return f"{self.scorecard} {self.indicator}"

    @property
    def is_missing(self):
        return self.value is None and not self.is_inapplicable
