"""年度公开：一县一年的村级合计，经三审公开。只有村、项目、户数、数量、金额，没有户。"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.core.constraints import different_people, stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.publications.models import Publication
from village.models.programme import counties_seen_by


class ReleaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(county__in=counties_seen_by(user))


class Release(models.Model):
    """一次年度公开：拟定人定格复核过的合计，县负责人报送，市经办核对，市审核公开。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        HANDED_IN = "handed_in", "待市核对"
        CHECKED = "checked", "待公开"
        PUBLISHED = "published", "已公开"
        RETURNED = "returned", "已退回"

    county = models.ForeignKey(Organisation, models.PROTECT, related_name="releases", verbose_name="县区")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("次")
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT)
    villages = models.PositiveIntegerField("村数", default=0)
    households = models.PositiveIntegerField("户次", default=0)
    amount = models.DecimalField("金额（元）", max_digits=18, decimal_places=2, default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟定人"
    )
    created_at = models.DateTimeField("拟定时间")
    handed_in_by, handed_in_at = person("报送人"), moment("报送时间")
    checked_by, checked_at = person("核对人"), moment("核对时间")
    published_by, published_at = person("公开人"), moment("公开时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = "年度公开"
        verbose_name_plural = "年度公开"
        ordering = ["-year", "county__path", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "handed_in", "checked", "published", "returned")),
                name="release_status_known",
            ),
            stamped(
                "handed_in",
                when=Q(status__in=("handed_in", "checked", "published")),
                name="release_handed_in_stamp",
            ),
            stamped("checked", when=Q(status__in=("checked", "published")), name="release_checked_stamp"),
            stamped("published", when=Q(status="published"), name="release_published_stamp"),
            different_people("created_by", "handed_in_by", name="release_handed_in_by_another"),
            different_people("handed_in_by", "checked_by", name="release_checked_by_another"),
            different_people("checked_by", "published_by", name="release_published_by_another"),
        ]

    def __str__(self):
        return f"{self.county} {self.year} 年补贴发放公开（第{self.number}次）"

    def get_absolute_url(self):
        return reverse("village:release", args=[self.pk])


class ReleasedVillage(models.Model):
    """年度公开里的一个村：定格的各项合计，与公开后的那条信息。"""

    release = models.ForeignKey(Release, models.CASCADE, related_name="released", verbose_name="年度公开")
    village = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="村（居）")
    rows = models.JSONField("各项合计", default=list)
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公开信息"
    )

    class Meta:
        verbose_name = "公开的村"
        verbose_name_plural = "公开的村"
        ordering = ["village__path"]
        constraints = [models.UniqueConstraint(fields=["release", "village"], name="released_village_once")]

    def __str__(self):
        return f"{self.release} {self.village}"
