"""补贴项目：一个县区一年的一项惠农补贴，标准、程序、公示与留存的规矩都在这里。"""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications.models import Publication


class ProgrammeQuerySet(models.QuerySet):
    def of_year(self, year: int):
        return self.filter(year=year)

    def unpaid(self):
        """还没有发放清单的：一批也没有导入，或导入的都退回了。"""
        return self.exclude(batches__status__in=("waiting", "confirmed"))

    def visible_to(self, user):
        """县乡村看得到本县的，市里与审计员看得到全部。"""
        counties = counties_seen_by(user)
        return self.filter(county__in=counties)


def counties_seen_by(user):
    """此人看得到其补贴项目的县区：视野之内的，以及自己所在乡镇、村的上级县区。"""
    scope = scope_of(user)
    seen = Organisation.objects.within(scope.reading).of_kind(Organisation.Kind.COUNTY)
    above = Q(pk__in=[])
    for path in scope.reading:
        above |= Q(path=path[: 2 * Organisation.steplen])
    return Organisation.objects.filter(Q(pk__in=seen.values("pk")) | above).of_kind(Organisation.Kind.COUNTY)


class Programme(models.Model):
    """一项补贴。`is_sensitive` 的（低保、残疾、孤儿、特扶等）公示时用更严的打码。"""

    class Level(models.TextChoices):
        NATIONAL = "national", "国家标准"
        PROVINCIAL = "provincial", "省级标准"
        CITY = "city", "市级标准"
        COUNTY = "county", "县级标准"

    class DayKind(models.TextChoices):
        CALENDAR = "calendar", "自然日"
        WORKING = "working", "工作日"

    county = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes", verbose_name="县区")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("补贴项目", max_length=60)
    also_known_as = models.CharField("又称", max_length=120, blank=True, help_text="多个名称以分号隔开")
    department = models.CharField("主管部门", max_length=60, blank=True)
    basis = models.TextField("政策依据", blank=True)
    recipients = models.CharField("补贴对象", max_length=300, blank=True)
    standard = models.CharField("补贴标准", max_length=300, blank=True, help_text="如：每亩 95.35 元")
    standard_level = models.CharField("标准层级", max_length=12, choices=Level, blank=True)
    rate = models.DecimalField(
        "单位标准（元）",
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="全县一个标准的才填；导入时逐户核对",
    )
    unit = models.CharField("计量单位", max_length=10, blank=True, help_text="亩、人、户、头、台等")
    procedure = models.TextField("申报程序", blank=True)
    payment_way = models.CharField("发放方式", max_length=120, blank=True, help_text="如：一卡通")
    payment_time = models.CharField("发放时间", max_length=120, blank=True)
    contact = models.CharField("咨询联系", max_length=120, blank=True)
    hotline = models.CharField("监督举报电话", max_length=40, blank=True)
    is_sensitive = models.BooleanField("涉及特殊群体", default=False, help_text="公示时姓名加严打码")
    posting_days = models.PositiveSmallIntegerField(
        "公示天数", default=7, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    posting_day_kind = models.CharField("天数按", max_length=10, choices=DayKind, default=DayKind.CALENDAR)
    posting_within = models.PositiveSmallIntegerField(
        "复核后几日内张贴",
        default=10,
        db_default=10,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    answer_days = models.PositiveSmallIntegerField(
        "异议答复（工作日）", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    retention_years = models.PositiveSmallIntegerField(
        "留存年限", default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="建立人"
    )
    created_at = models.DateTimeField("建立时间")
    version = models.PositiveIntegerField("修改版次", default=1)

    objects = ProgrammeQuerySet.as_manager()

    REQUIRED = ("department", "basis", "recipients", "standard", "unit", "payment_way", "hotline")

    class Meta:
        verbose_name = "补贴项目"
        verbose_name_plural = "补贴项目"
        ordering = ["-year", "county__path", "name"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "name"], name="programme_once_a_year"),
            models.CheckConstraint(
                condition=Q(posting_day_kind__in=("calendar", "working")), name="programme_day_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(rate__gt=Decimal(0)), name="programme_rate_positive"
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.name}"

    def get_absolute_url(self):
        return reverse("village:programme", args=[self.pk])

    @property
    def lacking(self) -> list[str]:
        """还没有填、而公开与公示用得着的栏目。"""
        return [self._meta.get_field(name).verbose_name for name in self.REQUIRED if not getattr(self, name)]


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(programme__in=Programme.objects.visible_to(user))


class Application(models.Model):
    """申报信息：一项补贴的申报通知，何时开始、何时截止；公开之后村民才知道去申报。"""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="applications", verbose_name="补贴项目"
    )
    opens_on = models.DateField("申报开始")
    closes_on = models.DateField("申报截止")
    text = models.TextField("申报须知", help_text="条件、材料、地点、电话")
    publication = models.ForeignKey(
        Publication, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="公开信息"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟定人"
    )
    created_at = models.DateTimeField("拟定时间")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "申报信息"
        verbose_name_plural = "申报信息"
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="application_closes_after_opening"
            )
        ]

    def __str__(self):
        return f"{self.programme} 申报（{self.opens_on:%Y-%m-%d} 起）"
