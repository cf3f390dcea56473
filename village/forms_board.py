"""公示、异议、留存、查询的表单：只管输入的形状，规则在 `rules_board` 与动作里。"""

from django import forms

from village.models import Notice


class NoticeForm(forms.Form):
    """排哪几种纸张。"""

    papers = forms.MultipleChoiceField(
        label="纸张",
        choices=[("A3", "A3（贴在公开栏）"), ("A4", "A4（存档、入户）")],
        initial=[Notice.Paper.A3],
        widget=forms.CheckboxSelectMultiple,
    )
