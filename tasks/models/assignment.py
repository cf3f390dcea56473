from django.db import models
from django.db.models import Case, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import TruncDate
from django.urls import reverse

from portal.core import clock
from portal.core.constraints import different_people, stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.models.extension import Extension
from tasks.models.task import Task
from tasks.standing import Gauge, Item, State


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(organisation__in=Organisation.objects.within(scope_of(user).reading))

    def of_campaign(self, campaign):
        return self.filter(task__campaign=campaign)

    def top(self):
        """直接交办的，不含再分解的。"""
        return self.filter(parent__isnull=True)

    def of_area(self, code: str, *, or_none: bool = False):
        """某个方面的；`or_none` 连同不属于哪个方面的。"""
        named = Q(task__area__code=code)
        return self.filter(named | Q(task__area__isnull=True) if or_none else named)

    def with_terms(self, *, on=None):
        """附上 `extended_on` 批准延至的日期、`last_day` 实际的最后一天、`handed_on` 算数的那次提交的日期。

        `on` 非空则只算那一天以前（含）批准的延期。
        """
        granted = Extension.objects.granted().filter(assignment=OuterRef("pk")).order_by()
        if on is not None:
            granted = granted.filter(decided_at__lt=clock.day_end(on))
        latest = granted.values("assignment").annotate(day=Max("new_due_on")).values("day")
        rows = self.annotate(extended_on=Subquery(latest))
        return rows.annotate(
            last_day=Case(When(extended_on__gt=F("due_on"), then=F("extended_on")), default=F("due_on")),
            handed_on=Case(
                When(status__in=Assignment.HANDED_IN, then=TruncDate("submitted_at", tzinfo=clock.TZ)),
                output_field=models.DateField(),
            ),
        )

    def in_state(self, state: str, gauge: Gauge):
        """`with_terms` 之后：这一天处在 `state` 的。"""
        return self.filter(states(gauge)[State(state)])


def states(gauge: Gauge) -> dict[State, Q]:
    """`with_terms` 之后各种状态的条件，与 `Gauge.state` 同一口径。"""
    done, waiting = Q(handed_on__isnull=False), Q(handed_on__isnull=True)
    late = Q(handed_on__gt=F("due_on"))
    return {
        State.ON_TIME: done & (Q(due_on__isnull=True) | Q(handed_on__lte=F("due_on"))),
        State.EXTENDED: done & late & Q(handed_on__lte=F("last_day")),
        State.LATE: done & Q(handed_on__gt=F("last_day")),
        State.SOON: waiting & Q(last_day__lte=gauge.soon_by, last_day__gte=gauge.on),
        State.OVERDUE: waiting & Q(last_day__lt=gauge.on),
        State.OPEN: waiting & (Q(last_day__isnull=True) | Q(last_day__gt=gauge.soon_by)),
    }


class Assignment(models.Model):
    """任务承办：一项任务（按期的，是其中一期）交给一个单位办。

    县区可以把自己承办的再分解给县直部门与乡镇：`parent` 是县区自己的那一份，`issuer` 是交办并审核的单位。
    """

    class Status(models.TextChoices):
        PENDING = "pending", "未接收"
        WORKING = "working", "办理中"
        SUBMITTED = "submitted", "已提交"
        RETURNED = "returned", "已退回"
        DONE = "done", "已完成"

    HANDED_IN = (Status.SUBMITTED, Status.DONE)

    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments", verbose_name="任务")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="承办单位")
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="交办单位")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="分解自"
    )
    period = models.CharField("期次", max_length=7, blank=True, help_text="如 2026-07、2026-Q3；一次性的为空")
    opens_on = models.DateField("开始办理")
    due_on = models.DateField("完成时限", null=True, blank=True)
    assigned_on = models.DateField("交办日期")
    note = models.CharField("分工", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PENDING)
    is_late = models.BooleanField("逾期提交", default=False)
    received_by, received_at = person("接收人"), moment("接收时间")
    submitted_by, submitted_at = person("提交人"), moment("提交时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")
    accepted_by, accepted_at = person("审核人"), moment("完成时间")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "任务承办"
        verbose_name_plural = "任务承办"
        ordering = ["task", "period", "organisation__path"]
        constraints = [
            models.UniqueConstraint(fields=["task", "organisation", "period"], name="assignment_once"),
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
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("opens_on")),
                name="assignment_due_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("issuer")), name="assignment_issued_by_another"
            ),
            different_people("submitted_by", "accepted_by", name="assignment_judged_by_another"),
        ]
        indexes = [models.Index(fields=["organisation", "status"], name="assignment_by_body")]

    def __str__(self):
        return f"{self.organisation} {self.task}{self.period_label}"

    def get_absolute_url(self):
        return reverse("tasks:assignment", args=[self.pk])

    @property
    def is_open(self):
        """还没有办完：未提交，或提交了还没有确认。"""
        return self.status != self.Status.DONE

    @property
    def period_label(self) -> str:
        """期次的说法，如“（7月）”“（第三季度）”；一次性的为空。"""
        if not self.period:
            return ""
        part = self.period[5:]
        return f"（第{'一二三四'[int(part[1]) - 1]}季度）" if part[0] == "Q" else f"（{int(part)}月）"

    def item_of(self, county) -> Item:
        """县区 `county` 的推进情况里的一件事；须经 `with_terms`。

        提交了（没有被退回）就算办了：审核快慢不算在承办单位头上；被退回的那次提交不算数。
        """
        return Item(
            key=f"assignment:{self.pk}",
            county_id=county.pk,
            organisation=self.organisation if self.organisation_id != county.pk else county,
            text=f"{self.task.title[:60]}{self.period_label}",
            url=self.get_absolute_url(),
            since=self.assigned_on,
            due_on=self.due_on,
            done_on=self.handed_on,
            extended_on=self.extended_on,
        )


class Progress(models.Model):
    """一次进展：做了什么，佐证另见 `Evidence`。只增不改。"""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="progress", verbose_name="任务承办"
    )
    text = models.CharField("进展", max_length=1000)
    by = person("填写人")
    at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = "任务进展"
        verbose_name_plural = "任务进展"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="progress_says_something")]

    def __str__(self):
        return self.text[:40]
