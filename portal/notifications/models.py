"""站内消息与外发凭据。站内消息是记录，邮件只是提示，只带链接不带内容。"""

from django.conf import settings
from django.db import models


class MessageQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True)

    def visible_to(self, user):
        return self.filter(person=user)


class Message(models.Model):
    """一条站内消息；`key` 唯一，同一件事对同一人只说一次。"""

    class Kind(models.TextChoices):
        TODO = "todo", "待办"
        RESULT = "result", "结果"
        REMINDER = "reminder", "提醒"
        NOTICE = "notice", "通知"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox", verbose_name="收件人"
    )
    key = models.CharField("唯一键", max_length=200)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    title = models.CharField("标题", max_length=120)
    lines = models.JSONField("内容", default=list, help_text="每行 {text, url}")
    url = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "站内消息"
        verbose_name_plural = "站内消息"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="message_once_per_person")]
        indexes = [models.Index(fields=["person", "read_at", "-created_at"], name="message_inbox")]

    def __str__(self):
        return self.title


class Delivery(models.Model):
    """一条消息在一个外部通道上的投递。先有行，后发送；失败重试，不重复发送。"""

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENDING = "sending", "发送中"
        SENT = "sent", "已发送"
        FAILED = "failed", "失败"

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries", verbose_name="消息")
    channel = models.CharField("通道", max_length=20)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    error = models.CharField("失败原因", max_length=200, blank=True)
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)

    class Meta:
        verbose_name = "外发记录"
        verbose_name_plural = "外发记录"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
                name="delivery_sent_has_time",
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.get_state_display()}"
