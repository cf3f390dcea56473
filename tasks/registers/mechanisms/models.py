"""工作机制：一县一项，草稿、审核、施行；新的施行，旧的即被替代，历次都在。"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.core.constraints import different_people, stamped
from portal.core.models import StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications.models import Publication


class MechanismQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(county__in=Organisation.objects.within(scope_of(user).reading))

    def approved(self):
        """审核施行过的：现行的，与后来被替代、废止的。"""
        S = Mechanism.Status
        return self.filter(status__in=(S.IN_FORCE, S.REPLACED, S.REPEALED))

    def named(self, words: str):
        return self.filter(Q(title__icontains=words) | Q(number__icontains=words))

    def in_force(self):
        return self.filter(status=Mechanism.Status.IN_FORCE)


class Mechanism(models.Model):
    """一项工作机制：文件、文号、施行日期，与细到步骤的流程。"""

    class Kind(models.TextChoices):
        RELEASE = "release", "信息管理和发布"
        RESPONSE = "response", "解读回应"
        PARTICIPATION = "participation", "公众参与"
        EVALUATION = "evaluation", "考核评议"

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待审核"
        RETURNED = "returned", "已退回"
        IN_FORCE = "in_force", "现行"
        REPLACED = "replaced", "已被替代"
        REPEALED = "repealed", "废止"

    county = models.ForeignKey(Organisation, models.PROTECT, related_name="mechanisms", verbose_name="县区")
    kind = models.CharField("机制", max_length=15, choices=Kind)
    title = models.CharField("文件名称", max_length=120)
    number = models.CharField("文号", max_length=60, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    link = models.URLField("文件网址", max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    publication = models.ForeignKey(
        Publication, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="公开信息"
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField("修改版次", default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟定人"
    )
    created_at = models.DateTimeField("拟定时间")
    submitted_by, submitted_at = person("提交人"), moment("提交时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")
    approved_by, approved_at = person("审核人"), moment("审核时间")
    ended_by, ended_at = person("终止人"), moment("终止时间")
    ended_on = models.DateField("终止日期", null=True, blank=True, help_text="自这一天起不再施行")
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="由何件替代"
    )

    objects = MechanismQuerySet.as_manager()

    class Meta:
        verbose_name = "工作机制"
        verbose_name_plural = "工作机制"
        ordering = ["county__path", "kind", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("release", "response", "participation", "evaluation")),
                name="mechanism_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=("draft", "submitted", "returned", "in_force", "replaced", "repealed")
                ),
                name="mechanism_status_known",
            ),
            models.UniqueConstraint(fields=["county", "kind", "title"], name="mechanism_title_once"),
            models.UniqueConstraint(
                fields=["county", "kind"], condition=Q(status="in_force"), name="mechanism_one_in_force"
            ),
            stamped("submitted", when=~Q(status="draft"), name="mechanism_submitted_stamp"),
            stamped(
                "approved",
                when=Q(status__in=("in_force", "replaced", "repealed")),
                name="mechanism_approved_stamp",
            ),
            stamped("ended", when=Q(status__in=("replaced", "repealed")), name="mechanism_ended_stamp"),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "submitted", "returned")) | Q(effective_on__isnull=False),
                name="mechanism_in_force_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("effective_on")),
                name="mechanism_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(status="replaced") | Q(replaced_by__isnull=False),
                name="mechanism_replaced_by_something",
            ),
            different_people("submitted_by", "approved_by", name="mechanism_approved_by_another"),
        ]

    def __str__(self):
        return f"{self.county} {self.title}"

    def get_absolute_url(self):
        return reverse("tasks:mechanism", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.status in (self.Status.DRAFT, self.Status.RETURNED)

    @property
    def has_document(self) -> bool:
        """有文件、网址或公开信息可以打开。"""
        return bool(self.file_id or self.link or self.publication_id)


class MechanismStep(models.Model):
    """流程的一步：做什么，谁做，多久做完。"""

    mechanism = models.ForeignKey(Mechanism, models.CASCADE, related_name="steps", verbose_name="工作机制")
    number = models.PositiveSmallIntegerField("序号")
    text = models.CharField("步骤", max_length=200)
    responsible = models.CharField("责任岗位或单位", max_length=80)
    time_limit = models.CharField("时限", max_length=60, blank=True)

    class Meta:
        verbose_name = "机制步骤"
        verbose_name_plural = "机制步骤"
        ordering = ["mechanism", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mechanism", "number"], name="mechanism_step_once"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(responsible=""), name="mechanism_step_says_who"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.text}"
