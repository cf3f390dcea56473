from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.core.constraints import different_people, stamped
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.models.campaign import Deadline


class ExtensionQuerySet(models.QuerySet):
    def granted(self):
        return self.filter(status=Extension.Status.APPROVED)

    def visible_to(self, user):
        return self.filter(organisation__in=Organisation.objects.within(scope_of(user).reading))


class Extension(models.Model):
    """延期单：某机构在某期限上的新截止日，写明原因，由市政务公开办审批；各处闸门都认它。"""

    class Status(models.TextChoices):
        REQUESTED = "requested", "待审批"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="extensions", verbose_name="期限")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="extensions", verbose_name="申请单位"
    )
    number = models.CharField("编号", max_length=40, blank=True)
    new_due_on = models.DateField("延至")
    reason = models.CharField("延期原因", max_length=500)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.REQUESTED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人"
    )
    requested_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审批人",
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "延期单"
        verbose_name_plural = "延期单"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            stamped("decided", when=Q(status__in=("approved", "refused")), name="extension_decided_stamp"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
            different_people("requested_by", "decided_by", name="extension_decided_by_another"),
            models.UniqueConstraint(
                fields=["deadline", "organisation"],
                condition=Q(status="requested"),
                name="extension_one_open_request",
            ),
        ]

    def __str__(self):
        return self.number or f"{self.organisation} {self.deadline} 延期申请"
