"""机构树与任职。条块结合：县乡村为“块”，市直部门为“条”，条按领域横贯各县（见 `catalogs`）。"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from portal.core import creditcode, grants, stamps
from portal.core.constraints import stamped
from portal.organisations.roles import LABELS, Role
from portal.organisations.scope import scope_of

REGION_CODE = RegexValidator(r"^\d{6}(\d{3}(\d{3})?)?$", "区划代码应为 6、9 或 12 位数字")
CODE = RegexValidator(r"^[0-9A-Za-z-]+$", "机构编码只用数字、字母与连字符")


def validate_credit_code(value: str) -> None:
    """统一社会信用代码须通过 GB 32100-2015 校验。"""
    if problem := creditcode.problem(value):
        raise ValidationError(problem)


class OrganisationQuerySet(MP_NodeQuerySet):
    def current(self):
        return self.filter(ended_on__isnull=True)

    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def within(self, paths):
        """落在任一路径之下（含本身）；`paths` 为空则一个也没有。"""
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(path__startswith=path)
        return self.filter(condition)

    def visible_to(self, user):
        """此人可查看其工作的机构。"""
        return self.within(scope_of(user).reading)


class OrganisationManager(MP_NodeManager.from_queryset(OrganisationQuerySet)):
    def get_queryset(self):
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")


class Organisation(MP_Node):
    """一个机构。市为根，市直部门与县区在市下，县直部门与乡镇在县下，村（居）在乡镇下。"""

    class Kind(models.TextChoices):
        CITY = "city", "市"
        DEPARTMENT = "department", "市直部门"
        COUNTY = "county", "县区"
        COUNTY_DEPARTMENT = "county_department", "县直部门"
        TOWNSHIP = "township", "乡镇（街道）"
        VILLAGE = "village", "村（居）"

    PARENTS = {
        Kind.DEPARTMENT: Kind.CITY,
        Kind.COUNTY: Kind.CITY,
        Kind.COUNTY_DEPARTMENT: Kind.COUNTY,
        Kind.TOWNSHIP: Kind.COUNTY,
        Kind.VILLAGE: Kind.TOWNSHIP,
    }
    LEVELS = {
        Kind.CITY: 1,
        Kind.DEPARTMENT: 2,
        Kind.COUNTY: 2,
        Kind.COUNTY_DEPARTMENT: 3,
        Kind.TOWNSHIP: 3,
        Kind.VILLAGE: 4,
    }
    AREAS = (Kind.CITY, Kind.COUNTY, Kind.TOWNSHIP, Kind.VILLAGE)  # “块”：各有自己的区划代码
    ONE_OF_A_KIND = ("code", "region_code", "credit_code")

    name = models.CharField("全称", max_length=80)
    short_name = models.CharField("简称", max_length=30)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    code = models.CharField("机构编码", max_length=20, unique=True, validators=[CODE])
    region_code = models.CharField("区划代码", max_length=12, blank=True, validators=[REGION_CODE])
    credit_code = models.CharField(
        "统一社会信用代码",
        max_length=18,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_credit_code],
    )
    phone = models.CharField("公开电话", max_length=30, blank=True)
    ended_on = models.DateField("撤并日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="撤并后归入"
    )

    objects = OrganisationManager()

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        permissions = list(LABELS.items())
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=("city", "department", "county", "county_department", "township", "village")
                ),
                name="organisation_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(ended_on__isnull=False),
                name="organisation_successor_ended",
            ),
            models.UniqueConstraint(
                fields=["region_code"],
                condition=~Q(region_code="")
                & Q(ended_on__isnull=True)
                & Q(kind__in=("city", "county", "township", "village")),
                name="organisation_region_code_once",
                violation_error_message="区划代码已用于另一个机构，请核对",
            ),
        ]
        indexes = [models.Index(fields=["kind", "path"], name="organisation_kind_path")]

    def __str__(self):
        return self.short_name

    @property
    def is_current(self):
        return self.ended_on is None

    @property
    def called(self) -> str:
        """列在别的单位中间时的称呼：村写全称，各乡镇同名的村多。"""
        return self.name if self.kind == self.Kind.VILLAGE else self.short_name

    def clean(self):
        """代码已被占用时说出是哪个机构；数据库的唯一约束只会说“已存在”。"""
        taken = {name: holder for name in self.ONE_OF_A_KIND if (holder := self._holder_of(name))}
        if taken:
            raise ValidationError(
                {
                    name: f"{self._meta.get_field(name).verbose_name}“{getattr(self, name)}”已用于{holder.name}，请核对。"
                    for name, holder in taken.items()
                }
            )

    def _holder_of(self, name: str) -> "Organisation | None":
        """已用着同一代码的另一个机构；区划代码只在现有的各级地方之间不许重复。"""
        value = getattr(self, name)
        if not value or (name == "region_code" and (self.kind not in self.AREAS or not self.is_current)):
            return None
        others = Organisation.objects.filter(**{name: value}).exclude(pk=self.pk)
        return (others.current().of_kind(*self.AREAS) if name == "region_code" else others).first()


class OrganisationUserObjectPermission(grants.UserPermission):
    """某人对某机构的一项权限（guardian 直接外键存放）。"""

    content_object = models.ForeignKey(Organisation, models.CASCADE)

    class Meta(grants.UserPermission.Meta):
        indexes = [models.Index(fields=["user", "permission"], name="organisation_perm_user")]


class MembershipQuerySet(models.QuerySet):
    def active(self, *, on):
        """`on` 当天在任的（起止日期都含当天）。"""
        return self.filter(Q(end_on__isnull=True) | Q(end_on__gte=on), start_on__lte=on)

    def out_of_step(self, *, on):
        """权限与任期不符的：该有而未授，或已满而未收。"""
        in_term = Q(start_on__lte=on) & (Q(end_on__isnull=True) | Q(end_on__gte=on))
        return self.filter((in_term & Q(is_granted=False)) | (~in_term & Q(is_granted=True)))

    def unfinished(self, *, on):
        """`on` 当天还没有满的：在任的，和将要开始的。"""
        return self.filter(Q(end_on__isnull=True) | Q(end_on__gte=on))

    def finished(self, *, on):
        """到 `on` 这天已经满了的。"""
        return self.filter(end_on__lt=on)

    def overlapping(self, start_on, end_on):
        """与 `start_on` 至 `end_on`（`None` 为长期）有重叠的，起止日期都含当天。"""
        rows = self.unfinished(on=start_on)
        return rows if end_on is None else rows.filter(start_on__lte=end_on)


class Membership(models.Model):
    """一段任职：某人在某机构担任某角色，自某日至某日。权限由此而来，期满即收回。"""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name="人员"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name="机构"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    post = models.CharField("岗位", max_length=40, blank=True)
    is_acting = models.BooleanField("代理", default=False)
    start_on = models.DateField("任职起")
    end_on = models.DateField("任职止", null=True, blank=True)
    is_granted = models.BooleanField("权限已授", default=False, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["organisation__path", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(is_acting=False) | Q(end_on__isnull=False),
                name="membership_acting_has_an_end",
                violation_error_message="代理岗位须有止日",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "start_on"], name="membership_once_per_start"
            ),
        ]

    def __str__(self):
        return f"{self.organisation} {self.get_role_display()}"

    @property
    def capacity(self) -> str:
        """代理的写明代什么、代到哪天；不是代理的为空。"""
        return f"代理{self.get_role_display()}至{self.end_on}" if self.is_acting else ""


class Handover(models.Model):
    """一次岗位交接：前任任到 `last_day`，后任次日起接同一岗位；当时的在办事项在此定格，由后任逐项确认。"""

    leaving = models.ForeignKey(
        Membership, models.PROTECT, related_name="handed_over", verbose_name="前任任职"
    )
    arriving = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="taken_over",
        verbose_name="后任任职",
        help_text="任命撤销了的为空",
    )
    last_day = models.DateField("前任最后一天")
    note = models.TextField("交接说明", max_length=2000, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人"
    )
    made_at = models.DateTimeField("办理时间")
    confirmed_by, confirmed_at = stamps.person("确认人"), stamps.moment("确认时间")

    class Meta:
        verbose_name = "岗位交接"
        verbose_name_plural = "岗位交接"
        ordering = ["-made_at", "-pk"]
        constraints = [
            stamped("confirmed", when=Q(confirmed_at__isnull=False), name="handover_confirmed_stamp"),
            models.UniqueConstraint(fields=["leaving"], name="handover_once_per_term"),
        ]

    def __str__(self):
        return f"{self.leaving}交接"

    def get_absolute_url(self):
        return reverse("desk:handover", args=[self.pk])


class HandoverItem(models.Model):
    """交接时的一件在办事项，定格当时的样子；`key` 在一次交接里不重复。"""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items", verbose_name="岗位交接")
    key = models.CharField("标识", max_length=200)
    kind = models.CharField("类别", max_length=40)
    title = models.CharField("事项", max_length=300)
    state = models.CharField("状态", max_length=40, blank=True)
    url = models.CharField("去处", max_length=300, blank=True)
    due_on = models.DateField("截止", null=True, blank=True)
    is_confirmed = models.BooleanField("已接手", default=False)

    class Meta:
        verbose_name = "交接事项"
        verbose_name_plural = "交接事项"
        ordering = ["due_on", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "key"], name="handover_item_once"),
        ]

    def __str__(self):
        return self.title
