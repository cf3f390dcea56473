from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.core.models import Link
from tasks.models.ledger import LedgerRow


class Policy(LedgerRow):
    """一份公布了的政策文件；要不要解读，不要的写明为什么。"""

    class Kind(models.TextChoices):
        NORMATIVE = "normative", "规范性文件"
        OTHER = "other", "其他政策文件"

    title = models.CharField("文件名称", max_length=200)
    number = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("制发机关", max_length=80)
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.NORMATIVE)
    published_on = models.DateField("公布日期")
    link = models.ForeignKey(
        Link, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原文网址"
    )
    needs_interpretation = models.BooleanField("需要解读", default=True)
    reason = models.CharField("不需解读的理由", max_length=200, blank=True)
    ends_on = models.DateField("失效日期", null=True, blank=True)

    class Meta:
        verbose_name = "政策文件"
        verbose_name_plural = "政策文件"
        ordering = ["-published_on", "-pk"]
        indexes = [models.Index(fields=["organisation", "published_on"], name="policy_of_a_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"],
                name="policy_title_once",
                violation_error_message="本单位已登记过同名的政策文件。",
            ),
            models.CheckConstraint(
                condition=Q(needs_interpretation=True) | ~Q(reason=""),
                name="policy_spared_with_reason",
                violation_error_message="不需要解读的，请写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("published_on")),
                name="policy_ends_after_publication",
                violation_error_message="失效日期不能早于公布日期。",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(issuer=""), name="policy_is_named"),
            models.CheckConstraint(condition=Q(kind__in=("normative", "other")), name="policy_kind_known"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tasks:policy", args=[self.pk])


class Interpretation(models.Model):
    """政策的一篇解读。`is_linked`：政策与解读互相有链接，看这一篇就到得了那一篇。"""

    class Form(models.TextChoices):
        TEXT = "text", "文字解读"
        PICTURE = "picture", "图解"
        QA = "qa", "问答"
        VIDEO = "video", "视频"
        PRESS = "press", "新闻发布会"
        LEADER = "leader", "负责人解读"
        EXPERT = "expert", "专家解读"
        OTHER = "other", "其他形式"

    policy = models.ForeignKey(
        Policy, models.CASCADE, related_name="interpretations", verbose_name="政策文件"
    )
    title = models.CharField("解读标题", max_length=200)
    form = models.CharField("解读形式", max_length=10, choices=Form, default=Form.TEXT)
    published_on = models.DateField("发布日期")
    author = models.CharField("解读单位", max_length=80)
    link = models.ForeignKey(
        Link, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解读网址"
    )
    is_linked = models.BooleanField("与政策相互关联", default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "政策解读"
        verbose_name_plural = "政策解读"
        ordering = ["published_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "form", "title"],
                name="interpretation_once",
                violation_error_message="这篇解读已经登记过。",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(author=""), name="interpretation_is_named"),
            models.CheckConstraint(
                condition=Q(
                    form__in=("text", "picture", "qa", "video", "press", "leader", "expert", "other")
                ),
                name="interpretation_form_known",
            ),
        ]

    def __str__(self):
        return self.title
