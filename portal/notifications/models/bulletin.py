"""通知公告：市里或县区发给下面的单位，谁读了、谁确认了都有回执。"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.core.constraints import stamped
from portal.core.models import StoredFile
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of

WORKING = ("draft", "approve", "score", "approve_scores")


def working_places(user) -> set[int]:
    """此人任业务岗位的机构：发给这些机构的通知他看得到、能确认。"""
    scope = scope_of(user)
    return {pk for perm in WORKING for pk in scope.organisations(perm)}


def issuing_places(user) -> set[int]:
    """此人可以发通知的机构：市政务公开办经办代市里，县区的填报人代县区。"""
    scope = scope_of(user)
    counties = Organisation.objects.of_kind(Organisation.Kind.COUNTY).filter(
        pk__in=scope.organisations("draft")
    )
    return {*scope.organisations("run_campaign"), *counties.values_list("pk", flat=True)}


class BulletinQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Bulletin.Status.PUBLISHED)

    def issued_by(self, user):
        """此人能办理的。"""
        return self.filter(issuer__in=issuing_places(user))

    def received_by(self, user):
        """发给此人所在机构的；撤回的仍看得到撤回的原因。"""
        mine = BulletinRecipient.objects.filter(organisation__in=working_places(user))
        return self.exclude(status=Bulletin.Status.DRAFT).filter(pk__in=mine.values("bulletin"))

    def visible_to(self, user):
        """能办理的、发给自己的；审计员与上级看得到已发的。"""
        mine = BulletinRecipient.objects.filter(organisation__in=working_places(user))
        above = Organisation.objects.within(scope_of(user).reading)
        sent = ~Q(status=Bulletin.Status.DRAFT)
        return self.filter(
            Q(issuer__in=issuing_places(user))
            | sent & Q(issuer__in=above)
            | sent & Q(pk__in=mine.values("bulletin"))
        )

    def readable_by(self, user):
        """正文与附件此人读得到的：撤回之后只有发布单位。"""
        kept = ~Q(status=Bulletin.Status.WITHDRAWN) | Q(issuer__in=issuing_places(user))
        return self.visible_to(user).filter(kept)


class Bulletin(models.Model):
    """一份通知公告。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤回"

    class Audience(models.TextChoices):
        ALL = "all", "下属全部单位"
        COUNTIES = "counties", "各县区"
        DEPARTMENTS = "departments", "各部门"
        TOWNSHIPS = "townships", "各乡镇（街道）"
        CHOSEN = "chosen", "指定单位"

    issuer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="bulletins", verbose_name="发布单位"
    )
    title = models.CharField("标题", max_length=100)
    body = models.TextField("正文", help_text="已净化的 HTML")
    audience = models.CharField("发给", max_length=12, choices=Audience, default=Audience.ALL)
    chosen = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name="指定的单位")
    must_confirm = models.BooleanField("须确认", default=False)
    confirm_by = models.DateField("确认期限", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField("修改版次", default=1, help_text="每次保存加一，用于发现同时编辑")
    created_by, created_at = person("拟稿人"), moment("拟稿时间")
    published_by, published_at = person("发布人"), moment("发布时间")
    withdrawn_by, withdrawn_at = person("撤回人"), moment("撤回时间")

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = "通知公告"
        verbose_name_plural = "通知公告"
        ordering = ["-published_at", "-pk"]
        constraints = [
            stamped("published", when=~Q(status="draft"), name="bulletin_published_stamp"),
            stamped("withdrawn", when=Q(status="withdrawn"), name="bulletin_withdrawn_stamp"),
            models.CheckConstraint(
                condition=Q(must_confirm=True) | Q(confirm_by__isnull=True),
                name="bulletin_term_needs_confirming",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "published", "withdrawn")), name="bulletin_status_known"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("notifications:bulletin", args=[self.pk])


class BulletinFile(models.Model):
    """通知的一个附件。"""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="files", verbose_name="通知公告")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="附件")

    class Meta:
        verbose_name = "通知附件"
        verbose_name_plural = "通知附件"
        ordering = ["pk"]

    def __str__(self):
        return self.file.name


class BulletinRecipient(models.Model):
    """收到通知的一个单位；确认是单位的事，由它的任一位任职人员作出。"""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="recipients", verbose_name="通知公告")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    confirmed_by, confirmed_at = person("确认人"), moment("确认时间")
    reminded_at = models.DateTimeField("最近提醒", null=True, blank=True)

    class Meta:
        verbose_name = "通知回执"
        verbose_name_plural = "通知回执"
        ordering = ["organisation__path"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "organisation"], name="bulletin_recipient_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_by__isnull=False),
                name="bulletin_confirmed_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.organisation}"


class BulletinReading(models.Model):
    """一个人第一次打开通知的时刻。"""

    recipient = models.ForeignKey(
        BulletinRecipient, models.CASCADE, related_name="readings", verbose_name="回执"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="读者"
    )
    at = models.DateTimeField("阅读时间")

    class Meta:
        verbose_name = "通知阅读"
        verbose_name_plural = "通知阅读"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "person"], name="bulletin_read_once")]

    def __str__(self):
        return f"{self.person}"
