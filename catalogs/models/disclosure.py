"""公开记录：目录事项实际公开了什么、在哪里、何时。随目录与事项标识走，不随版本走。"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from catalogs.models.catalog import Catalog
from portal.core.models import Link
from portal.core.stamps import moment, person


class Disclosure(models.Model):
    """一次公开：某事项的一条信息。"""

    class Source(models.TextChoices):
        HAND = "hand", "手工登记"
        WORKBOOK = "workbook", "工作簿导入"
        FEED = "feed", "网站采集"

    catalog = models.ForeignKey(Catalog, models.PROTECT, related_name="disclosures", verbose_name="目录")
    key = models.CharField("事项标识", max_length=32)
    title = models.CharField("信息标题", max_length=200)
    url = models.URLField("网址", max_length=500, blank=True)
    link = models.ForeignKey(
        Link, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核验的链接"
    )
    made_on = models.DateField("形成（变更）日期", null=True, blank=True)
    disclosed_on = models.DateField("公开日期")
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.HAND)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField("修改版次", default=1)
    retracted_by, retracted_at = person("作废人"), moment("作废时间")
    retraction = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "公开记录"
        verbose_name_plural = "公开记录"
        ordering = ["-disclosed_on", "-pk"]
        indexes = [
            models.Index(fields=["catalog", "key", "-disclosed_on"], name="disclosure_of_item"),
            models.Index(fields=["catalog", "-disclosed_on"], name="disclosure_recent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=("hand", "workbook", "feed")), name="disclosure_source_known"
            ),
            models.UniqueConstraint(
                fields=["catalog", "key", "url", "disclosed_on"],
                condition=Q(retracted_at__isnull=True),
                name="disclosure_once",
            ),
            models.CheckConstraint(
                condition=Q(made_on__isnull=True) | Q(disclosed_on__gte=F("made_on")),
                name="disclosure_after_made",
            ),
            models.CheckConstraint(
                condition=Q(retracted_at__isnull=True) | ~Q(retraction=""),
                name="disclosure_retraction_reason",
            ),
        ]

    def __str__(self):
        return self.title


class Feed(models.Model):
    """某机构网站的采集源：Atom、RSS 或站点地图。"""

    catalog = models.ForeignKey(Catalog, models.CASCADE, related_name="feeds", verbose_name="目录")
    url = models.URLField("网址", max_length=500)
    read_at = moment("最近采集")
    note = models.CharField("采集结果", max_length=200, blank=True)

    class Meta:
        verbose_name = "采集源"
        verbose_name_plural = "采集源"
        ordering = ["catalog", "pk"]
        constraints = [models.UniqueConstraint(fields=["catalog", "url"], name="feed_once")]

    def __str__(self):
        return self.url


class FeedEntry(models.Model):
    """采集到的一条，等人归到事项；归了就成为公开记录，不相干的略过，下次不再出现。"""

    class State(models.TextChoices):
        WAITING = "waiting", "待归类"
        ASSIGNED = "assigned", "已归类"
        IGNORED = "ignored", "已略过"

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="entries", verbose_name="采集源")
    url = models.URLField("网址", max_length=500)
    title = models.CharField("标题", max_length=200)
    published_on = models.DateField("发布日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    disclosure = models.ForeignKey(
        Disclosure, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="公开记录"
    )

    class Meta:
        verbose_name = "采集条目"
        verbose_name_plural = "采集条目"
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "assigned", "ignored")), name="feed_entry_state_known"
            ),
            models.UniqueConstraint(fields=["feed", "url"], name="feed_entry_once"),
        ]

    def __str__(self):
        return self.title
