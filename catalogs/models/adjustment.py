"""标准调整：上级目录出了新版，依据它的每本目录都有一份调整方案，逐条处理，可撤销。"""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalogs.models.catalog import Catalog, Edition
from portal.core.constraints import stamped
from portal.core.stamps import moment, person
from portal.organisations.scope import scope_of


class AdjustmentQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(status=Adjustment.Status.PENDING)

    def visible_to(self, user):
        return self.filter(catalog__in=Catalog.objects.visible_to(user))

    def awaiting(self, user):
        """轮到此人处理的：本机构的填报人。"""
        return self.pending().filter(catalog__organisation__in=scope_of(user).organisations("draft"))


class Adjustment(models.Model):
    """一本目录从标准的旧版转到新版的方案。`draft` 是据此生成的本级新版草稿。"""

    class Status(models.TextChoices):
        PENDING = "pending", "待处理"
        APPLIED = "applied", "已生成草稿"

    catalog = models.ForeignKey(Catalog, models.CASCADE, related_name="adjustments", verbose_name="目录")
    old = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="标准旧版", null=True)
    new = models.ForeignKey(Edition, models.PROTECT, related_name="adjustments", verbose_name="标准新版")
    draft = models.ForeignKey(
        Edition, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="生成的草稿"
    )
    due_on = models.DateField("应完成日期")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PENDING)
    created_at = models.DateTimeField("下达时间")
    applied_by, applied_at = person("处理人"), moment("处理时间")

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = "标准调整"
        verbose_name_plural = "标准调整"
        ordering = ["due_on", "catalog"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("pending", "applied")), name="adjustment_status_known"
            ),
            models.UniqueConstraint(fields=["catalog", "new"], name="adjustment_once"),
            stamped("applied", when=Q(status="applied"), name="adjustment_applied_stamp"),
        ]

    def __str__(self):
        return f"{self.catalog}：{self.new}"

    def get_absolute_url(self):
        return reverse("catalogs:adjustment", args=[self.pk])

    @property
    def is_pending(self) -> bool:
        return self.status == self.Status.PENDING


class AdjustmentStep(models.Model):
    """调整方案里的一条：标准的这处变化，本级目录怎么办。`decision` 为空即未处理。"""

    class Change(models.TextChoices):
        ADDED = "added", "新增"
        REMOVED = "removed", "删除"
        CHANGED = "changed", "修改"
        MOVED = "moved", "移动"

    class Decision(models.TextChoices):
        TAKE = "take", "随标准"
        KEEP = "keep", "保留本级"
        MERGE = "merge", "合并两边"
        MAP = "map", "对应到已有事项"
        DROP = "drop", "不再列入"

    adjustment = models.ForeignKey(Adjustment, models.CASCADE, related_name="steps", verbose_name="标准调整")
    key = models.CharField("事项标识", max_length=32)
    change = models.CharField("标准的变化", max_length=10, choices=Change)
    decision = models.CharField("处理", max_length=10, choices=Decision, blank=True)
    proposal = models.CharField("建议", max_length=10, choices=Decision, blank=True)
    target_key = models.CharField("对应事项", max_length=32, blank=True)
    values = models.JSONField("合并结果", default=dict, blank=True)
    conflicts = models.JSONField("两边都改的栏", default=list, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    decided_by, decided_at = person("处理人"), moment("处理时间")

    class Meta:
        verbose_name = "调整事项"
        verbose_name_plural = "调整事项"
        ordering = ["adjustment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "key"], name="adjustment_step_once"),
            models.CheckConstraint(
                condition=Q(change__in=("added", "removed", "changed", "moved")),
                name="adjustment_step_change_known",
            ),
            stamped("decided", when=~Q(decision=""), name="adjustment_step_decided_stamp"),
            models.CheckConstraint(
                condition=~Q(decision="map") | ~Q(target_key=""), name="adjustment_step_map_has_target"
            ),
        ]

    def __str__(self):
        return f"{self.get_change_display()} {self.key}"
