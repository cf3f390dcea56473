"""依申请公开：申请、每一步的记录、复议与诉讼。申请人的姓名与联系方式只存密文，别处一概没有。"""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.core.constraints import different_people, stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.registers.requests import legal_clock
from tasks.registers.requests.outcomes import APPLICANTS, SHORT

ANSWERED = ("answered", "delivered", "closed")
ONGOING = ("processing", "correcting", "consulting", "suspended", "review")


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(body__in=Organisation.objects.within(scope_of(user).reading))

    def within(self, place: Organisation):
        return self.filter(body__path__startswith=place.path)

    def ongoing(self):
        return self.filter(finished_on__isnull=True)

    def received_in(self, year: int):
        return self.filter(received_on__year=year)

    def open_at_end_of(self, year: int):
        """到 `year` 年末还没有办结的。"""
        end = dt.date(year, 12, 31)
        return self.filter(received_on__lte=end).filter(Q(finished_on__isnull=True) | Q(finished_on__gt=end))


class DisclosureRequest(models.Model):
    """一件政府信息公开申请。`due_on` 等由各步的记录算出后存下，供列表排序；停着计时的没有最后一天。"""

    class Applicant(models.TextChoices):
        NATURAL, BUSINESS, RESEARCH, CHARITY, LEGAL, OTHER = APPLICANTS

    class Way(models.TextChoices):
        IN_PERSON = "in_person", "当面提交"
        POST = "post", "邮寄"
        ONLINE = "online", "网络"
        FAX = "fax", "传真"
        OTHER = "other", "其他"

    class Status(models.TextChoices):
        PROCESSING = "processing", "办理中"
        CORRECTING = "correcting", "待补正"
        CONSULTING = "consulting", "征求意见中"
        SUSPENDED = "suspended", "已中止"
        REVIEW = "review", "待审核"
        ANSWERED = "answered", "已答复"
        DELIVERED = "delivered", "已送达"
        CLOSED = "closed", "已办结"

    body = models.ForeignKey(
        Organisation, models.PROTECT, related_name="disclosure_requests", verbose_name="受理单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    applicant_kind = models.CharField("申请人类别", max_length=10, choices=Applicant)
    sealed_applicant = models.BinaryField("申请人密文", null=True, blank=True)
    received_on = models.DateField("收到日期")
    way = models.CharField("提交方式", max_length=10, choices=Way)
    subject = models.CharField("申请内容", max_length=500)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.PROCESSING)
    due_on = models.DateField("答复期限", null=True, blank=True)
    extended_on = models.DateField("延长至", null=True, blank=True)
    waits_until = models.DateField("等到", null=True, blank=True)
    outcome = models.CharField("办理结果", max_length=12, choices=list(SHORT.items()), blank=True)
    answer_number = models.CharField("答复文号", max_length=60, blank=True)
    answer_note = models.CharField("答复说明", max_length=1000, blank=True)
    finished_on = models.DateField("答复日期", null=True, blank=True)
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivery = models.CharField("送达方式", max_length=100, blank=True)
    is_imported = models.BooleanField("旧台账导入", default=False)
    version = models.PositiveIntegerField("修改版次", default=1)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    registered_at = models.DateTimeField("登记时间")
    drafted_by, drafted_at = person("拟答复人"), moment("拟答复时间")
    answered_by, answered_at = person("审核人"), moment("审核时间")
    delivered_by, delivered_at = person("送达登记人"), moment("送达登记时间")
    closed_by, closed_at = person("办结人"), moment("办结时间")

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "依申请公开"
        verbose_name_plural = "依申请公开"
        ordering = ["-received_on", "-pk"]
        indexes = [
            models.Index(fields=["body", "-received_on"], name="request_body_received"),
            models.Index(fields=["due_on"], condition=Q(finished_on__isnull=True), name="request_open_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "serial"], name="request_serial_once"),
            models.CheckConstraint(
                condition=Q(status__in=(*ONGOING, *ANSWERED)), name="request_status_known"
            ),
            models.CheckConstraint(condition=~Q(subject=""), name="request_has_subject"),
            models.CheckConstraint(condition=Q(received_on__year=F("year")), name="request_year_of_receipt"),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True) | Q(finished_on__gte=F("received_on")),
                name="request_finished_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ONGOING, finished_on__isnull=True)
                | (Q(status__in=ANSWERED, finished_on__isnull=False) & ~Q(outcome="")),
                name="request_finished_has_outcome",
            ),
            stamped(
                "answered",
                when=Q(status__in=ANSWERED, is_imported=False) & ~Q(outcome="lapsed"),
                name="request_answered_stamp",
            ),
            different_people("drafted_by", "answered_by", name="request_answered_by_another"),
        ]

    def __str__(self):
        return f"{self.body} {self.number}"

    def get_absolute_url(self):
        return reverse("tasks:request", args=[self.pk])

    @property
    def number(self) -> str:
        """每个单位每年从 1 编起，如〔2026〕第 3 号。"""
        return f"〔{self.year}〕第{self.serial}号"

    @property
    def last_day(self) -> dt.date | None:
        """实际的最后一天，延长在内。"""
        return self.extended_on or self.due_on


class RequestEvent(models.Model):
    """一步：何时、做了什么。只增不改；法定期限由这些算出。"""

    request = models.ForeignKey(
        DisclosureRequest, models.CASCADE, related_name="events", verbose_name="依申请公开"
    )
    kind = models.CharField(
        "事项", max_length=10, choices=[(str(kind), label) for kind, label in legal_clock.LABELS.items()]
    )
    on = models.DateField("日期")
    days = models.PositiveSmallIntegerField(
        "工作日数", default=0, validators=[MinValueValidator(0), MaxValueValidator(60)]
    )
    text = models.CharField("内容或理由", max_length=500, blank=True)
    by = person("登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "申请办理记录"
        verbose_name_plural = "申请办理记录"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=("ask", "extend")) | Q(days__gte=1), name="request_event_has_days"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("ask", "consult", "extend", "suspend")) | ~Q(text=""),
                name="request_event_has_reason",
            ),
            models.UniqueConstraint(
                fields=["request", "kind"],
                condition=Q(kind__in=("ask", "extend", "answer", "lapse")),
                name="request_event_once",
            ),
        ]

    def __str__(self):
        return f"{self.request} {self.get_kind_display()}"


class DisputeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(request__in=DisclosureRequest.objects.visible_to(user))

    def decided_in(self, year: int):
        return self.filter(decided_on__year=year)

    def pending_at_end_of(self, year: int):
        end = dt.date(year, 12, 31)
        return self.filter(filed_on__lte=end).filter(Q(decided_on__isnull=True) | Q(decided_on__gt=end))


class RequestDispute(models.Model):
    """因一件申请而起的行政复议或行政诉讼，及其结果。"""

    class Route(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        DIRECT = "direct", "未经复议直接起诉"
        AFTER = "after", "复议后起诉"

    class Result(models.TextChoices):
        UPHELD = "upheld", "结果维持"
        CORRECTED = "corrected", "结果纠正"
        OTHER = "other", "其他结果"
        PENDING = "pending", "尚未审结"

    request = models.ForeignKey(
        DisclosureRequest, models.PROTECT, related_name="disputes", verbose_name="依申请公开"
    )
    route = models.CharField("途径", max_length=16, choices=Route)
    filed_on = models.DateField("受理日期")
    result = models.CharField("结果", max_length=10, choices=Result, default=Result.PENDING)
    decided_on = models.DateField("审结日期", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间")

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = "复议诉讼"
        verbose_name_plural = "复议诉讼"
        ordering = ["filed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="pending", decided_on__isnull=True)
                | (~Q(result="pending") & Q(decided_on__isnull=False)),
                name="request_dispute_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("filed_on")),
                name="request_dispute_decided_after_filing",
            ),
        ]

    def __str__(self):
        return f"{self.request} {self.get_route_display()}"
