"""站内消息：是记录；邮件与群机器人只是提示，只带标题与链接。"""

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
