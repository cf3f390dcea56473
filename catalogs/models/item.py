"""公开事项：目录里的一行。同一事项在各版、各级目录里用同一个 `key`，对比与沿用都靠它。"""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalogs.models.catalog import Edition
from catalogs.models.field import Field

# 比较、合并、导出的内容项；次序即通行的 13 栏表的次序。
CONTENT = (
    "number",
    "item_1",
    "item_2",
    "item_3",
    "content",
    "basis",
    "time_limit",
    "subject",
    "channels",
    "channels_other",
    "audience",
    "audience_note",
    "method",
    "level",
    "url",
    "remark",
    "extra",
)
# 与所依据的标准比较时不看序号：重新编号不算改动。
SUBSTANCE = tuple(name for name in CONTENT if name != "number")


def new_key() -> str:
    """新事项的标识，此后不变。"""
    return uuid.uuid4().hex


class ItemQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("field__code", "position", "pk")

    def applicable(self):
        """要公开的：不含说明理由后不适用的。"""
        return self.exclude(origin=Item.Origin.WAIVED)


class Item(models.Model):
    """一个公开事项（一级、二级事项及其要素）。"""

    class Origin(models.TextChoices):
        INHERITED = "inherited", "沿用"
        ADAPTED = "adapted", "调整"
        ADDED = "added", "新增"
        WAIVED = "waived", "不适用"

    NEEDS_REASON = (Origin.ADAPTED, Origin.WAIVED)

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="items", verbose_name="目录版本")
    field = models.ForeignKey(Field, models.PROTECT, related_name="items", verbose_name="领域")
    key = models.CharField("事项标识", max_length=32, default=new_key)
    position = models.PositiveIntegerField("次序")
    number = models.CharField("序号", max_length=30, blank=True)
    item_1 = models.CharField("一级事项", max_length=200, blank=True)
    item_2 = models.CharField("二级事项", max_length=300, blank=True)
    item_3 = models.CharField("三级事项", max_length=300, blank=True)
    content = models.TextField("公开内容（要素）", blank=True)
    basis = models.TextField("公开依据", blank=True)
    time_limit = models.CharField("公开时限", max_length=500, blank=True)
    limit_value = models.PositiveIntegerField("时限数", null=True, blank=True)
    limit_unit = models.CharField("时限单位", max_length=6, blank=True)
    limit_anchor = models.CharField("起算", max_length=60, blank=True)
    subject = models.CharField("公开主体", max_length=300, blank=True)
    channels = models.JSONField("公开渠道和载体", default=list, blank=True)
    channels_other = models.JSONField("其他渠道", default=list, blank=True)
    audience = models.JSONField("公开对象", default=list, blank=True)
    audience_note = models.CharField("特定群众说明", max_length=300, blank=True)
    method = models.JSONField("公开方式", default=list, blank=True)
    level = models.JSONField("公开层级", default=list, blank=True)
    url = models.CharField("链接", max_length=500, blank=True)
    remark = models.TextField("备注", blank=True)
    extra = models.JSONField("其他栏", default=dict, blank=True, help_text="表里有而标准没有的栏，原样保留")
    origin = models.CharField("来历", max_length=10, choices=Origin, default=Origin.ADDED)
    reason = models.CharField("理由", max_length=300, blank=True)
    version = models.PositiveIntegerField("修改版次", default=1)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "公开事项"
        verbose_name_plural = "公开事项"
        ordering = ["edition", "field__code", "position"]
        indexes = [models.Index(fields=["edition", "field", "position"], name="item_order")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="item_key_once"),
            models.CheckConstraint(
                condition=Q(origin__in=("inherited", "adapted", "added", "waived")), name="item_origin_known"
            ),
        ]

    def __str__(self):
        return " / ".join(name for name in (self.item_1, self.item_2, self.item_3) if name) or self.number

    def get_absolute_url(self):
        return reverse("catalogs:item", args=[self.pk])

    @property
    def lacks_reason(self) -> bool:
        return self.origin in self.NEEDS_REASON and not self.reason.strip()

    @property
    def values(self) -> dict:
        """内容项的值，供对比、合并、沿用。"""
        return {name: getattr(self, name) for name in CONTENT}
