from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from tasks.models.campaign import Campaign
from tasks.registers.rules.criteria import DEFAULT, Criterion


def default_criteria() -> list[dict]:
    return [{"name": one.name, "points": str(one.points)} for one in DEFAULT]


class RegisterRule(models.Model):
    """一个行动的台账规则；没有这一行时按默认值。日期不填的，为全面实施阶段的最后一天。"""

    class Rhythm(models.TextChoices):
        MONTHLY = "monthly", "每月一次"
        QUARTERLY = "quarterly", "每季度一次"
        NONE = "none", "不作要求"

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, related_name="register_rule", verbose_name="行动"
    )
    meeting_rhythm = models.CharField("工作会议频次", max_length=10, choices=Rhythm, default=Rhythm.QUARTERLY)
    mechanisms_due_on = models.DateField("四项机制建成期限", null=True, blank=True)
    cases_needed = models.PositiveSmallIntegerField(
        "每县区推荐案例数", default=1, validators=[MaxValueValidator(20)]
    )
    cases_due_on = models.DateField("案例推荐期限", null=True, blank=True)
    judges_needed = models.PositiveSmallIntegerField(
        "评审人数", default=2, validators=[MinValueValidator(2), MaxValueValidator(9)]
    )
    criteria = models.JSONField("评审标准", default=default_criteria, encoder=DjangoJSONEncoder)
    pass_score = models.DecimalField(
        "确认为典型的最低平均分", max_digits=5, decimal_places=1, default=Decimal(60)
    )
    version = models.PositiveIntegerField("修改版次", default=0)

    class Meta:
        verbose_name = "台账规则"
        verbose_name_plural = "台账规则"
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting_rhythm__in=("monthly", "quarterly", "none")),
                name="register_rule_rhythm_known",
            ),
            models.CheckConstraint(condition=Q(judges_needed__gte=2), name="register_rule_two_judges"),
        ]

    def __str__(self):
        return f"{self.campaign}台账规则"

    @property
    def scale(self) -> tuple[Criterion, ...]:
        """评审标准各项。"""
        return tuple(Criterion(row["name"], Decimal(row["points"])) for row in self.criteria)
