from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from portal.core.stamps import person
from tasks.models.campaign import TaskArea


class AreaRule(models.Model):
    """一个方面的亮灯规则；没有这一行的用默认：3 个工作日内到期为临期，有超期即红，不看办结率。"""

    area = models.OneToOneField(TaskArea, models.CASCADE, related_name="rule", verbose_name="任务方面")
    soon_workdays = models.PositiveSmallIntegerField(
        "临期（工作日）",
        default=3,
        validators=[MaxValueValidator(30)],
        help_text="剩下这么多个工作日以内算临期",
    )
    most_overdue = models.PositiveSmallIntegerField(
        "容许超期（件）", default=0, help_text="超期未办多于这个数亮红灯"
    )
    least_share = models.DecimalField(
        "最低办结率（%）",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="低于它亮红灯；不看办结率的留空",
    )
    saved_by = person("改定人")
    saved_at = models.DateTimeField("改定时间")

    class Meta:
        verbose_name = "亮灯规则"
        verbose_name_plural = "亮灯规则"
        ordering = ["area__number"]
        constraints = [
            models.CheckConstraint(condition=Q(soon_workdays__lte=30), name="area_rule_soon_within_a_month"),
            models.CheckConstraint(
                condition=Q(least_share__isnull=True) | Q(least_share__gte=0, least_share__lte=100),
                name="area_rule_share_is_percent",
            ),
        ]

    def __str__(self):
        return f"{self.area}亮灯规则"
