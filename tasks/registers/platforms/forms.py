"""公开平台的表单。"""

from django import forms

from tasks.forms_ledger import DAY, LedgerFilter, LedgerForm, web_address
from tasks.registers.platforms.models import FUNCTIONS, Zone, ZoneUpdate


class ZoneForm(LedgerForm):
    url = web_address("网址", "能公开打开的；线下专区不填")
    functions = forms.MultipleChoiceField(
        label="功能", required=False, choices=list(FUNCTIONS.items()), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Zone
        fields = (
            "kind",
            "name",
            "parent",
            "url",
            "place",
            "post",
            "rhythm",
            "rhythm_days",
            "functions",
            "opened_on",
            "closed_on",
            "waiting_for",
        )
        widgets = {"opened_on": DAY, "closed_on": DAY}
        help_texts = {
            "post": "写岗位，不写人名，如“县公开办信息岗”",
            "rhythm_days": "更新节奏为“及时（每几天）”的填",
            "waiting_for": "网页坏了而自己没有后台权限的，写报给谁了；修好之后清空",
        }
        labels = {"parent": "所属专区"}

    field_order = Meta.fields

    def __init__(self, *args, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents
        self.fields["parent"].empty_label = "（自成一处）"


class UpdateForm(forms.ModelForm):
    """登记一次更新，附更新了的网页。"""

    url = forms.URLField(
        label="更新了的网页", max_length=500, assume_scheme="https", help_text="核验打得开才算数"
    )

    class Meta:
        model = ZoneUpdate
        fields = ("on", "title")
        widgets = {"on": DAY}


class ZoneFilter(LedgerFilter):
    kind = forms.ChoiceField(label="种类", required=False, choices=[("", "全部"), *Zone.Kind.choices])
    closed = forms.BooleanField(label="连同停用的", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, years=(), **kwargs)
        del self.fields["year"]
