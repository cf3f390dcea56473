from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class AuditEvent(models.Model):
    """一件已发生的事。只增不改：数据库触发器拒绝更新与删除，逐行以 SM3 相连。

    只存文字与编号，没有外键：被记的人和物即使消失，记录仍在。`detail` 不放个人信息。
    """

    at = models.DateTimeField("时间")
    event = models.CharField("事件", max_length=80)
    object_type = models.CharField("对象类型", max_length=60, blank=True)
    object_pk = models.CharField("对象编号", max_length=40, blank=True)
    object_label = models.CharField("对象", max_length=200, blank=True)
    actor_pk = models.CharField("操作人编号", max_length=40, blank=True)
    actor_label = models.CharField("操作人", max_length=80, blank=True)
    text = models.CharField("说明", max_length=500, blank=True)
    detail = models.JSONField("细节", default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField("上一条摘要", max_length=64, blank=True)
    hash = models.CharField("本条摘要", max_length=64, unique=True)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["object_type", "object_pk"], name="audit_object"),
            models.Index(fields=["event", "at"], name="audit_event_at"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self):
        return f"{self.event} {self.object_label}"
