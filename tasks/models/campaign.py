from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.core.stamps import moment, person
from portal.organisations.models import Organisation


class CampaignQuerySet(models.QuerySet):
    def running(self):
        return self.filter(status=Campaign.Status.RUNNING)


class Campaign(models.Model):
    """一个年度的提升行动。由模板生成，启动后其阶段与期限不再随意改动。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "筹备中"
        RUNNING = "running", "进行中"
        CLOSED = "closed", "已结束"

    year = models.PositiveSmallIntegerField("年度", unique=True)
    title = models.CharField("名称", max_length=80)
    city = models.ForeignKey(Organisation, models.PROTECT, related_name="campaigns", verbose_name="组织单位")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    is_demo = models.BooleanField("演示数据", default=False)
    started_by, started_at = person("启动人"), moment("启动时间")
    closed_by, closed_at = person("结束人"), moment("结束时间")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "行动"
        verbose_name_plural = "行动"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("draft", "running", "closed")), name="campaign_status_known"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tasks:campaign", args=[self.year])


class Phase(models.Model):
    """行动的一个阶段，起止日期都含当天。"""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases", verbose_name="行动")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("名称", max_length=40)
    start_on = models.DateField("开始")
    end_on = models.DateField("结束")
    text = models.TextField("要求", blank=True)

    class Meta:
        verbose_name = "阶段"
        verbose_name_plural = "阶段"
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="phase_number_once"),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="phase_ends_after_start"),
        ]

    def __str__(self):
        return self.name


class TaskArea(models.Model):
    """八个方面任务之一。"""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="areas", verbose_name="行动")
    number = models.PositiveSmallIntegerField("序号")
    code = models.CharField("标识", max_length=20)
    name = models.CharField("名称", max_length=20)
    text = models.TextField("要求")

    class Meta:
        verbose_name = "任务方面"
        verbose_name_plural = "任务方面"
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="task_area_number_once"),
            models.UniqueConstraint(fields=["campaign", "code"], name="task_area_code_once"),
        ]

    def __str__(self):
        return self.name


class Deadline(models.Model):
    """行动的一个整日期限：当天 23:59:59 以前都算按时。"""

    class Code(models.TextChoices):
        FILING = "filing", "方案备案"
        ASSESSMENT = "assessment", "完成考核"
        SUBMISSION = "submission", "报送成绩和问题清单"
        POSTING = "posting", "村务公开栏公开"

    class Policy(models.TextChoices):
        LATE = "late", "可逾期办理，记为逾期"
        BLOCK = "block", "到期关闭"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="deadlines", verbose_name="行动")
    code = models.CharField("标识", max_length=20, choices=Code)
    name = models.CharField("事项", max_length=60)
    opens_on = models.DateField("开放日期")
    due_on = models.DateField("截止日期")
    policy = models.CharField("到期处理", max_length=10, choices=Policy, default=Policy.LATE)

    class Meta:
        verbose_name = "期限"
        verbose_name_plural = "期限"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="deadline_code_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="deadline_due_after_opening"),
            models.CheckConstraint(
                condition=~Q(code="posting", policy="block"), name="deadline_of_posting_never_closes"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def may_close(self) -> bool:
        """到期能不能关闭：公开是法定的，逾期了更要公开，所以村务公开栏的不关闭，只记逾期。"""
        return self.code != self.Code.POSTING


class Participant(models.Model):
    """参加行动的县区。"""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="participants", verbose_name="行动")
    county = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="县区")

    class Meta:
        verbose_name = "参加县区"
        verbose_name_plural = "参加县区"
        ordering = ["campaign", "county__path"]
        constraints = [models.UniqueConstraint(fields=["campaign", "county"], name="participant_once")]

    def __str__(self):
        return str(self.county)
