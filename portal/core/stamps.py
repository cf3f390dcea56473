"""“何人、何时”的字段写法，各模型共用。"""

from django.conf import settings
from django.db import models


def person(verbose_name: str) -> models.ForeignKey:
    """可空的人员外键，不建反向关系。"""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=verbose_name,
    )


def moment(verbose_name: str) -> models.DateTimeField:
    """可空的时刻。"""
    return models.DateTimeField(verbose_name, null=True, blank=True)
