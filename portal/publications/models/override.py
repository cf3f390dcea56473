"""确需公开个人信息的：先评估影响，再由另一人批准；只对批准时的那份内容有效。"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.core.constraints import different_people, stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications.models.publication import Publication

KEPT_YEARS = 3


class OfPublicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """看得到稿件的人。"""
        return self.filter(
            publication__organisation__in=Organisation.objects.within(scope_of(user).reading)
        ).select_related("publication__organisation", "publication__column")

    def newest_first(self):
        return self.order_by("-pk")


class ImpactAssessment(models.Model):
    """个人信息保护影响评估（个人信息保护法第五十五、五十六条）：写下即不再改动，至少保存三年。"""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="assessments", verbose_name="稿件"
    )
    purpose = models.TextField("处理目的与方式", max_length=2000)
    necessity = models.TextField("合法、正当、必要", max_length=2000)
    impact = models.TextField("对个人权益的影响及安全风险", max_length=2000)
    measures = models.TextField("保护措施是否合法、有效、与风险相适应", max_length=2000)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="评估人"
    )
    assessed_on = models.DateField("评估日期")
    recorded_at = models.DateTimeField("记录时间")
    keep_until = models.DateField("至少保存到")

    objects = OfPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "个人信息保护影响评估"
        verbose_name_plural = "个人信息保护影响评估"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(keep_until__gt=F("assessed_on")), name="impact_assessment_is_kept"
            ),
            *(
                models.CheckConstraint(condition=~Q(**{name: ""}), name=f"impact_assessment_has_{name}")
                for name in ("purpose", "necessity", "impact", "measures")
            ),
        ]

    def __str__(self):
        return f"《{self.publication}》个人信息保护影响评估"

    def get_absolute_url(self):
        return reverse("publications:assessment", args=[self.pk])

    @staticmethod
    def kept_from(day: dt.date) -> dt.date:
        """自评估之日起三年。"""
        try:
            return day.replace(year=day.year + KEPT_YEARS)
        except ValueError:
            return day.replace(year=day.year + KEPT_YEARS, month=3, day=1)


class Override(models.Model):
    """一次放行：对一份稿件此刻的内容与此刻的发现，由一人申请、另一人批准。内容一改即失效。"""

    class Status(models.TextChoices):
        REQUESTED = "requested", "待审批"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"
        CANCELLED = "cancelled", "已取消"

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="overrides", verbose_name="稿件"
    )
    assessment = models.OneToOneField(
        ImpactAssessment, models.PROTECT, related_name="override", verbose_name="影响评估"
    )
    fingerprint = models.CharField("所放行内容的摘要", max_length=64)
    findings = models.JSONField("所放行的发现（已打码）")
    detector_version = models.CharField("检测规则版本", max_length=10)
    reason = models.CharField("申请理由", max_length=500)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.REQUESTED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人"
    )
    requested_at = models.DateTimeField("申请时间")
    approved_by, approved_at = person("批准人"), moment("批准时间")
    refused_by, refused_at = person("不批准的人"), moment("不批准时间")
    cancelled_by, cancelled_at = person("撤回申请的人"), moment("撤回申请时间")
    approval_reason = models.CharField("批准理由", max_length=1000, blank=True)

    objects = OfPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "个人信息公开审批"
        verbose_name_plural = "个人信息公开审批"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["publication", "status"], name="override_of_publication")]
        constraints = [
            *(
                stamped(status, when=Q(status=status), name=f"override_{status}_stamp")
                for status in ("approved", "refused", "cancelled")
            ),
            different_people("requested_by", "approved_by", name="override_two_people"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
            models.CheckConstraint(
                condition=~Q(status="approved") | ~Q(approval_reason=""), name="override_approval_has_reason"
            ),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(status="requested"), name="override_one_open"
            ),
        ]

    def __str__(self):
        return f"《{self.publication}》个人信息公开审批"

    def get_absolute_url(self):
        return reverse("publications:override", args=[self.pk])

    def answers(self, finding: dict) -> bool:
        """这处发现批准时已经在内。"""
        return finding in self.findings
