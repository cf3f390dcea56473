from django.db import models

from catalogs.models.catalog import Catalog
from portal.core.stamps import moment, person


class ColumnMapping(models.Model):
    """人改过的列对应：同一来源、同样的表头再来一次，照用。"""

    catalog = models.ForeignKey(Catalog, models.CASCADE, related_name="mappings", verbose_name="目录")
    fingerprint = models.CharField("表头摘要", max_length=64)
    columns = models.JSONField("列对应", help_text="{表头: 内容项}")
    saved_by, saved_at = person("改定人"), moment("改定时间")

    class Meta:
        verbose_name = "列对应"
        verbose_name_plural = "列对应"
        ordering = ["catalog", "pk"]
        constraints = [models.UniqueConstraint(fields=["catalog", "fingerprint"], name="column_mapping_once")]

    def __str__(self):
        return f"{self.catalog} {self.fingerprint[:8]}"
