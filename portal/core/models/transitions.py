from django.conf import settings
from django.db import models


class Transition(models.Model):
    """状态机的一次流转，即对象时间线上的一行。"""

    object_type = models.CharField("对象类型", max_length=60)
    object_pk = models.CharField("对象编号", max_length=40)
    move = models.CharField("动作", max_length=40)
    label = models.CharField("动作名称", max_length=40)
    source = models.CharField("原状态", max_length=30, blank=True)
    target = models.CharField("新状态", max_length=30)
    target_label = models.CharField("新状态名称", max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    capacity = models.CharField("身份", max_length=60, blank=True, help_text="代理的写明代什么、代到哪天")
    at = models.DateTimeField("时间")
    reason = models.CharField("意见", max_length=1000, blank=True)
    needs_reason = models.BooleanField("须写原因", default=False)

    class Meta:
        verbose_name = "流转记录"
        verbose_name_plural = "流转记录"
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["object_type", "object_pk"], name="transition_object"),
            models.Index(fields=["by", "-at"], name="transition_by_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(needs_reason=False) | ~models.Q(reason=""),
                name="transition_has_its_reason",
            )
        ]

    def __str__(self):
        return f"{self.label} → {self.target_label}"
