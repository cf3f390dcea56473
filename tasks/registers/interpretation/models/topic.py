from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.core.models import Link
from tasks.models.ledger import LedgerRow


class Topic(LedgerRow):
    """一个社会关切的热点：何时在哪里发现的，由登记单位负责回应。"""

    title = models.CharField("热点", max_length=200)
    found_at = models.DateTimeField("发现时间")
    source = models.CharField("来源", max_length=100)
    link = models.ForeignKey(
        Link, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="来源网址"
    )
    text = models.CharField("关切的内容", max_length=1000, blank=True)

    class Meta:
        verbose_name = "热点"
        verbose_name_plural = "热点"
        ordering = ["-found_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "found_at"], name="topic_of_a_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"],
                name="topic_title_once",
                violation_error_message="本单位已登记过同名的热点。",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(source=""), name="topic_is_named"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tasks:topic", args=[self.pk])


class Response(models.Model):
    """对热点的一次回应。"""

    class How(models.TextChoices):
        SITE = "site", "网站发布"
        MEDIA = "media", "新媒体发布"
        PRESS = "press", "新闻发布会"
        INTERVIEW = "interview", "接受采访"
        REPLY = "reply", "跟帖留言答复"
        VISIT = "visit", "当面说明"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="responses", verbose_name="热点")
    at = models.DateTimeField("回应时间")
    how = models.CharField("回应方式", max_length=10, choices=How, default=How.SITE)
    text = models.CharField("回应内容", max_length=1000)
    link = models.ForeignKey(
        Link, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回应网址"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "热点回应"
        verbose_name_plural = "热点回应"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "at", "how"],
                name="response_once",
                violation_error_message="这次回应已经登记过。",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="response_says_something"),
            models.CheckConstraint(
                condition=Q(how__in=("site", "media", "press", "interview", "reply", "visit")),
                name="response_how_known",
            ),
        ]

    def __str__(self):
        return self.text[:40]
