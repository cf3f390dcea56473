from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse

from portal.core.models.files import StoredFile


class ImportBatch(models.Model):
    """一次工作簿导入：校验结果先落在这里供人预览，确认后才在一个事务里写入业务表。"""

    class State(models.TextChoices):
        STAGED = "staged", "待确认"
        REFUSED = "refused", "有错误"
        APPLIED = "applied", "已导入"
        ABANDONED = "abandoned", "已放弃"

    kind = models.CharField("种类", max_length=40)
    campaign = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    scope = models.JSONField("范围", default=dict)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    state = models.CharField("状态", max_length=10, choices=State)
    plan = models.JSONField("打算", default=dict, encoder=DjangoJSONEncoder, help_text="kinds.Plan.as_json()")
    return_url = models.CharField("返回地址", max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    created_at = models.DateTimeField("上传时间")
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)

    class Meta:
        verbose_name = "导入批次"
        verbose_name_plural = "导入批次"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="applied") | models.Q(applied_at__isnull=False),
                name="import_applied_has_time",
            )
        ]

    @property
    def is_waiting(self) -> bool:
        """还没有导入，也没有放弃。"""
        return self.state in (self.State.STAGED, self.State.REFUSED)

    def __str__(self):
        return f"{self.kind} {self.file}"

    def get_absolute_url(self):
        return reverse("core:import", args=[self.pk])
