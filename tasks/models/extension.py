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

    def with_matters(self):
        """连同延的是什么、由谁审批。"""
        return self.select_related(
            "organisation",
            "deadline__campaign__city",
            "assignment__task__campaign__city",
            "assignment__issuer",
        )

    def visible_to(self, user):
        return self.filter(organisation__in=Organisation.objects.within(scope_of(user).reading))


class Extension(models.Model):
    """延期单：某机构在某期限上、或某项承办的任务的新截止日，写明原因，经审批；各处闸门都认它。

    期限与市交办的任务由市政务公开办审批，县区交办的由县区负责人审批。
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", "待审批"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"

    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="extensions", verbose_name="期限"
    )
    assignment = models.ForeignKey(
        "tasks.Assignment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="extensions",
        verbose_name="承办的任务",
    )
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
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(status="requested"),
                name="extension_one_open_per_task",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="extension_number_once"),
            models.CheckConstraint(
                condition=Q(deadline__isnull=False, assignment__isnull=True)
                | Q(deadline__isnull=True, assignment__isnull=False),
                name="extension_of_one_thing",
            ),
        ]

    def __str__(self):
        return self.number or f"{self.organisation} {self.matter} 延期申请"

    @property
    def matter(self) -> str:
        """延的是什么。"""
        if self.deadline_id:
            return self.deadline.name
        return f"任务 {self.assignment.task}{self.assignment.period_label}"

    @property
    def original_due_on(self):
        """原定的截止日。"""
        return self.deadline.due_on if self.deadline_id else self.assignment.due_on

    @property
    def campaign(self):
        return self.deadline.campaign if self.deadline_id else self.assignment.task.campaign

    @property
    def decider(self) -> Organisation:
        """由哪个单位审批。"""
        return self.deadline.campaign.city if self.deadline_id else self.assignment.issuer
