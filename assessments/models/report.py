from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from portal.core.constraints import different_people, stamped
from portal.core.models import StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications.models import Publication
from tasks.models import Campaign


def default_bands() -> list[list]:
    """一种常见的等次划分；各市不同，故可改。自高至低，[下限, 名称]。"""
    return [["90", "优秀"], ["70", "良好"], ["60", "合格"], ["0", "不合格"]]


class CombinationRule(models.Model):
    """各领域成绩怎样合成县区总成绩。实施方案没有规定，故由行动设置。"""

    class Method(models.TextChoices):
        WEIGHTED_MEAN = "weighted_mean", "按权重平均"
        PLAIN_MEAN = "plain_mean", "简单平均"
        REPORT_ONLY = "report_only", "只列成绩不合成"

    class Ties(models.TextChoices):
        SKIP = "skip", "并列后跳过名次"
        DENSE = "dense", "并列后不跳过"

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="combination", verbose_name="行动")
    method = models.CharField("合成方法", max_length=16, choices=Method, default=Method.WEIGHTED_MEAN)
    ties = models.CharField("并列处理", max_length=8, choices=Ties, default=Ties.SKIP)
    bands = models.JSONField("等次", default=default_bands)
    weights = models.JSONField("领域权重", default=dict, help_text="{领域编号: 权重}，未列的为 1")
    version = models.PositiveIntegerField("修改版次", default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "合成规则"
        verbose_name_plural = "合成规则"

    def __str__(self):
        return f"{self.campaign} 合成规则"


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """市政务公开办与审计员；其他人看公开后的版本。"""
        return self.filter(campaign__city__in=Organisation.objects.within(scope_of(user).reading))


class Report(models.Model):
    """综合评估报告的一稿：取自一次定格的数据，文字可由办公室修改，数字不能。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        AWAITING_REVIEW = "awaiting_review", "待审核"
        RETURNED = "returned", "已退回"
        FINAL = "final", "已定稿"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reports", verbose_name="行动")
    number = models.PositiveSmallIntegerField("稿次")
    title = models.CharField("标题", max_length=120)
    document_number = models.CharField("文号", max_length=60, blank=True)
    status = models.CharField("状态", max_length=16, choices=Status, default=Status.DRAFT)
    snapshot = models.JSONField("定格数据", encoder=DjangoJSONEncoder)
    fingerprint = models.CharField("数据指纹", max_length=64)
    audit_head = models.CharField("取数时审计链尾", max_length=64, blank=True)
    wording = models.JSONField(
        "文字", default=dict, help_text="{章节标识: 段落文字}，未改的章节用计算出的文字"
    )
    version = models.PositiveIntegerField("修改版次", default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    created_at = models.DateTimeField("取数时间")
    submitted_by, submitted_at = person("送审人"), moment("送审时间")
    finalised_by, finalised_at = person("定稿人"), moment("定稿时间")
    publication = models.OneToOneField(
        Publication, models.PROTECT, null=True, blank=True, related_name="report", verbose_name="公开信息"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "综合评估报告"
        verbose_name_plural = "综合评估报告"
        ordering = ["-campaign__year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(status="final"), name="report_one_final"
            ),
            stamped("finalised", when=Q(status="final"), name="report_finalised_stamp"),
            different_people("submitted_by", "finalised_by", name="report_author_is_not_finaliser"),
        ]

    def __str__(self):
        return f"{self.title}（第{self.number}稿）"

    def get_absolute_url(self):
        return reverse("assessments:report", args=[self.pk])


class ReportFile(models.Model):
    """按某一版文字生成的一种格式；文字再改即过时，须重新生成。"""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"
        XLSX = "xlsx", "Excel"

    report = models.ForeignKey(Report, models.CASCADE, related_name="files", verbose_name="报告")
    format = models.CharField("格式", max_length=4, choices=Format)
    report_version = models.PositiveIntegerField("对应版次")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    built_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = "报告文件"
        verbose_name_plural = "报告文件"
        ordering = ["report", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "format", "report_version"], name="report_file_once_per_version"
            )
        ]

    def __str__(self):
        return f"{self.report} {self.get_format_display()}"
