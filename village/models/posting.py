"""村务公开栏公示：公示单、张贴与证明、异议与答复。"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.core.constraints import stamped
from portal.core.models import Job, StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from village.models.payment import PaymentBatch
from village.models.programme import Programme


class Notice(models.Model):
    """公示单：一村一项补贴按某时的复核数生成的 PDF（A3、A4），含户主姓名，只在公示期内张贴，不上网。"""

    class Paper(models.TextChoices):
        A3 = "A3", "A3"
        A4 = "A4", "A4"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="notices", verbose_name="补贴项目")
    village = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="村（居）")
    paper = models.CharField("纸张", max_length=2, choices=Paper, default=Paper.A3)
    fingerprint = models.CharField("数据指纹", max_length=64, help_text="所印各户的摘要；户有变动即不同")
    households = models.PositiveIntegerField("户数")
    amount = models.DecimalField("金额（元）", max_digits=18, decimal_places=2)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="任务"
    )
    made_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = "公示单"
        verbose_name_plural = "公示单"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "village", "paper", "fingerprint"], name="notice_once_per_content"
            ),
            models.CheckConstraint(condition=Q(paper__in=("A3", "A4")), name="notice_paper_known"),
        ]

    def __str__(self):
        return f"{self.village.called} {self.programme} 公示单（{self.paper}）"


class PostingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(village__in=Organisation.objects.visible_to(user))

    def within(self, place: Organisation):
        return self.filter(village__path__startswith=place.path)

    def of_year(self, year: int):
        return self.filter(programme__year=year)

    def due(self):
        return self.filter(status=Posting.Status.DUE)

    def overdue(self, *, on: dt.date):
        """过了应张贴日期还没有贴的。"""
        return self.due().filter(due_on__lt=on)

    def posted(self):
        return self.filter(status=Posting.Status.POSTED)

    def shown(self):
        """贴出去过的：公示中与已结束。"""
        return self.filter(status__in=(Posting.Status.POSTED, Posting.Status.ENDED))

    def standing(self):
        return self.exclude(status=Posting.Status.CANCELLED)


class Posting(models.Model):
    """一村一项补贴的一次公示：张贴、公示期、异议、结束。"""

    class Status(models.TextChoices):
        DUE = "due", "待公示"
        POSTED = "posted", "公示中"
        ENDED = "ended", "已结束"
        CANCELLED = "cancelled", "已作废"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="postings", verbose_name="补贴项目")
    village = models.ForeignKey(
        Organisation, models.PROTECT, related_name="postings", verbose_name="村（居）"
    )
    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, null=True, blank=True, related_name="postings", verbose_name="发放批次"
    )
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DUE)
    due_on = models.DateField("应张贴日期", null=True, blank=True)
    place = models.CharField("公示地点", max_length=120, blank=True, default="村务公开栏")
    starts_on = models.DateField("公示起", null=True, blank=True)
    ends_on = models.DateField("公示止", null=True, blank=True, help_text="最后一天，含当天")
    supervisor = models.CharField("村务监督委员会签字人", max_length=40, blank=True)
    created_at = models.DateTimeField("下达时间")
    posted_by, posted_at = person("张贴经办"), moment("登记时间")
    ended_by, ended_at = person("结束经办"), moment("结束时间")

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = "公示"
        verbose_name_plural = "公示"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("due", "posted", "ended", "cancelled")), name="posting_status_known"
            ),
            stamped("posted", when=Q(status__in=("posted", "ended")), name="posting_posted_stamp"),
            models.CheckConstraint(
                condition=~Q(status__in=("posted", "ended"))
                | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="posting_has_its_days",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="posting_ends_after_start",
            ),
            models.UniqueConstraint(fields=["programme", "village", "batch"], name="posting_once_per_batch"),
        ]

    def __str__(self):
        return f"{self.village.called} {self.programme} 公示"

    def get_absolute_url(self):
        return reverse("village:posting", args=[self.pk])

    def takes_objections(self, on: dt.date) -> bool:
        """公示期内，含首尾两天。"""
        return self.status == self.Status.POSTED and self.starts_on <= on <= self.ends_on


class Evidence(models.Model):
    """公示的证明：照片或签字件，何时何地何人。"""

    class Kind(models.TextChoices):
        PHOTO = "photo", "张贴照片"
        SIGNATURE = "signature", "监督委员会签字"
        OTHER = "other", "其他"

    posting = models.ForeignKey(Posting, models.CASCADE, related_name="evidence", verbose_name="公示")
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.PHOTO)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    taken_on = models.DateField("拍摄日期", null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    added_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "公示证明"
        verbose_name_plural = "公示证明"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.posting} {self.get_kind_display()}"


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(posting__in=Posting.objects.visible_to(user))

    def open(self):
        return self.filter(status=Objection.Status.OPEN)

    def overdue(self, *, on: dt.date):
        return self.open().filter(due_on__lt=on)


class Objection(models.Model):
    """村民的异议：村里登记，或公众在网上提出；限期答复，更正或维持。联系方式只存密文。"""

    class Source(models.TextChoices):
        VILLAGE = "village", "村里登记"
        PUBLIC = "public", "网上提出"

    class Status(models.TextChoices):
        OPEN = "open", "待答复"
        CORRECTED = "corrected", "已更正"
        UPHELD = "upheld", "维持原公示"

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="objections", verbose_name="公示")
    source = models.CharField("来源", max_length=10, choices=Source)
    text = models.TextField("异议内容", max_length=1000)
    sealed_contact = models.BinaryField("联系方式密文", null=True, blank=True)
    receipt = models.CharField(
        "回执号", max_length=12, unique=True, null=True, blank=True, help_text="网上提出的凭它查答复"
    )
    received_at = models.DateTimeField("收到时间")
    received_by = person("登记人")
    due_on = models.DateField("应答复日期")
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.OPEN)
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_by, answered_at = person("答复人"), moment("答复时间")
    correction = models.ForeignKey(
        PaymentBatch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="更正批次"
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"
        ordering = ["status", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("open", "corrected", "upheld")), name="objection_status_known"
            ),
            stamped("answered", when=~Q(status="open"), name="objection_answered_stamp"),
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(answer=""), name="objection_answer_has_words"
            ),
        ]

    def __str__(self):
        return f"{self.posting} 异议"

    def get_absolute_url(self):
        return reverse("village:objection", args=[self.pk])
