"""数量与金额的写法，与公示单一致。"""

from decimal import Decimal

from django import template

from village import numbers

register = template.Library()


@register.filter
def money(value: Decimal | None) -> str:
    """千分位两位小数；没有为“—”。"""
    return numbers.text(value, 2)


@register.filter
def quantity(value: Decimal | None) -> str:
    """千分位，写全为止的最少位数；没有为“—”。"""
    return numbers.NONE if value is None else numbers.text(value, numbers.places([value]))
