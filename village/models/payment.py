"""发放批次与户：只增不改。更正、冲销都另立一批；一户的净额是各批之和。

个人号码（身份证、账号、电话）合为一段密文，按设置也可以不存；查重用带密钥的散列。
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.core.constraints import different_people, stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from village.models.programme import Programme, counties_seen_by


class PaymentBatchQuerySet(models.QuerySet):
    def counted(self):
        """入账的：等复核的与复核过的；公示与公开只认复核过的。"""
        return self.filter(status__in=PaymentBatch.COUNTED)

    def visible_to(self, user):
        """本县看得到，审计员看得到；市里看合计。批次的页面上没有姓名。"""
        counties = Organisation.objects.filter(pk__in=_own_counties(user))
        audited = Organisation.objects.within(scope_of(user).auditing).of_kind(Organisation.Kind.COUNTY)
        return self.filter(Q(programme__county__in=counties) | Q(programme__county__in=audited) | _own(user))


def _own_counties(user) -> tuple[int, ...]:
    """此人直接任职填报、审核的县区。"""
    scope = scope_of(user)
    return (*scope.organisations("draft"), *scope.organisations("approve"))


def _own(user) -> Q:
    """主管部门的经办导入的，在任时自己看得到。"""
    return Q(created_by=user, programme__county__in=counties_seen_by(user))


class PaymentBatch(models.Model):
    """一次导入的户：来自一份工作簿，由第二人复核。"""

    class Kind(models.TextChoices):
        LIST = "list", "发放清单"
        CORRECTION = "correction", "更正"
        REVERSAL = "reversal", "冲销"

    class Status(models.TextChoices):
        WAITING = "waiting", "待复核"
        CONFIRMED = "confirmed", "已复核"
        RETURNED = "returned", "已退回"

    COUNTED = (Status.WAITING, Status.CONFIRMED)

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="batches", verbose_name="补贴项目")
    number = models.PositiveIntegerField("批次")
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.LIST)
    period = models.CharField(
        "发放期次", max_length=30, blank=True, help_text="如：第一季度、6月；全年一次的不填"
    )
    file_name = models.CharField("文件名", max_length=150, blank=True)
    fingerprint = models.CharField("文件摘要", max_length=64, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.WAITING)
    rows = models.PositiveIntegerField("行数", default=0)
    new = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("改动", default=0)
    same = models.PositiveIntegerField("相同", default=0)
    gone = models.PositiveIntegerField("表里没有", default=0)
    doubts = models.JSONField("存疑", default=list, blank=True, help_text="个人号码已打码")
    amount = models.DecimalField("金额合计", max_digits=16, decimal_places=2, default=0)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversals", verbose_name="冲销的批次"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人"
    )
    created_at = models.DateTimeField("导入时间")
    confirmed_by, confirmed_at = person("复核人"), moment("复核时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")

    objects = PaymentBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "发放批次"
        verbose_name_plural = "发放批次"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="payment_batch_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=("waiting", "confirmed", "returned")),
                name="payment_batch_status_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("list", "correction", "reversal")), name="payment_batch_kind_known"
            ),
            stamped("confirmed", when=Q(status="confirmed"), name="payment_batch_confirmed_stamp"),
            stamped("returned", when=Q(status="returned"), name="payment_batch_returned_stamp"),
            different_people("created_by", "confirmed_by", name="payment_batch_confirmed_by_another"),
            models.CheckConstraint(
                condition=~Q(kind="reversal") | Q(reverses__isnull=False), name="payment_reversal_of_a_batch"
            ),
        ]

    def __str__(self):
        return f"{self.programme} 第{self.number}批"

    def get_absolute_url(self):
        return reverse("village:batch", args=[self.pk])


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """上传只有本县与上传的主管部门经办看得到。"""
        counties = Organisation.objects.filter(pk__in=_own_counties(user))
        return self.filter(Q(programme__county__in=counties) | _own(user))

    def refused(self):
        return self.filter(found__gt=0)


class Upload(models.Model):
    """一份上传的发放清单：原件加密暂存，读完得到批次，或得到全部错误。批次了结或满期后原件即删。"""

    KEPT_DAYS = 7

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="uploads", verbose_name="补贴项目")
    period = models.CharField("发放期次", max_length=30, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    kind = models.CharField("类别", max_length=12, choices=PaymentBatch.Kind, default=PaymentBatch.Kind.LIST)
    name = models.CharField("文件名", max_length=150)
    sealed = models.CharField("加密原件", max_length=60, blank=True, help_text="空：已经删去")
    read_at = models.DateTimeField("读完时间", null=True, blank=True)
    rows = models.PositiveIntegerField("行数", default=0)
    found = models.PositiveIntegerField("错误数", default=0)
    problems = models.JSONField("错误", default=list, blank=True, help_text="个人号码已打码")
    doubts = models.JSONField("存疑", default=list, blank=True)
    batch = models.OneToOneField(
        PaymentBatch, models.SET_NULL, null=True, blank=True, related_name="upload", verbose_name="批次"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    created_at = models.DateTimeField("上传时间")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "发放清单上传"
        verbose_name_plural = "发放清单上传"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.programme} {self.name}"

    @property
    def outcome(self) -> str:
        """读得怎样：状态词。"""
        if self.read_at is None:
            return "读取中"
        if self.found:
            return "有错误"
        return "已读取" if self.batch_id else "没有变化"

    def get_absolute_url(self):
        return reverse("village:upload", args=[self.pk])


class PaymentQuerySet(models.QuerySet):
    def counted(self):
        return self.filter(batch__status__in=PaymentBatch.COUNTED)

    def confirmed(self):
        return self.filter(batch__status=PaymentBatch.Status.CONFIRMED)

    def visible_to(self, user):
        """姓名与金额只有本县填报人与负责人、所在乡镇与村的经办看得到。"""
        scope = scope_of(user)
        places = {*scope.organisations("draft"), *scope.organisations("approve")}
        held = Organisation.objects.filter(pk__in=places).of_kind(
            Organisation.Kind.COUNTY, Organisation.Kind.TOWNSHIP, Organisation.Kind.VILLAGE
        )
        paths = list(held.values_list("path", flat=True))
        return self.filter(village__in=Organisation.objects.within(paths))


class Payment(models.Model):
    """一户的一笔。写入之后不改（数据库触发器守住）；改动是先冲销原来的一笔，再记新的一笔。"""

    class Kind(models.TextChoices):
        PAID = "paid", "发放"
        ADJUSTED = "adjusted", "核减"
        UNDONE = "undone", "冲销"

    batch = models.ForeignKey(PaymentBatch, models.CASCADE, related_name="payments", verbose_name="批次")
    village = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="村（居）")
    kind = models.CharField("类别", max_length=8, choices=Kind, default=Kind.PAID, db_default=Kind.PAID)
    row = models.PositiveIntegerField("原表行号")
    household = models.CharField(
        "户标识", max_length=32, help_text="身份证号的带密钥散列；没有身份证号的按村与姓名"
    )
    name = models.CharField("户主姓名", max_length=60)
    sealed = models.BinaryField("个人号码密文", null=True, blank=True)
    group = models.CharField("村民小组", max_length=30, blank=True)
    quantity = models.DecimalField("数量", max_digits=14, decimal_places=4, null=True, blank=True)
    rate = models.DecimalField("标准", max_digits=14, decimal_places=4, null=True, blank=True)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    period = models.CharField("期次", max_length=30, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)
    digest = models.CharField("内容散列", max_length=16, db_default="", help_text="冲销的一笔与它所冲的相同")

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "发放记录"
        verbose_name_plural = "发放记录"
        ordering = ["village__path", "batch", "row"]
        indexes = [
            models.Index(fields=["batch", "village"], name="payment_batch_village"),
            models.Index(fields=["household"], name="payment_household"),
        ]

    def __str__(self):
        return f"{self.batch} 第{self.row}行"


class VillageSumQuerySet(models.QuerySet):
    def visible_to(self, user):
        """合计按机构视野；村与乡镇看自己的，市与审计员看全部。"""
        return self.filter(village__in=Organisation.objects.visible_to(user))


class VillageSum(models.Model):
    """一村一项补贴全年的合计，由户算出；`confirmed_` 只算复核过的批次。"""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="sums", verbose_name="补贴项目")
    village = models.ForeignKey(
        Organisation, models.PROTECT, related_name="subsidy_sums", verbose_name="村（居）"
    )
    households = models.PositiveIntegerField("户数", default=0)
    quantity = models.DecimalField("数量", max_digits=18, decimal_places=4, default=0)
    amount = models.DecimalField("金额（元）", max_digits=18, decimal_places=2, default=0)
    confirmed_households = models.PositiveIntegerField("已复核户数", default=0)
    confirmed_quantity = models.DecimalField("已复核数量", max_digits=18, decimal_places=4, default=0)
    confirmed_amount = models.DecimalField("已复核金额（元）", max_digits=18, decimal_places=2, default=0)

    objects = VillageSumQuerySet.as_manager()

    class Meta:
        verbose_name = "村级合计"
        verbose_name_plural = "村级合计"
        ordering = ["programme", "village__path"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "village"], name="village_sum_once"),
        ]

    def __str__(self):
        return f"{self.village} {self.programme}"
