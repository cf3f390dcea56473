from django.db import models
from django.db.models import Q

from portal.core.constraints import stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.models.campaign import Campaign, TaskArea


class Task(models.Model):
    """任务书中的一项。单位照方案原文写，如“各领域主管部门”；具体由哪些县区承办见任务承办。"""

    class Recurrence(models.TextChoices):
        ONCE = "once", "一次"
        MONTHLY = "monthly", "每月"
        QUARTERLY = "quarterly", "每季度"
        STANDING = "standing", "长期"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tasks", verbose_name="行动")
    number = models.CharField("编号", max_length=20)
    area = models.ForeignKey(
        TaskArea, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="任务方面"
    )
    title = models.CharField("任务", max_length=500)
    clause = models.CharField("依据条款", max_length=60, blank=True)
    deliverable = models.CharField("成果", max_length=200, blank=True)
    lead = models.CharField("牵头单位", max_length=200, blank=True)
    supporting = models.CharField("配合单位", max_length=300, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)
    recurrence = models.CharField("频次", max_length=10, choices=Recurrence, default=Recurrence.ONCE)

    class Meta:
        verbose_name = "任务"
        verbose_name_plural = "任务"
        ordering = ["campaign", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="task_number_once"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(title=""), name="task_is_named"),
            models.CheckConstraint(
                condition=Q(recurrence__in=("once", "monthly", "quarterly", "standing")),
                name="task_recurrence_known",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title[:30]}"


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(county__in=Organisation.objects.within(scope_of(user).reading))


class Assignment(models.Model):
    """任务承办：一项任务交给一个县区。"""

    class Status(models.TextChoices):
        PENDING = "pending", "未接收"
        WORKING = "working", "办理中"
        SUBMITTED = "submitted", "已提交"
        RETURNED = "returned", "已退回"
        DONE = "done", "已完成"

    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments", verbose_name="任务")
    county = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="承办县区")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PENDING)
    received_by, received_at = person("接收人"), moment("接收时间")
    submitted_by, submitted_at = person("提交人"), moment("提交时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")
    accepted_by, accepted_at = person("审核人"), moment("完成时间")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "任务承办"
        verbose_name_plural = "任务承办"
        ordering = ["task", "county__path"]
        constraints = [
            models.UniqueConstraint(fields=["task", "county"], name="assignment_once"),
            stamped("received", when=~Q(status="pending"), name="assignment_received_stamp"),
            stamped(
                "submitted",
                when=Q(status__in=("submitted", "returned", "done")),
                name="assignment_submitted_stamp",
            ),
            stamped("accepted", when=Q(status="done"), name="assignment_accepted_stamp"),
            models.CheckConstraint(
                condition=Q(status__in=("pending", "working", "submitted", "returned", "done")),
                name="assignment_status_known",
            ),
        ]

    def __str__(self):
        return f"{self.county} {self.task}"


class Progress(models.Model):
    """一次进展：做了什么，能打开的网址为证。只增不改。"""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="progress", verbose_name="任务承办"
    )
    text = models.CharField("进展", max_length=1000)
    link = models.URLField("佐证网址", max_length=500, blank=True)
    by = person("填写人")
    at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = "任务进展"
        verbose_name_plural = "任务进展"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="progress_says_something")]

    def __str__(self):
        return self.text[:40]
