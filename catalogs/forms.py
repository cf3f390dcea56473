"""目录的表单：只管输入的形状，规则在 `permissions` 与动作里。"""

from django import forms
from django.db.models import Q

from catalogs import channels
from catalogs.actions import Document
from catalogs.models import CONTENT, AdjustmentStep, Edition, Field, Item

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LONG = forms.Textarea(attrs={"rows": 4})
TICKED = {
    "channels": [(name, name) for name in channels.VOCABULARY],
    "audience": [("全社会", "全社会"), ("特定群众", "特定群众")],
    "method": [("主动", "主动"), ("依申请公开", "依申请公开")],
    "level": [("县级", "县级"), ("乡级", "乡级"), ("村级", "村级")],
}
TYPED = tuple(name for name in CONTENT if name not in TICKED and name not in ("channels_other", "extra"))


class ItemForm(forms.ModelForm):
    """一个事项的内容；来历由内容与标准比较得出，不由人填。"""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    channels_other = forms.CharField(
        label="其他渠道", required=False, max_length=300, help_text="多个以顿号隔开"
    )
    reason = forms.CharField(
        label="与标准不同的理由", required=False, max_length=300, help_text="与标准不同才要填，送审时会查"
    )

    class Meta:
        model = Item
        fields = TYPED
        widgets = {"content": LONG, "basis": LONG, "remark": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, choices in TICKED.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=Item._meta.get_field(name).verbose_name,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=getattr(self.instance, name),
            )
        self.fields["item_1"].required = self.fields["content"].required = True
        self.fields["version"].initial = self.instance.version
        self.fields["reason"].initial = self.instance.reason
        self.fields["channels_other"].initial = "、".join(self.instance.channels_other)
        self.order_fields([*CONTENT, "reason", "version"])

    def clean_channels_other(self) -> list[str]:
        text = self.cleaned_data["channels_other"].replace("，", "、").replace("；", "、")
        return [part.strip() for part in text.split("、") if part.strip()]

    def _post_clean(self):
        """不把输入写到实例上：由动作比对、写入。"""

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in CONTENT if name in self.cleaned_data}

    def retried(self, version: int) -> "ItemForm":
        """同样的输入，换成现在的修改版次：看过对方的改动之后可以再存。"""
        data = self.data.copy()
        data["version"] = str(version)
        return ItemForm(data, instance=self.instance)


class ItemFilter(forms.Form):
    """一版目录里找事项，条件留在网址里。"""

    field = forms.ModelChoiceField(
        Field.objects.none(), label="领域", required=False, empty_label="全部", to_field_name="code"
    )
    level = forms.ChoiceField(label="层级", required=False, choices=[("", "全部"), *TICKED["level"]])
    origin = forms.ChoiceField(label="来历", required=False, choices=[("", "全部"), *Item.Origin.choices])
    words = forms.CharField(label="查找", required=False, max_length=60)

    def __init__(self, *args, fields, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = fields

    def apply(self, items):
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("field"):
            items = items.filter(field=data["field"])
        if data.get("origin"):
            items = items.filter(origin=data["origin"])
        if data.get("level"):
            matching = [pk for pk, level in items.values_list("pk", "level") if data["level"] in level]
            items = items.filter(pk__in=matching)
        if words := data.get("words"):
            named = Q(item_1__icontains=words) | Q(item_2__icontains=words) | Q(item_3__icontains=words)
            items = items.filter(named | Q(content__icontains=words) | Q(basis__icontains=words))
        return items


class DescribeForm(forms.ModelForm):
    """文号与日期。"""

    class Meta:
        model = Edition
        fields = ["document_number", "issued_on", "effective_on", "note"]
        widgets = {"issued_on": DAY, "effective_on": DAY}
        help_texts = {"effective_on": "从这一天起有效，上一版同日废止"}

    def clean(self):
        data = super().clean()
        issued_on, effective_on = data.get("issued_on"), data.get("effective_on")
        if issued_on and effective_on and effective_on < issued_on:
            self.add_error("effective_on", f"生效日期 {effective_on} 早于印发日期 {issued_on}。")
        return data

    def _post_clean(self):
        """由动作写入。"""

    @property
    def document(self) -> Document:
        return Document(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class DecisionForm(forms.Form):
    """处理标准调整的一条。"""

    decision = forms.ChoiceField(label="处理", choices=AdjustmentStep.Decision.choices)
    reason = forms.CharField(label="理由", required=False, max_length=300)
    target_key = forms.CharField(label="对应的本级事项", required=False, max_length=32)

    def __init__(self, *args, step: AdjustmentStep, **kwargs):
        super().__init__(*args, **kwargs)
        self.step = step

    @property
    def decided(self) -> dict:
        """两边都改的栏各自选定的文字随表单送来，名为 `value-栏名`。"""
        values = {
            name: self.data[f"value-{name}"] for name in self.step.conflicts if f"value-{name}" in self.data
        }
        return {**self.cleaned_data, "values": values or None}
