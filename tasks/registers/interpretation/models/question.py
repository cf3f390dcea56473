from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalogs.models import Field
from portal.core.constraints import different_people, stamped
from portal.core.stamps import moment, person
from portal.organisations.models import Organisation
from portal.publications.models import Publication
from tasks.models.ledger import LedgerRow


class Question(LedgerRow):
    """政策咨询的一问一答。只记问什么、答什么，不记提问人是谁。"""

    class Channel(models.TextChoices):
        HOTLINE = "hotline", "热线"
        WINDOW = "window", "窗口"
        SITE = "site", "网站"
        ONSITE = "onsite", "现场"

    class Status(models.TextChoices):
        ASKED = "asked", "待答复"
        TRANSFERRED = "transferred", "已转办"
        RETURNED = "returned", "已退回"
        ANSWERED = "answered", "待确认"
        CONFIRMED = "confirmed", "已办结"

    DONE = (Status.ANSWERED, Status.CONFIRMED)

    channel = models.CharField("渠道", max_length=10, choices=Channel, default=Channel.HOTLINE)
    asked_at = models.DateTimeField("提问时间")
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="领域"
    )
    text = models.CharField("问题", max_length=500)
    answer = models.CharField("答复", max_length=2000, blank=True)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.ASKED)
    transferred_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转给"
    )
    transferred_by, transferred_at = person("转办人"), moment("转办时间")
    answered_by, answered_at = person("答复人"), moment("答复时间")
    returned_by, returned_at = person("退回人"), moment("退回时间")
    confirmed_by, confirmed_at = person("确认人"), moment("办结时间")
    publication = models.ForeignKey(
        Publication, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="公开的问答"
    )

    class Meta:
        verbose_name = "政策咨询"
        verbose_name_plural = "政策咨询"
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "asked_at"], name="question_of_a_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "asked_at", "text"],
                name="question_once",
                violation_error_message="这个问题已经登记过。",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="question_asks_something"),
            models.CheckConstraint(
                condition=Q(channel__in=("hotline", "window", "site", "onsite")),
                name="question_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("asked", "transferred", "returned", "answered", "confirmed")),
                name="question_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("answered", "confirmed")) | ~Q(answer=""),
                name="question_answered_with_text",
            ),
            models.CheckConstraint(
                condition=~Q(status="transferred") | Q(transferred_to__isnull=False),
                name="question_transferred_to_someone",
            ),
            stamped("transferred", when=Q(status="transferred"), name="question_transferred_stamp"),
            stamped("returned", when=Q(status="returned"), name="question_returned_stamp"),
            stamped("answered", when=Q(status__in=("answered", "confirmed")), name="question_answered_stamp"),
            stamped("confirmed", when=Q(status="confirmed"), name="question_confirmed_stamp"),
            different_people("answered_by", "confirmed_by", name="question_confirmed_by_another"),
        ]

    def __str__(self):
        return self.text[:40]

    def get_absolute_url(self):
        return reverse("tasks:question", args=[self.pk])

    @property
    def is_answered(self) -> bool:
        return self.status in self.DONE
