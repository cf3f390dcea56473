from django.db import models
from django.db.models import Q

from portal.core.models import Link, StoredFile
from tasks.models.assignment import Progress


class Evidence(models.Model):
    """一次进展的佐证：一份文件、一个网页，或台账里的一条记录。

    已经报送过的文件只引用，不再存一份；网页由 `portal.core.links` 核验，结果读 `link`。
    """

    class Kind(models.TextChoices):
        FILE = "file", "文件"
        LINK = "link", "网页"
        RECORD = "record", "台账记录"

    progress = models.ForeignKey(Progress, models.CASCADE, related_name="evidence", verbose_name="进展")
    kind = models.CharField("类型", max_length=6, choices=Kind)
    title = models.CharField("名称", max_length=200)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    is_reference = models.BooleanField("引用已报送的", default=False)
    link = models.ForeignKey(
        Link, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核验的网址"
    )
    register = models.CharField("台账", max_length=40, blank=True)
    record = models.CharField("记录编号", max_length=40, blank=True)
    url = models.CharField("地址", max_length=500, blank=True)
    on = models.DateField("形成日期", null=True, blank=True)

    class Meta:
        verbose_name = "佐证"
        verbose_name_plural = "佐证"
        ordering = ["progress", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="file", file__isnull=False, link__isnull=True, register="")
                | Q(kind="link", file__isnull=True, link__isnull=False, register="")
                | Q(kind="record", file__isnull=True, link__isnull=True, register__gt="", record__gt=""),
                name="evidence_is_one_thing",
            )
        ]

    def __str__(self):
        return self.title
