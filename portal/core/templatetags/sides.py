"""两人同改时一栏的两边：我填的与对方存下的。"""

from django import forms


def sides(bound, theirs) -> dict:
    """一栏的两边：给人看的字，与填回表单的值（几个的用竖线隔开）。"""
    typed = _typed(bound, bound.value()), _typed(bound, theirs)
    mine, other = ({"text": _read(bound, values), "value": "|".join(values)} for values in typed)
    return {"field": bound, "mine": mine, "theirs": other, "differs": sorted(typed[0]) != sorted(typed[1])}


def _typed(bound, value) -> list[str]:
    """值 → 表单里会有的各个值；空白没有。"""
    if isinstance(bound.field, forms.BooleanField):
        return ["on"] if value else []
    value = bound.field.widget.format_value(bound.field.prepare_value(value))
    values = value if isinstance(value, (list, tuple)) else [value]
    return [str(one).replace("\r\n", "\n") for one in values if one not in (None, "")]


def _read(bound, values: list[str]) -> str:
    """选项写名称，勾选写“是”“否”。"""
    if isinstance(bound.field, forms.BooleanField):
        return "是" if values else "否"
    labels = {str(code): label for code, label in getattr(bound.field, "choices", ())}
    return "、".join(str(labels.get(one, one)) for one in values)
