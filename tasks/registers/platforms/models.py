from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.core.models import Link
from portal.core.stamps import person
from tasks.models.ledger import LedgerRow

FUNCTIONS = {
    "search": "搜索",
    "ask": "咨询",
    "mailbox": "信箱",
    "request": "依申请公开",
    "download": "下载",
    "subscribe": "订阅",
    "elder": "长者模式",
    "terminal": "自助查询机",
}


class Zone(LedgerRow):
    """一处公开平台：专区、专栏、网上平台、新媒体，或专区专栏里的一个栏目。线下专区没有网址，写地点。"""

    class Kind(models.TextChoices):
        ONLINE = "online", "政务公开专区（线上）"
        OFFLINE = "offline", "政务公开专区（线下）"
        COLUMN = "column", "政府信息公开专栏"
        PLATFORM = "platform", "网上平台"
        MEDIA = "media", "新媒体"

    class Rhythm(models.TextChoices):
        NONE = "none", "不定期"
        WEEKLY = "weekly", "每周"
        MONTHLY = "monthly", "每月"
        QUARTERLY = "quarterly", "每季度"
        HALF = "half", "每半年"
        DAYS = "days", "及时（每几天）"

    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.COLUMN)
    name = models.CharField("名称", max_length=100)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="columns", verbose_name="所属专区"
    )
    link = models.ForeignKey(
        Link, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="网址"
    )
    place = models.CharField("线下地点", max_length=120, blank=True)
    post = models.CharField("责任岗位", max_length=80)
    rhythm = models.CharField("更新节奏", max_length=10, choices=Rhythm, default=Rhythm.MONTHLY)
    rhythm_days = models.PositiveSmallIntegerField("几天", null=True, blank=True)
    functions = models.JSONField("功能", default=list, blank=True)
    opened_on = models.DateField("开通日期")
    closed_on = models.DateField("停用日期", null=True, blank=True)
    waiting_for = models.CharField("等待后台权限", max_length=200, blank=True)

    class Meta:
        verbose_name = "公开平台"
        verbose_name_plural = "公开平台"
        ordering = ["organisation__path", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="zone_name_once",
                violation_error_message="本单位已登记过同名的专区或栏目。",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(post=""), name="zone_is_named"),
            models.CheckConstraint(
                condition=Q(kind="offline", link__isnull=True) & ~Q(place="")
                | ~Q(kind="offline") & Q(link__isnull=False),
                name="zone_has_its_place",
                violation_error_message="线下专区请写地点、不填网址；其余的请填网址。",
            ),
            models.CheckConstraint(
                condition=Q(rhythm="days", rhythm_days__isnull=False, rhythm_days__gte=1)
                | ~Q(rhythm="days") & Q(rhythm_days__isnull=True),
                name="zone_rhythm_in_days",
                violation_error_message="更新节奏为“及时”的请写明几天；其余的不填天数。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("online", "offline", "column", "platform", "media"))
                & Q(rhythm__in=("none", "weekly", "monthly", "quarterly", "half", "days")),
                name="zone_words_known",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="zone_closes_after_opening",
                violation_error_message="停用日期不能早于开通日期。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("tasks:zone", args=[self.pk])

    @property
    def function_names(self) -> str:
        return "、".join(FUNCTIONS[code] for code in self.functions if code in FUNCTIONS)

    @property
    def rhythm_text(self) -> str:
        """更新节奏的说法，如“每月”“每 7 天”。"""
        return f"每 {self.rhythm_days} 天" if self.rhythm == self.Rhythm.DAYS else self.get_rhythm_display()


class ZoneUpdate(models.Model):
    """一处平台在某一天有更新：核验时看到的，或人登记并附网页、网页核验打得开的。只增不改。

    `confirmed_on` 是看到、或所附网页核验通过的那一天；还没有通过的不算。
    """

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="updates", verbose_name="公开平台")
    on = models.DateField("更新日期")
    title = models.CharField("更新了什么", max_length=200, blank=True)
    link = models.ForeignKey(
        Link, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="网页"
    )
    confirmed_on = models.DateField("核实日期", null=True, blank=True)
    recorded_by = person("登记人")
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "平台更新"
        verbose_name_plural = "平台更新"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "on"], condition=Q(recorded_by__isnull=True), name="zone_seen_updated_once"
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=True, confirmed_on__isnull=False)
                | Q(recorded_by__isnull=False, link__isnull=False),
                name="zone_update_has_its_proof",
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.title}"


class Outage(models.Model):
    """网址失效的一段：从核验为失效那天，到再打得开那天。"""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="outages", verbose_name="公开平台")
    began_on = models.DateField("失效")
    ended_on = models.DateField("恢复", null=True, blank=True)

    class Meta:
        verbose_name = "平台失效"
        verbose_name_plural = "平台失效"
        ordering = ["-began_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone"], condition=Q(ended_on__isnull=True), name="zone_out_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="outage_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.zone} {self.began_on} 起打不开"
