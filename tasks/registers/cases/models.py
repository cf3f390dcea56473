"""经验做法：推荐、评审意见、推介、采纳；典型进经验库，人人看得到。"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalogs.models import Field
from portal.core.constraints import different_people, stamped
from portal.core.models import StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications.models import Publication
from tasks.models.campaign import Campaign, TaskArea
from tasks.models.task import Task
from tasks.registers.organising.models import Meeting


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """本机构及下级的；确认为典型的，有业务视野的人都看得到。"""
        reading = scope_of(user).reading
        within = self.filter(organisation__in=Organisation.objects.within(reading))
        return within | self.confirmed() if reading else self.none()

    def confirmed(self):
        return self.filter(status=Case.Status.CONFIRMED)

    def named(self, words: str):
        return self.filter(
            Q(title__icontains=words) | Q(practice__icontains=words) | Q(problem__icontains=words)
        )


class Case(models.Model):
    """一个经验做法：解决什么问题，怎样做，成效有数、可核对，别处怎样照做。"""

    class Kind(models.TextChoices):
        CONTENT = "content", "内容创新"
        FORM = "form", "形式创新"
        PLATFORM = "platform", "平台创新"

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待推荐"
        ENDORSED = "endorsed", "待评审"
        RETURNED = "returned", "已退回"
        CONFIRMED = "confirmed", "典型"
        WITHDRAWN = "withdrawn", "已撤回"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="cases", verbose_name="行动")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="cases", verbose_name="推荐单位"
    )
    title = models.CharField("名称", max_length=80)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    area = models.ForeignKey(TaskArea, models.PROTECT, related_name="+", verbose_name="任务方面")
    task = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="对应任务"
    )
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公开领域"
    )
    item = models.CharField("改进的公开事项", max_length=120, blank=True)
    issue_number = models.CharField("对应问题编号", max_length=40, blank=True)
    problem = models.TextField("解决什么问题", max_length=1000)
    practice = models.TextField("怎样做的", max_length=4000)
    effect = models.TextField("成效", max_length=2000, help_text="用数字说话，前后对比")
    measured = models.CharField("数据怎样得来", max_length=500, help_text="来源、口径、时段，别人可以核对")
    replicable = models.TextField("怎样复制推广", max_length=1000)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    round = models.PositiveSmallIntegerField("推荐轮次", default=0)
    version = models.PositiveIntegerField("修改版次", default=1)
    publication = models.ForeignKey(
        Publication, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="公开信息"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人"
    )
    created_at = models.DateTimeField("建立时间")
    nominated_at = models.DateTimeField("首次推荐到市", null=True, blank=True)
    submitted_by, submitted_at = person("提交人"), moment("提交时间")
    endorsed_by, endorsed_at = person("推荐人"), moment("推荐时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")
    confirmed_by, confirmed_at = person("确认人"), moment("确认时间")
    withdrawn_by, withdrawn_at = person("撤回人"), moment("撤回时间")

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "经验做法"
        verbose_name_plural = "经验做法"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation", "title"], name="case_title_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("content", "form", "platform")), name="case_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=("draft", "submitted", "endorsed", "returned", "confirmed", "withdrawn")
                ),
                name="case_status_known",
            ),
            stamped("submitted", when=Q(status="submitted"), name="case_submitted_stamp"),
            stamped("endorsed", when=Q(status__in=("endorsed", "confirmed")), name="case_endorsed_stamp"),
            stamped("confirmed", when=Q(status="confirmed"), name="case_confirmed_stamp"),
            stamped("withdrawn", when=Q(status="withdrawn"), name="case_withdrawn_stamp"),
            models.CheckConstraint(
                condition=~Q(status__in=("endorsed", "confirmed")) | Q(nominated_at__isnull=False),
                name="case_nominated_when_endorsed",
            ),
            different_people("submitted_by", "endorsed_by", name="case_endorsed_by_another"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tasks:case", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.status in (self.Status.DRAFT, self.Status.RETURNED)


class CaseEvidence(models.Model):
    """案例的佐证：一个网址或一份文件，说明它证明什么。"""

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence", verbose_name="经验做法")
    title = models.CharField("证明什么", max_length=120)
    link = models.URLField("网址", max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    added_by = person("添加人")
    added_at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = "案例佐证"
        verbose_name_plural = "案例佐证"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(link=""), name="case_evidence_can_be_opened"
            )
        ]

    def __str__(self):
        return self.title


class Judgement(models.Model):
    """一位评审人在一轮里的评审：各项得分、意见、是否建议确认。"""

    case = models.ForeignKey(Case, models.CASCADE, related_name="judgements", verbose_name="经验做法")
    round = models.PositiveSmallIntegerField("推荐轮次")
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="评审人"
    )
    scores = models.JSONField("各项得分", help_text="[{name, points, score}]，小数写作文字")
    total = models.DecimalField("总分", max_digits=5, decimal_places=1)
    is_for = models.BooleanField("建议确认为典型")
    opinion = models.CharField("评审意见", max_length=500)
    judged_at = models.DateTimeField("评审时间")

    class Meta:
        verbose_name = "评审意见"
        verbose_name_plural = "评审意见"
        ordering = ["case", "round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "judge"], name="judgement_once_a_round"),
            models.CheckConstraint(condition=~Q(opinion=""), name="judgement_has_an_opinion"),
            models.CheckConstraint(condition=Q(total__gte=0), name="judgement_total_not_negative"),
        ]

    def __str__(self):
        return f"{self.case} 评审"


class Presentation(models.Model):
    """推介：案例在某次会上介绍过。"""

    case = models.ForeignKey(Case, models.CASCADE, related_name="presentations", verbose_name="经验做法")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="presentations", verbose_name="会议")

    class Meta:
        verbose_name = "推介"
        verbose_name_plural = "推介"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "meeting"], name="presentation_once")]

    def __str__(self):
        return f"{self.meeting} 推介 {self.case}"


class Adoption(models.Model):
    """采纳：一个县区自某日起照着做，有网页可看。"""

    case = models.ForeignKey(Case, models.CASCADE, related_name="adoptions", verbose_name="经验做法")
    county = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="采纳县区")
    since = models.DateField("起始日期")
    link = models.URLField("网址", max_length=500, help_text="看得到照着做了的网页")
    note = models.CharField("怎样照做的", max_length=300, blank=True)
    adopted_by = person("登记人")
    adopted_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "采纳"
        verbose_name_plural = "采纳"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "county"], name="adoption_once"),
            models.CheckConstraint(condition=~Q(link=""), name="adoption_can_be_seen"),
        ]

    def __str__(self):
        return f"{self.county} 采纳 {self.case}"
