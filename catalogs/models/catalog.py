"""目录与它的版本。标准（国家指引、省级标准）与各级目录是同一种东西：一本目录，若干版本，每版若干事项。"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from catalogs.models.field import Field
from portal.core.constraints import different_people, stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications.models import Publication


class CatalogQuerySet(models.QuerySet):
    def standards(self):
        return self.filter(organisation__isnull=True)

    def derived(self):
        return self.filter(organisation__isnull=False)

    def disclosing(self):
        """自己登记公开记录、算覆盖的。村级样本不在其中：各村照它公开，登记在各村。"""
        return self.derived().exclude(kind=Catalog.Kind.VILLAGE_MODEL)

    def visible_to(self, user):
        """标准人人可看；各级目录随机构的视野，主管部门看得到各县区（按领域，见 `Section`）。"""
        scope = scope_of(user)
        if not scope.reading:
            return self.none()
        own = Q(organisation__in=Organisation.objects.within(scope.reading))
        across = Q(pk__gt=0) if scope.holds("score") or scope.holds("approve_scores") else Q(pk__in=[])
        return self.filter(Q(organisation__isnull=True) | own | across)


class Catalog(models.Model):
    """一本目录：国家指引、省级标准，或某机构自己的标准目录。"""

    class Kind(models.TextChoices):
        NATIONAL = "national", "国家标准指引"
        PROVINCIAL = "provincial", "省级标准目录"
        CITY = "city", "市级目录"
        COUNTY = "county", "县级目录"
        TOWNSHIP = "township", "乡级目录"
        VILLAGE_MODEL = "village_model", "村级目录县级样本"

    STANDARDS = (Kind.NATIONAL, Kind.PROVINCIAL)
    KIND_OF = {
        Organisation.Kind.CITY: Kind.CITY,
        Organisation.Kind.COUNTY: Kind.COUNTY,
        Organisation.Kind.TOWNSHIP: Kind.TOWNSHIP,
    }

    kind = models.CharField("类别", max_length=16, choices=Kind)
    code = models.CharField(
        "编码", max_length=30, unique=True, help_text="national、provincial、机构编码，或县区编码加 _village"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="catalogs", verbose_name="机构"
    )
    title = models.CharField("名称", max_length=120)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="dependants", verbose_name="依据的目录"
    )

    objects = CatalogQuerySet.as_manager()

    class Meta:
        verbose_name = "目录"
        verbose_name_plural = "目录"
        ordering = ["organisation__path", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=("national", "provincial", "city", "county", "township", "village_model")
                ),
                name="catalog_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("national", "provincial"), organisation__isnull=True)
                | (~Q(kind__in=("national", "provincial")) & Q(organisation__isnull=False)),
                name="catalog_standard_has_no_body",
            ),
            models.UniqueConstraint(fields=["organisation", "kind"], name="catalog_one_of_a_kind"),
            models.CheckConstraint(
                condition=Q(base__isnull=True) | ~Q(base=F("pk")), name="catalog_base_is_other"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("catalogs:catalog", args=[self.code])

    @property
    def is_standard(self) -> bool:
        return self.kind in self.STANDARDS

    @property
    def is_village_model(self) -> bool:
        return self.kind == self.Kind.VILLAGE_MODEL


class EditionQuerySet(models.QuerySet):
    def in_force(self, *, on: dt.date):
        """`on` 当天有效的：已生效、未废止。"""
        return self.filter(
            Q(repealed_on__isnull=True) | Q(repealed_on__gt=on),
            status=Edition.Status.ISSUED,
            effective_on__lte=on,
        )

    def open(self):
        """还在拟定、审核的一版，每本目录至多一版。"""
        return self.filter(status__in=Edition.OPEN)

    def visible_to(self, user):
        """印发了的随目录可看；未印发的只有本机构、上级与主管部门看得到。"""
        return self.filter(catalog__in=Catalog.objects.visible_to(user))


class Edition(models.Model):
    """目录的一个版本。印发之后事项不再改动（数据库触发器守住），要改另立新版。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "拟定中"
        HANDED_IN = "handed_in", "待市确认"
        ISSUED = "issued", "已印发"
        DISCARDED = "discarded", "已作废"

    OPEN = (Status.DRAFT, Status.HANDED_IN)

    catalog = models.ForeignKey(Catalog, models.PROTECT, related_name="editions", verbose_name="目录")
    number = models.PositiveIntegerField("版次")
    basis = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="所依据的版本"
    )
    title = models.CharField("名称", max_length=120)
    document_number = models.CharField("文号", max_length=60, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟定人"
    )
    created_at = models.DateTimeField("拟定时间")
    handed_in_by, handed_in_at = person("报送人"), moment("报送时间")
    issued_by, issued_at = person("印发（确认）人"), moment("印发（确认）时间")
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公开信息"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "目录版本"
        verbose_name_plural = "目录版本"
        ordering = ["catalog", "-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("draft", "handed_in", "issued", "discarded")),
                name="edition_status_known",
            ),
            models.UniqueConstraint(fields=["catalog", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["catalog"], condition=Q(status__in=("draft", "handed_in")), name="edition_one_open"
            ),
            stamped("issued", when=Q(status="issued"), name="edition_issued_stamp"),
            models.CheckConstraint(
                condition=~Q(status="issued") | Q(issued_on__isnull=False, effective_on__isnull=False),
                name="edition_issued_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(repealed_on__isnull=True) | Q(repealed_on__gte=F("effective_on")),
                name="edition_repealed_after_effective",
            ),
            different_people("created_by", "issued_by", name="edition_issued_by_another"),
            different_people("handed_in_by", "issued_by", name="edition_handed_in_by_another"),
        ]

    def __str__(self):
        return f"{self.title}（第{self.number}版）"

    def get_absolute_url(self):
        return reverse("catalogs:edition", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.DRAFT


class SectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(edition__in=Edition.objects.visible_to(user))


class Section(models.Model):
    """一版目录里一个领域的部分：各领域由主管部门分别审核。"""

    class Status(models.TextChoices):
        DRAFT = "draft", "拟定中"
        SUBMITTED = "submitted", "待领域审核"
        PASSED = "passed", "审核通过"
        RETURNED = "returned", "已退回"

    EDITABLE = (Status.DRAFT, Status.RETURNED)

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sections", verbose_name="目录版本")
    field = models.ForeignKey(Field, models.PROTECT, related_name="sections", verbose_name="领域")
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT)
    submitted_by, submitted_at = person("送审人"), moment("送审时间")
    passed_by, passed_at = person("审核人"), moment("审核时间")

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = "目录分册"
        verbose_name_plural = "目录分册"
        ordering = ["edition", "field__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("draft", "submitted", "passed", "returned")),
                name="section_status_known",
            ),
            models.UniqueConstraint(fields=["edition", "field"], name="section_once"),
            stamped("submitted", when=Q(status__in=("submitted", "passed")), name="section_submitted_stamp"),
            stamped("passed", when=Q(status="passed"), name="section_passed_stamp"),
            different_people("submitted_by", "passed_by", name="section_passed_by_another"),
        ]

    def __str__(self):
        return f"{self.edition.catalog} · {self.field}"

    def get_absolute_url(self):
        return reverse("catalogs:section", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.edition.is_editable and self.status in self.EDITABLE
