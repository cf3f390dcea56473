from django.db import models


class CacheEntry(models.Model):
    """限速与动态口令的短时记录，由 Django 的数据库缓存读写（列名是它定的），不经 ORM。"""

    cache_key = models.CharField("键", max_length=255, primary_key=True)
    value = models.TextField("值")
    expires = models.DateTimeField("到期", db_index=True)

    class Meta:
        verbose_name = "短时记录"
        verbose_name_plural = "短时记录"
        ordering = ["cache_key"]

    def __str__(self):
        return self.cache_key
