"""外部通道与外发记录。先有行，后发送；何时再试写在行里。"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.core import stamps
from portal.notifications.models.message import Message
from portal.notifications.quiet import Quiet, from_dict
from portal.organisations.models import Organisation


class ChannelQuerySet(models.QuerySet):
    def of_person(self, who):
        return self.filter(person=who)

    def of_places(self, places):
        """这些机构的群机器人。"""
        return self.filter(organisation__in=places)


class Channel(models.Model):
    """一个外部通道：某人自己开通的，或某机构的群机器人。地址里有口令，加密存放，页面只露末四位。"""

    class Kind(models.TextChoices):
        WECOM = "wecom", "企业微信"
        DINGTALK = "dingtalk", "钉钉"
        FEISHU = "feishu", "飞书"
        WEBHOOK = "webhook", "通用网址（JSON）"

    kind = models.CharField("种类", max_length=10, choices=Kind)
    name = models.CharField("名称", max_length=40, help_text="如“县公开办工作群”，只在本站显示")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="channels",
        verbose_name="本人",
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="channels", verbose_name="机构"
    )
    sealed = models.TextField("地址（密文）")
    ending = models.CharField("地址末四位", max_length=4)
    fingerprint = models.CharField("地址的散列", max_length=64, help_text="同一个群不登记两次")
    added_by, added_at = stamps.person("开通人"), stamps.moment("开通时间")
    checked_at = models.DateTimeField("最近一次试发成功", null=True, blank=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = "外部通道"
        verbose_name_plural = "外部通道"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True), name="channel_has_one_owner"
            ),
            models.UniqueConstraint(fields=["person", "fingerprint"], name="channel_once_per_person"),
            models.UniqueConstraint(fields=["organisation", "fingerprint"], name="channel_once_per_place"),
            models.CheckConstraint(
                condition=Q(kind__in=("wecom", "dingtalk", "feishu", "webhook")), name="channel_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}“{self.name}”"

    @property
    def dom_id(self) -> str:
        """页内唯一的英文名。"""
        return f"remove-{self.pk}"


class DeliveryQuerySet(models.QuerySet):
    def unsent(self):
        return self.exclude(state=Delivery.State.SENT)

    def failed(self):
        return self.filter(state=Delivery.State.FAILED)


class Delivery(models.Model):
    """一条外发：发给一个人的邮箱或通道，或发到一个机构的群。只有标题与链接，不带个人信息。

    `next_try_at` 之前不发；一次没有发成就往后推，五次都没有发成记为失败并写明原因。
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENDING = "sending", "发送中"
        SENT = "sent", "已发送"
        FAILED = "failed", "失败"

    EMAIL = "email"

    key = models.CharField("唯一键", max_length=240, unique=True)
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="deliveries", verbose_name="消息"
    )
    channel = models.CharField("通道种类", max_length=20)
    target = models.ForeignKey(
        Channel, models.SET_NULL, null=True, blank=True, related_name="deliveries", verbose_name="通道"
    )
    title = models.CharField("标题", max_length=120)
    url = models.CharField("链接", max_length=300, blank=True)
    quiet = models.JSONField("免打扰", default=dict, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    error = models.CharField("失败原因", max_length=200, blank=True)
    created_at = models.DateTimeField("写入时间", null=True, blank=True)
    next_try_at = models.DateTimeField("下次发送", null=True, blank=True)
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "外发记录"
        verbose_name_plural = "外发记录"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="delivery_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="delivery_sent_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="delivery_failed_has_reason"
            ),
        ]

    def __str__(self):
        return f"{self.channel_label} {self.get_state_display()}"

    def get_absolute_url(self):
        return reverse("notifications:deliveries")

    @property
    def channel_label(self) -> str:
        return dict(Channel.Kind.choices).get(self.channel, "邮件")

    @property
    def recipient(self) -> str:
        """发给谁：人的姓名，或机构的群。"""
        if self.message_id:
            return str(self.message.person)
        return f"{self.target.organisation}“{self.target.name}”" if self.target else "已删除的群"

    @property
    def hours(self) -> Quiet | None:
        return from_dict(self.quiet)
