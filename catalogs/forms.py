"""目录的表单：只管输入的形状，规则在 `permissions` 与动作里。"""

from django import forms
from django.db.models import Q

from catalogs import channels
from catalogs.actions import Document, Facts
from catalogs.models import CONTENT, AdjustmentStep, Edition, Field, Item
from portal.organisations.models import Organisation

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


def item_choices(items) -> list[tuple[str, list[tuple[str, str]]]]:
    """按领域分组的事项，供下拉选择。"""
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in items:
        groups.setdefault(item.field.name, []).append((item.key, f"{item.number} {item}".strip()))
    return list(groups.items())


class DisclosureForm(forms.Form):
    """登记或改正一次公开；改正时事项不变。"""

    key = forms.ChoiceField(label="事项")
    title = forms.CharField(label="信息标题", max_length=200)
    url = forms.URLField(label="网址", max_length=500, required=False, assume_scheme="https")
    made_on = forms.DateField(
        label="形成（变更）日期", required=False, widget=DAY, help_text="判断及时与否用；不清楚的可以不填"
    )
    disclosed_on = forms.DateField(label="公开日期", widget=DAY)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, items, fixed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", "请选择"), *item_choices(items)]
        if fixed:
            self.fields["key"].disabled = True
            self.fields["key"].required = False
            self.fields["key"].choices = [(self.initial["key"], self._name(items))]

    def _name(self, items) -> str:
        return next(
            (str(item) for item in items if item.key == self.initial["key"]), "（现行目录里已没有这个事项）"
        )

    def clean(self):
        data = super().clean()
        made_on, disclosed_on = data.get("made_on"), data.get("disclosed_on")
        if made_on and disclosed_on and disclosed_on < made_on:
            self.add_error("disclosed_on", f"公开日期 {disclosed_on} 早于形成日期 {made_on}，请核对。")
        return data

    @property
    def facts(self) -> Facts:
        return Facts(
            **{name: self.cleaned_data[name] for name in ("title", "url", "disclosed_on", "made_on")}
        )


class FeedForm(forms.Form):
    """登记一个采集源。"""

    url = forms.CharField(label="Atom、RSS 或网站地图的网址", max_length=500)


class EntryForm(forms.Form):
    """把采集到的一条归到事项。"""

    key = forms.ChoiceField(label="事项")
    made_on = forms.DateField(label="形成日期", required=False, widget=DAY)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, auto_id=False, **kwargs)
        self.fields["key"].choices = [("", "请选择"), *item_choices(items)]


class RenameForm(forms.Form):
    """某领域自某年起的名称。"""

    year = forms.IntegerField(label="自哪一年起", min_value=2019, max_value=2100)
    name = forms.CharField(label="名称", max_length=40)
    also_known_as = forms.CharField(
        label="又称", required=False, max_length=120, help_text="多个名称以分号隔开，导入时都认得"
    )


class OwnerForm(forms.Form):
    """某年度的主管部门。"""

    year = forms.IntegerField(label="年度", min_value=2019, max_value=2100)
    department = forms.ModelChoiceField(Organisation.objects.none(), label="主管部门", empty_label="请选择")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="owner_%s", **kwargs)
        self.fields["department"].queryset = Organisation.objects.current().of_kind(
            Organisation.Kind.DEPARTMENT
        )
