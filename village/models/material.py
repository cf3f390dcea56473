"""公示之后的留存与村民查询：材料存在村里，到期先复核再销毁。"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.core.constraints import different_people, stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from village.models.posting import Posting
from village.models.programme import Programme


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(village__in=Organisation.objects.visible_to(user))

    def within(self, place: Organisation):
        return self.filter(village__path__startswith=place.path)

    def expired(self, *, on: dt.date):
        """留存期满、还没有提请销毁也没有延长的。"""
        return self.filter(status=Material.Status.KEPT, kept_until__lt=on)


class Material(models.Model):
    """一村一项补贴一年的留存材料。"""

    class Status(models.TextChoices):
        KEPT = "kept", "留存中"
        PROPOSED = "proposed", "待批准销毁"
        DESTROYED = "destroyed", "已销毁"

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="materials", verbose_name="补贴项目"
    )
    village = models.ForeignKey(
        Organisation, models.PROTECT, related_name="materials", verbose_name="村（居）"
    )
    posting = models.ForeignKey(
        Posting, models.PROTECT, null=True, blank=True, related_name="materials", verbose_name="公示"
    )
    place = models.CharField("留存地点", max_length=120)
    keeper = models.CharField("保管人", max_length=40)
    contents = models.CharField("材料", max_length=200, default="公示表、照片、监督委员会签字")
    kept_from = models.DateField("留存起")
    kept_until = models.DateField("留存至")
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.KEPT)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间")
    proposed_by, proposed_at = person("提请销毁人"), moment("提请时间")
    destroyed_by, destroyed_at = person("批准销毁人"), moment("销毁时间")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = "留存材料"
        verbose_name_plural = "留存材料"
        ordering = ["kept_until", "village__path"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "village", "posting"], name="material_once"),
            models.CheckConstraint(
                condition=Q(status__in=("kept", "proposed", "destroyed")), name="material_status_known"
            ),
            models.CheckConstraint(
                condition=Q(kept_until__gte=F("kept_from")), name="material_kept_some_time"
            ),
            stamped("proposed", when=~Q(status="kept"), name="material_proposed_stamp"),
            stamped("destroyed", when=Q(status="destroyed"), name="material_destroyed_stamp"),
            different_people("proposed_by", "destroyed_by", name="material_destroyed_by_another"),
        ]

    def __str__(self):
        return f"{self.village.called} {self.programme} 留存材料"

    def get_absolute_url(self):
        return reverse("village:material", args=[self.pk])


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(village__in=Organisation.objects.visible_to(user))


class Inquiry(models.Model):
    """村民来查自家的补贴：核了身份，答了什么。不记查询人的号码，只记户标识。"""

    village = models.ForeignKey(
        Organisation, models.PROTECT, related_name="inquiries", verbose_name="村（居）"
    )
    year = models.PositiveSmallIntegerField("年度")
    household = models.CharField("户标识", max_length=32)
    identity = models.CharField("身份核对", max_length=60, help_text="如：核对身份证原件")
    is_agent = models.BooleanField("代查", default=False)
    found = models.PositiveSmallIntegerField("查到的笔数")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    answered_at = models.DateTimeField("查询时间")

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "村民查询"
        verbose_name_plural = "村民查询"
        ordering = ["-answered_at", "-pk"]

    def __str__(self):
        return f"{self.village.called} 查询 {self.pk}"
