from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from catalogs.models import Field
from portal.core.constraints import stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.models import Campaign


class SchemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """市政务公开办与审计员看全部，部门看自己主管的；下发之后参加的县区也看得到标准。"""
        reading = Organisation.objects.within(scope_of(user).reading)
        mine = Q(campaign__city__in=reading) | Q(department__in=reading)
        county = Q(status=Scheme.Status.ISSUED, campaign__participants__county__in=reading)
        return self.filter(pk__in=Scheme.objects.filter(mine | county).values("pk"))

    def issued(self):
        return self.filter(status=Scheme.Status.ISSUED)


class Scheme(models.Model):
    """某行动某领域的考核方案。下发后冻结，改动须另立新版。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "拟定中"
        ISSUED = "issued", "已下发"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="schemes", verbose_name="行动")
    field = models.ForeignKey(Field, models.PROTECT, related_name="schemes", verbose_name="领域")
    department = models.ForeignKey(
        Organisation, models.PROTECT, related_name="schemes", verbose_name="主管部门"
    )
    title = models.CharField("名称", max_length=120)
    full_points = models.DecimalField("满分", max_digits=8, decimal_places=4, default=100)
    evaluator = models.CharField(
        "考核主体", max_length=60, blank=True, help_text="如 主管部门自评、委托第三方，可不填"
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField("修改版次", default=1)
    created_by, created_at = person("拟定人"), moment("拟定时间")
    issued_by, issued_at = person("下发人"), moment("下发时间")
    history = HistoricalRecords(excluded_fields=["created_by", "created_at"])

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "考核方案"
        verbose_name_plural = "考核方案"
        ordering = ["campaign", "field__code"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "field"], name="scheme_one_per_field"),
            stamped("issued", when=Q(status="issued"), name="scheme_issued_stamp"),
            models.CheckConstraint(condition=Q(full_points__gt=0), name="scheme_full_points_positive"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assessments:scheme", args=[self.pk])

    @property
    def is_frozen(self):
        return self.status == self.Status.ISSUED


class Indicator(models.Model):
    """指标，至多三级；只有末级指标有评分规则并被评分，上级分值等于下级之和。"""

    class Rule(models.TextChoices):
        DEDUCTION = "deduction", "按缺陷扣分"
        ADDITION = "addition", "按要点得分"
        RANGE = "range", "区间酌情扣分"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="indicators", verbose_name="方案")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="上级指标"
    )
    position = models.PositiveSmallIntegerField("顺序", help_text="在全表中的顺序，从 1 起")
    number = models.CharField("序号", max_length=12, help_text="如 1.2.3")
    name = models.CharField("指标", max_length=120)
    standard = models.TextField("评分标准", blank=True)
    points = models.DecimalField("分值", max_digits=8, decimal_places=4)
    rule = models.CharField("评分规则", max_length=12, choices=Rule, blank=True, help_text="末级指标必填")
    config = models.JSONField("规则参数", default=dict, help_text="形状见 assessments.scoring")
    may_be_inapplicable = models.BooleanField("可不适用", default=False)

    class Meta:
        verbose_name = "考核指标"
        verbose_name_plural = "考核指标"
        ordering = ["scheme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="indicator_number_once"),
            models.UniqueConstraint(fields=["scheme", "position"], name="indicator_position_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="indicator_points_positive"),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    @property
    def is_leaf(self):
        return bool(self.rule)
