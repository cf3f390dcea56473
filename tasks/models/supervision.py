"""催办与督办单。"""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.core.constraints import different_people, stamped
from portal.core.models import StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.models.campaign import Campaign


class UrgeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """此人看得到其工作的单位的。"""
        return self.filter(organisation__in=Organisation.objects.visible_to(user))


class Urge(models.Model):
    """一次催办：一件到期未办的事，一天至多一次。"""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="urges", verbose_name="行动")
    key = models.CharField("事项标识", max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="承办单位")
    text = models.CharField("事项", max_length=300)
    url = models.CharField("去处", max_length=300, blank=True)
    due_on = models.DateField("截止日期")
    on = models.DateField("催办日期")
    by = person("催办人")
    at = models.DateTimeField("催办时间")
    told = models.PositiveSmallIntegerField("告诉几人", default=0)

    objects = UrgeQuerySet.as_manager()

    class Meta:
        verbose_name = "催办"
        verbose_name_plural = "催办"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key", "on"], name="urge_once_a_day")]

    def __str__(self):
        return f"催办：{self.text}"


class SupervisionQuerySet(models.QuerySet):
    def open(self):
        """已下达、还没有交答复的：被督办单位欠着。"""
        S = Supervision.Status
        return self.filter(status__in=(S.ISSUED, S.SIGNED, S.RETURNED))

    def visible_to(self, user):
        """被督办单位、其上级与审计员；拟稿只有市里看得到。"""
        places = Organisation.objects.within(scope_of(user).reading)
        drafts = Q(status=Supervision.Status.DRAFT)
        return self.filter(Q(organisation__in=places) & ~drafts | drafts & Q(campaign__city__in=places))


class Supervision(models.Model):
    """督办单：市政务公开办就到期未办的事下达给一个县区或部门，签收、答复、复核销号，编号连续。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        ISSUED = "issued", "待签收"
        SIGNED = "signed", "办理中"
        ANSWERED = "answered", "待复核"
        RETURNED = "returned", "已退回"
        CLOSED = "closed", "已销号"
        REVOKED = "revoked", "已撤回"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="supervisions", verbose_name="行动")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="supervisions", verbose_name="被督办单位"
    )
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号", null=True, blank=True, help_text="下达时才编，连续不断号")
    title = models.CharField("督办事项", max_length=120)
    demand = models.TextField("办理要求", max_length=2000)
    due_on = models.DateField("办结期限")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField("修改版次", default=1, help_text="每次保存加一，用于发现同时编辑")
    created_by, created_at = person("拟稿人"), moment("拟稿时间")
    issued_by, issued_at = person("下达人"), moment("下达时间")
    signed_by, signed_at = person("签收人"), moment("签收时间")
    answered_by, answered_at = person("答复人"), moment("答复时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")
    closed_by, closed_at = person("复核人"), moment("销号时间")
    revoked_by, revoked_at = person("撤回人"), moment("撤回时间")

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = "督办单"
        verbose_name_plural = "督办单"
        ordering = ["-year", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="supervision_number_once"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(number__isnull=False), name="supervision_issued_has_number"
            ),
            stamped("issued", when=~Q(status="draft"), name="supervision_issued_stamp"),
            stamped(
                "signed",
                when=Q(status__in=("signed", "answered", "returned", "closed")),
                name="supervision_signed_stamp",
            ),
            stamped(
                "answered",
                when=Q(status__in=("answered", "returned", "closed")),
                name="supervision_answered_stamp",
            ),
            stamped("closed", when=Q(status="closed"), name="supervision_closed_stamp"),
            different_people("issued_by", "closed_by", name="supervision_issuer_does_not_close"),
            different_people("answered_by", "closed_by", name="supervision_answerer_does_not_close"),
            models.CheckConstraint(
                condition=Q(
                    status__in=("draft", "issued", "signed", "answered", "returned", "closed", "revoked")
                ),
                name="supervision_status_known",
            ),
        ]

    def __str__(self):
        return f"{self.document_number} {self.title}".strip()

    def get_absolute_url(self):
        return reverse("tasks:supervision", args=[self.pk])

    @property
    def document_number(self) -> str:
        """督〔2026〕3号；还没有下达的为空。"""
        return f"督〔{self.year}〕{self.number}号" if self.number else ""

    @property
    def key(self) -> str:
        """在“还欠着的事”里的标识。"""
        return f"supervision:{self.pk}"


class SupervisionMatter(models.Model):
    """督办的一件事，下达时的样子。"""

    supervision = models.ForeignKey(
        Supervision, models.CASCADE, related_name="matters", verbose_name="督办单"
    )
    key = models.CharField("事项标识", max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="承办单位")
    text = models.CharField("事项", max_length=300)
    url = models.CharField("去处", max_length=300, blank=True)
    due_on = models.DateField("原定截止")

    class Meta:
        verbose_name = "督办事项"
        verbose_name_plural = "督办事项"
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["supervision", "key"], name="supervision_matter_once")]

    def __str__(self):
        return self.text


class SupervisionAnswer(models.Model):
    """一次答复：办得怎样，附件或网址为证。退回重办的再写一次，只增不改。"""

    supervision = models.ForeignKey(
        Supervision, models.CASCADE, related_name="answers", verbose_name="督办单"
    )
    text = models.TextField("办理情况", max_length=2000)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证文件"
    )
    link = models.URLField("佐证网址", max_length=500, blank=True)
    by = person("答复人")
    at = models.DateTimeField("答复时间")

    class Meta:
        verbose_name = "督办答复"
        verbose_name_plural = "督办答复"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(link=""), name="supervision_answer_has_evidence"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="supervision_answer_says_something"),
        ]

    def __str__(self):
        return self.text[:40]


class SupervisionCounter(models.Model):
    """督办单的流水：每年一行，加一即取号，与下达同一事务，故不断号不重号。"""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    last = models.PositiveIntegerField("最近流水", default=0)

    class Meta:
        verbose_name = "督办单流水"
        verbose_name_plural = "督办单流水"

    def __str__(self):
        return f"{self.year}/{self.last}"
