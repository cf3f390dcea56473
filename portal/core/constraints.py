"""数据库约束的惯用写法：状态与“何时、何人”必须一致，命令行也绕不过。"""

from django.db import models
from django.db.models import Q


def stamped(stamp: str, *, when: Q, name: str) -> models.CheckConstraint:
    """满足 `when` 的行必须有 `<stamp>_at` 与 `<stamp>_by`。"""
    filled = Q(**{f"{stamp}_at__isnull": False, f"{stamp}_by__isnull": False})
    return models.CheckConstraint(condition=~when | filled, name=name)


def different_people(first: str, second: str, *, name: str) -> models.CheckConstraint:
    """同一行上的两个人不得相同（经办与审核分离）；任一为空时不约束。"""
    blank = Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True})
    return models.CheckConstraint(condition=blank | ~Q(**{first: models.F(second)}), name=name)
