from django.db import models
from django.db.models import F, Q

from portal.core.stamps import person
from tasks.models.campaign import Campaign


class BurdenVerdict(models.Model):
    """像是同一件事的两次要求，市政务公开办怎样定：合并（只交前一件）或保留，写明理由。两个标识见 `tasks.burden`。"""

    class Verdict(models.TextChoices):
        MERGE = "merge", "合并"
        KEEP = "keep", "保留"

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="burden_verdicts", verbose_name="行动"
    )
    left = models.CharField("前一件", max_length=60)
    right = models.CharField("后一件", max_length=60)
    verdict = models.CharField("处理", max_length=10, choices=Verdict)
    reason = models.CharField("理由", max_length=300)
    decided_by = person("决定人")
    decided_at = models.DateTimeField("决定时间")

    class Meta:
        verbose_name = "重复要求的处理"
        verbose_name_plural = "重复要求的处理"
        ordering = ["campaign", "left", "right"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "left", "right"], name="burden_verdict_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="burden_verdict_in_order"),
            models.CheckConstraint(condition=Q(verdict__in=("merge", "keep")), name="burden_verdict_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="burden_verdict_says_why"),
        ]

    def __str__(self):
        return f"{self.left}、{self.right}：{self.get_verdict_display()}"
