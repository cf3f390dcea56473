"""公开登记：公众能看到的一切都是这里的行，由明确的、经三审的动作放进来。"""

import datetime as dt

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from treebeard.mp_tree import MP_Node, MP_NodeManager

from portal.core.constraints import different_people, stamped
from portal.core.models import StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of

SUMMARY_LENGTH = 100


class ColumnManager(MP_NodeManager):
    def get_queryset(self):
        return super().get_queryset().order_by("path")


class Column(MP_Node):
    """公开栏目，成树：监督保障 > 专项工作。"""

    title = models.CharField("栏目名称", max_length=40)
    slug = models.SlugField("网址标识", max_length=40, unique=True)
    description = models.CharField("栏目描述", max_length=200, blank=True)
    keywords = models.CharField("栏目关键词", max_length=100, blank=True)

    objects = ColumnManager()

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("public:column", args=[self.slug])


class PublicationQuerySet(models.QuerySet):
    def published(self):
        """公众此刻可读的。"""
        return self.filter(status=Publication.Status.PUBLISHED)

    def on_record(self):
        """公开过的：在公开的，以及撤回后留下墓碑的。"""
        return self.filter(status__in=(Publication.Status.PUBLISHED, Publication.Status.WITHDRAWN))

    def visible_to(self, user):
        """工作台上：本机构及下级的稿件，以及要由此人审的。"""
        return self.filter(organisation__in=Organisation.objects.within(scope_of(user).reading))

    def with_findings(self):
        """已公开而仍有发现没有了结的。"""
        return self.published().filter(finding_count__gt=0)

    def to_rescan(self, version: str):
        """已公开而没有用 `version` 版规则查过的。"""
        return self.published().exclude(scanned_version=version)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")


class Publication(models.Model):
    """一条公开信息（稿件）。元数据依网站信息公开目录的通行做法。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        FIRST_REVIEW = "first_review", "待初审"
        SECOND_REVIEW = "second_review", "待复审"
        FINAL_REVIEW = "final_review", "待终审"
        HELD = "held", "待放行"
        RETURNED = "returned", "已退回"
        PUBLISHED = "published", "已公开"
        WITHDRAWN = "withdrawn", "已撤回"

    class Validity(models.TextChoices):
        IN_FORCE = "in_force", "有效"
        EXPIRED = "expired", "失效"
        REPEALED = "repealed", "废止"

    column = models.ForeignKey(Column, models.PROTECT, related_name="publications", verbose_name="栏目")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="publications", verbose_name="发布机构"
    )
    title = models.CharField("名称", max_length=120)
    body_html = models.TextField("正文", blank=True)
    rows = models.JSONField(
        "表格", null=True, blank=True, encoder=DjangoJSONEncoder, help_text="{headers, rows}"
    )
    summary = models.CharField(
        "内容概述", max_length=SUMMARY_LENGTH, validators=[MaxLengthValidator(SUMMARY_LENGTH)]
    )
    keywords = models.CharField("关键词", max_length=100, blank=True)
    category = models.CharField("组配分类", max_length=60, blank=True)
    theme = models.CharField("主题分类", max_length=60, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    written_on = models.DateField("成文日期", null=True, blank=True)
    effective_on = models.DateField("生效时间", null=True, blank=True)
    repealed_on = models.DateField("废止时间", null=True, blank=True)
    validity = models.CharField("有效性", max_length=10, choices=Validity, default=Validity.IN_FORCE)
    source = models.CharField("来源", max_length=80, blank=True)
    consult_office = models.CharField("政策咨询机关", max_length=80, blank=True)
    consult_phone = models.CharField("政策咨询电话", max_length=30, blank=True)
    origin_type = models.CharField("来历类型", max_length=60, blank=True, help_text="如 tasks.filing")
    origin_pk = models.CharField("来历编号", max_length=40, blank=True)

    status = models.CharField("状态", max_length=16, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField("版本号", default=1)
    index_number = models.CharField("索引号", max_length=40, null=True, blank=True, unique=True)
    findings = models.JSONField("隐私扫描发现", default=list, blank=True)
    finding_count = models.PositiveSmallIntegerField("未了结的发现数", default=0)
    scanned_hash = models.CharField("已扫描内容摘要", max_length=64, blank=True)
    scanned_version = models.CharField("扫描所用规则版本", max_length=10, blank=True)
    scanned_at = models.DateTimeField("扫描时间", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    created_at = models.DateTimeField("拟稿时间")
    submitted_by, submitted_at = person("送审人"), moment("送审时间")
    first_passed_by, first_passed_at = person("初审人"), moment("初审时间")
    second_passed_by, second_passed_at = person("复审人"), moment("复审时间")
    published_by, published_at = person("终审人"), moment("发布时间")
    withdrawn_by, withdrawn_at = person("撤回人"), moment("撤回时间")
    withdrawal_reason = models.CharField("撤回原因", max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "公开信息"
        verbose_name_plural = "公开信息"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["column", "status", "-published_at"], name="publication_listing"),
            models.Index(fields=["organisation", "status", "column"], name="publication_body_columns"),
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(status="published"),
                name="publication_newest",
            ),
            models.Index(fields=["origin_type", "origin_pk"], name="publication_origin"),
            models.Index(fields=["status", "scanned_version"], name="publication_scanned"),
            models.Index(
                fields=["status"], condition=Q(finding_count__gt=0), name="publication_with_findings"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(summary=F("title")), name="publication_summary_is_not_title"),
            models.CheckConstraint(
                condition=~Q(status__in=("published", "withdrawn")) | Q(index_number__isnull=False),
                name="publication_has_index_number",
            ),
            stamped(
                "published", when=Q(status__in=("published", "withdrawn")), name="publication_published_stamp"
            ),
            stamped("withdrawn", when=Q(status="withdrawn"), name="publication_withdrawn_stamp"),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawal_reason=""),
                name="publication_withdrawal_has_reason",
            ),
            different_people("first_passed_by", "second_passed_by", name="publication_first_is_not_second"),
            different_people("second_passed_by", "published_by", name="publication_second_is_not_final"),
            different_people("first_passed_by", "published_by", name="publication_first_is_not_final"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("publications:detail", args=[self.pk])

    def validity_on(self, day: dt.date) -> Validity:
        """某日的有效性：定了将来废止的，到那天之前仍有效。"""
        repealed_later = (
            self.validity == self.Validity.REPEALED and self.repealed_on and day < self.repealed_on
        )
        return self.Validity.IN_FORCE if repealed_later else self.Validity(self.validity)

    @property
    def public_url(self):
        return reverse("public:detail", args=[self.pk])


class PublicationFile(models.Model):
    """稿件的附件，按顺序排列。公众下载的就是扫描过的那份字节。"""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files", verbose_name="稿件")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("显示名称", max_length=150)
    position = models.PositiveSmallIntegerField("顺序")

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "position"], name="publication_file_position_once")
        ]

    def __str__(self):
        return self.name


class PublicationVersion(models.Model):
    """一次公开的定格：内容与附件摘要连同总摘要，此后不再改动。"""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="versions", verbose_name="稿件")
    number = models.PositiveIntegerField("版本号")
    content = models.JSONField("定格内容", encoder=DjangoJSONEncoder)
    hash = models.CharField("内容摘要", max_length=64)
    frozen_at = models.DateTimeField("定格时间")

    class Meta:
        verbose_name = "公开版本"
        verbose_name_plural = "公开版本"
        ordering = ["publication", "number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="publication_version_once")
        ]

    def __str__(self):
        return f"{self.publication} 第{self.number}版"


class IndexCounter(models.Model):
    """索引号的流水：每个发布机构每月一行，加一即取号，与公开同一事务，故不跳号不重号。"""

    body = models.CharField("机构标识", max_length=20)
    month = models.CharField("年月", max_length=6)
    last = models.PositiveIntegerField("最近流水", default=0)

    class Meta:
        verbose_name = "索引号流水"
        verbose_name_plural = "索引号流水"
        ordering = ["body", "month"]
        constraints = [models.UniqueConstraint(fields=["body", "month"], name="index_counter_once_a_month")]

    def __str__(self):
        return f"{self.body}/{self.month}"
