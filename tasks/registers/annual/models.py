"""年度报告：一个单位一年一份，更正时另立一版。数在 `cells`，来处在 `sources`，缺的键就是没有填。"""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.core.constraints import different_people, stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications.models import Publication

HANDED = ("passed", "checked", "published", "withdrawn")


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(body__in=Organisation.objects.within(scope_of(user).reading))

    def of_year(self, year: int):
        return self.filter(year=year)

    def published(self):
        """在公开的：撤回了的不算。"""
        return self.filter(status="published", publication__status=Publication.Status.PUBLISHED)


class AnnualReport(models.Model):
    """一份年度报告。`year` 是所报告的年度。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待审核"
        PASSED = "passed", "待市核对"
        CHECKED = "checked", "待公开"
        PUBLISHED = "published", "已公开"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    class Source(models.TextChoices):
        LEDGER = "ledger", "台账"
        CARRIED = "carried", "上年报告"
        TYPED = "typed", "填写"
        IMPORTED = "imported", "导入"

    body = models.ForeignKey(
        Organisation, models.PROTECT, related_name="annual_reports", verbose_name="编报单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    overview = models.TextField("一、总体情况", blank=True, max_length=10_000)
    problems = models.TextField("五、存在的主要问题及改进情况", blank=True, max_length=10_000)
    others = models.TextField("六、其他需要报告的事项", blank=True, max_length=10_000)
    cells = models.JSONField("各表的数", default=dict, blank=True)
    sources = models.JSONField("各数的来处", default=dict, blank=True)
    notes = models.JSONField("与台账不同的说明", default=dict, blank=True)
    version = models.PositiveIntegerField("修改版次", default=1)
    correction = models.CharField("更正的原因", max_length=300, blank=True)
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公开信息"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="建立人"
    )
    created_at = models.DateTimeField("建立时间")
    saved_at = models.DateTimeField("保存时间")
    submitted_by, submitted_at = person("报送人"), moment("报送时间")
    passed_by, passed_at = person("审核人"), moment("审核时间")
    checked_by, checked_at = person("核对人"), moment("核对时间")
    published_by, published_at = person("公开人"), moment("公开时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")
    withdrawn_by, withdrawn_at = person("撤回人"), moment("撤回时间")

    objects = ReportQuerySet.as_manager()

    TEXTS = ("overview", "problems", "others")

    class Meta:
        verbose_name = "年度报告"
        verbose_name_plural = "年度报告"
        ordering = ["-year", "body__path", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "edition"], name="annual_edition_once"),
            models.UniqueConstraint(
                fields=["body", "year"],
                condition=~Q(status__in=("published", "withdrawn")),
                name="annual_one_in_hand",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "submitted", "returned", *HANDED)),
                name="annual_status_known",
            ),
            models.CheckConstraint(
                condition=Q(edition=1) | ~Q(correction=""), name="annual_correction_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("published", "withdrawn")) | Q(publication__isnull=False),
                name="annual_published_somewhere",
            ),
            stamped("submitted", when=Q(status__in=("submitted", *HANDED)), name="annual_submitted_stamp"),
            stamped("passed", when=Q(status__in=HANDED), name="annual_passed_stamp"),
            stamped("checked", when=Q(status__in=HANDED[1:]), name="annual_checked_stamp"),
            stamped("published", when=Q(status__in=HANDED[2:]), name="annual_published_stamp"),
            different_people("submitted_by", "passed_by", name="annual_passed_by_another"),
            different_people("passed_by", "checked_by", name="annual_checked_by_another"),
            different_people("checked_by", "published_by", name="annual_published_by_another"),
        ]

    def __str__(self):
        return f"{self.body} {self.year} 年度报告" + (f"（第{self.edition}版）" if self.edition > 1 else "")

    def get_absolute_url(self):
        return reverse("tasks:annual", args=[self.pk])

    @property
    def title(self) -> str:
        """公文的标题。"""
        return f"{self.body.name}{self.year}年政府信息公开工作年度报告"

    @property
    def is_editable(self) -> bool:
        return self.status in (self.Status.DRAFT, self.Status.RETURNED)

    @property
    def is_public(self) -> bool:
        """此刻公众看得到：公开了，也没有撤回。"""
        return (
            self.status == self.Status.PUBLISHED and self.publication.status == Publication.Status.PUBLISHED
        )

    @property
    def values(self) -> dict[str, Decimal]:
        """各数；没有填的不在其中。"""
        return {key: Decimal(text) for key, text in self.cells.items()}
