from django.conf import settings
from django.db import models
from django.urls import reverse


class JobQuerySet(models.QuerySet):
    def due(self, *, at):
        """轮到执行的：排队中且到时，或执行中而租约已过（执行进程已死）。"""
        return self.filter(
            models.Q(state=Job.State.QUEUED, run_after__lte=at)
            | models.Q(state=Job.State.RUNNING, lease_until__lt=at)
        )

    def open(self):
        return self.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING))

    def visible_to(self, user):
        """此人发起的任务，取消、重试由他；后台计划的任务不归任何人。谁看得到进度见 `jobs.may_watch`。"""
        return self.filter(created_by=user)


class Job(models.Model):
    """一件后台工作，与引起它的业务改动同一事务写入；消息队列只是门铃，这一行才是凭据。"""

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"
        CANCELLED = "cancelled", "已取消"

    kind = models.CharField("种类", max_length=60)
    key = models.CharField("唯一键", max_length=200, unique=True)
    title = models.CharField("名称", max_length=120)
    args = models.JSONField("参数", default=dict)
    lane = models.CharField("队列", max_length=20, default="default")
    state = models.CharField("状态", max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    max_attempts = models.PositiveSmallIntegerField("最多尝试", default=5)
    run_after = models.DateTimeField("最早执行")
    token = models.CharField("租约号", max_length=32, blank=True)
    lease_until = models.DateTimeField("租约到期", null=True, blank=True)
    heartbeat_at = models.DateTimeField("心跳", null=True, blank=True)
    step = models.CharField("当前步骤", max_length=120, blank=True)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    result = models.JSONField("结果", default=dict)
    error = models.CharField("失败原因", max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发起人",
    )
    created_at = models.DateTimeField("发起时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "run_after"], name="job_state_run_after"),
            models.Index(fields=["created_by", "-created_at"], name="job_created_by"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease_until__isnull=False),
                name="job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(error=""), name="job_failed_has_reason"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("core:job", args=[self.pk])

    @property
    def is_open(self):
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def can_retry(self):
        return self.state in (self.State.FAILED, self.State.CANCELLED)

    @property
    def percent(self):
        """进度百分数；总数未知时为 None。"""
        return round(100 * min(self.done, self.total) / self.total) if self.total else None


class RunnerBeat(models.Model):
    """后台执行者的心跳，每个执行者一行；久不更新则页面提示“后台任务未运行”。"""

    name = models.CharField("执行者", max_length=80, unique=True)
    at = models.DateTimeField("最近心跳")

    class Meta:
        verbose_name = "执行者心跳"
        verbose_name_plural = "执行者心跳"
        ordering = ["name"]

    def __str__(self):
        return self.name
