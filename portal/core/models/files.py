from django.conf import settings
from django.db import models
from django.urls import reverse


class StoredFile(models.Model):
    """一份上传或生成的文件。默认私有，按内容摘要存放；`owner` 决定谁能看。"""

    sha256 = models.CharField("内容摘要", max_length=64, db_index=True)
    name = models.CharField("文件名", max_length=150)
    kind = models.CharField("类型", max_length=10)
    content_type = models.CharField("内容类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    owner_type = models.CharField("归属类型", max_length=60, blank=True)
    owner_pk = models.CharField("归属编号", max_length=40, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上传人",
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["owner_type", "owner_pk"], name="file_owner")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("core:file", args=[self.pk])

    @property
    def storage_name(self):
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"
