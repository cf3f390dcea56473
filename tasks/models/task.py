from django.db import models
from django.db.models import Q

from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.models.campaign import Campaign, Deadline, TaskArea


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """市的任务书各单位都看得到；县区的，本县区各单位与上级看得到（同 `permissions.may_see_book`）。"""
        reading = scope_of(user).reading
        if not reading:
            return self.none()
        step = Organisation.steplen
        above = {path[:end] for path in reading for end in range(step, len(path), step)}
        seen = Q(owner__kind=Organisation.Kind.CITY) | Q(owner__path__in=above)
        return self.filter(seen | Q(owner__in=Organisation.objects.within(reading)))


class Task(models.Model):
    """任务书中的一项。市的任务书归市，县区可有自己的（县级计划），其任务可注明落实市的哪一项。

    单位照方案原文写，如“各领域主管部门”；`organisations` 是具体承办的单位，每个单位的办理见 `Assignment`。
    """

    class Recurrence(models.TextChoices):
        ONCE = "once", "一次"
        MONTHLY = "monthly", "每月"
        QUARTERLY = "quarterly", "每季度"
        STANDING = "standing", "长期"

    PERIODIC = (Recurrence.MONTHLY, Recurrence.QUARTERLY)

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tasks", verbose_name="行动")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="编制单位")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="落实的市级任务"
    )
    number = models.CharField("编号", max_length=20)
    area = models.ForeignKey(
        TaskArea, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="任务方面"
    )
    title = models.CharField("任务", max_length=500)
    clause = models.CharField("依据条款", max_length=60, blank=True)
    deliverable = models.CharField("成果", max_length=200, blank=True)
    lead = models.CharField("牵头单位", max_length=200, blank=True)
    supporting = models.CharField("配合单位", max_length=300, blank=True)
    opens_on = models.DateField("开始时间", null=True, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)
    policy = models.CharField(
        "到期处理", max_length=10, choices=Deadline.Policy, default=Deadline.Policy.LATE
    )
    recurrence = models.CharField("频次", max_length=10, choices=Recurrence, default=Recurrence.ONCE)
    organisations = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name="承办单位"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "任务"
        verbose_name_plural = "任务"
        ordering = ["campaign", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "owner", "number"], name="task_number_once"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(title=""), name="task_is_named"),
            models.CheckConstraint(
                condition=Q(recurrence__in=("once", "monthly", "quarterly", "standing")),
                name="task_recurrence_known",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=models.F("opens_on")),
                name="task_due_after_opening",
            ),
            models.CheckConstraint(condition=Q(policy__in=("late", "block")), name="task_policy_known"),
        ]

    def __str__(self):
        return f"{self.number} {self.title[:30]}"

    @property
    def is_periodic(self):
        return self.recurrence in self.PERIODIC
