"""村级目录：各村与县级样本不同之处、按期公开的登记、与县乡目录的衔接。没有改动的村一行也不存。"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from catalogs.cycles import LABELS, Cycle, named
from catalogs.models import Catalog, Field
from portal.core.models import StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation


class DeviationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(village__in=Organisation.objects.visible_to(user))

    def within(self, place: Organisation):
        return self.filter(village__path__startswith=place.path)


class Deviation(models.Model):
    """一村的一个事项与样本不同：调整、新增，或不适用。`values` 只存不同的栏，`basis` 是当时样本的写法。"""

    class Kind(models.TextChoices):
        ADAPTED = "adapted", "调整"
        ADDED = "added", "新增"
        WAIVED = "waived", "不适用"

    village = models.ForeignKey(
        Organisation, models.PROTECT, related_name="deviations", verbose_name="村（居）"
    )
    key = models.CharField("事项标识", max_length=32)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="领域"
    )
    values = models.JSONField("不同的栏", default=dict, blank=True)
    basis = models.JSONField("当时的样本", default=dict, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    since = models.DateField("自何时起")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="改定人"
    )
    saved_at = models.DateTimeField("改定时间")
    version = models.PositiveIntegerField("修改版次", default=1)

    objects = DeviationQuerySet.as_manager()

    class Meta:
        verbose_name = "村级调整"
        verbose_name_plural = "村级调整"
        ordering = ["village__path", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["village", "key"], name="deviation_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("adapted", "added", "waived")), name="deviation_kind_known"
            ),
            models.CheckConstraint(condition=Q(kind="added") | ~Q(reason=""), name="deviation_says_why"),
            models.CheckConstraint(
                condition=~Q(kind="added") | Q(field__isnull=False), name="deviation_added_has_field"
            ),
        ]

    def __str__(self):
        return f"{self.village.called} {self.get_kind_display()}"


class CycleRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(village__in=Organisation.objects.visible_to(user))

    def standing(self):
        """没有撤下的。"""
        return self.filter(retracted_at__isnull=True)


class CycleRecord(models.Model):
    """一次公开：某村某事项的一期（及时的没有期次），何时贴在哪里，谁登记的，可附照片。"""

    village = models.ForeignKey(
        Organisation, models.PROTECT, related_name="cycle_records", verbose_name="村（居）"
    )
    key = models.CharField("事项标识", max_length=32)
    name = models.CharField("事项", max_length=300)
    cycle = models.CharField("公开周期", max_length=10, choices=[(one.value, LABELS[one]) for one in Cycle])
    starts_on = models.DateField("期次起", null=True, blank=True)
    due_on = models.DateField("应公开日期", null=True, blank=True)
    posted_on = models.DateField("公开日期")
    place = models.CharField("公开地点（渠道）", max_length=120)
    note = models.CharField("内容说明", max_length=200, blank=True)
    photo = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照片"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间")
    retracted_by, retracted_at = person("撤下人"), moment("撤下时间")
    reason = models.CharField("撤下原因", max_length=300, blank=True)

    objects = CycleRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "村务公开记录"
        verbose_name_plural = "村务公开记录"
        ordering = ["-posted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cycle__in=("prompt", "month", "quarter", "half", "year")),
                name="cycle_record_cycle_known",
            ),
            models.CheckConstraint(
                condition=Q(cycle="prompt", starts_on__isnull=True, due_on__isnull=True)
                | (~Q(cycle="prompt") & Q(starts_on__isnull=False, due_on__isnull=False)),
                name="cycle_record_dated_as_its_cycle",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(posted_on__gte=F("starts_on")),
                name="cycle_record_posted_in_time_or_after",
            ),
            models.UniqueConstraint(
                fields=["village", "cycle", "starts_on", "key"],
                condition=Q(retracted_at__isnull=True, starts_on__isnull=False),
                name="cycle_record_once_a_period",
            ),
            models.CheckConstraint(
                condition=Q(retracted_at__isnull=True) | (Q(retracted_by__isnull=False) & ~Q(reason="")),
                name="cycle_record_retracted_stamp",
            ),
        ]

    def __str__(self):
        return f"{self.village.called} {self.name}{f' {self.period}' if self.starts_on else ''}"

    def get_absolute_url(self):
        return reverse("village:records", args=[self.village.code])

    @property
    def period(self) -> str:
        """期次的名称；及时的为空。"""
        return named(Cycle(self.cycle), self.starts_on) if self.starts_on else ""

    @property
    def days_late(self) -> int:
        """晚了几天；按时的、及时的为 0。"""
        return max(0, (self.posted_on - self.due_on).days) if self.due_on else 0


class Linkage(models.Model):
    """有效衔接：村级事项与县级（乡级）目录事项的对应，由人确认。`target_key` 为空是村里自有、不用对应的。"""

    catalog = models.ForeignKey(
        Catalog, models.PROTECT, related_name="village_links", verbose_name="县（乡）目录"
    )
    key = models.CharField("村级事项标识", max_length=32)
    target_key = models.CharField("对应事项标识", max_length=32, blank=True)
    reason = models.CharField("不用对应的理由", max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间")

    class Meta:
        verbose_name = "目录衔接"
        verbose_name_plural = "目录衔接"
        ordering = ["catalog", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["catalog", "key", "target_key"], name="linkage_once"),
            models.CheckConstraint(
                condition=(~Q(target_key="") & Q(reason="")) | (Q(target_key="") & ~Q(reason="")),
                name="linkage_target_or_reason",
            ),
        ]

    def __str__(self):
        return f"{self.catalog} 衔接"
