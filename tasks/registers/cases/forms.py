"""经验做法的表单：只管输入的形状，规则在 `permissions` 与动作里。"""

from decimal import Decimal

from django import forms

from catalogs.models import Field
from tasks.forms_task import DAY
from tasks.models import Campaign
from tasks.registers.cases.actions import FIELDS
from tasks.registers.cases.models import Case
from tasks.registers.organising.models import Meeting
from tasks.registers.rules.criteria import Criterion

LONG = forms.Textarea(attrs={"rows": 4})


class CaseForm(forms.ModelForm):
    """一个案例；`version` 是打开时的修改版次。"""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Case
        fields = (
            "title",
            "kind",
            "area",
            "problem",
            "practice",
            "effect",
            "measured",
            "replicable",
            "task",
            "field",
            "item",
            "issue_number",
        )
        widgets = dict.fromkeys(("problem", "practice", "effect", "replicable"), LONG)

    def __init__(self, *args, campaign: Campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.fields["area"].queryset = campaign.areas.all()
        self.fields["task"].queryset = campaign.tasks.all()
        self.fields["task"].empty_label = self.fields["field"].empty_label = "不对应某一项"
        self.fields["field"].queryset = Field.objects.all()
        self.fields["version"].initial = self.instance.version

    def _post_clean(self):
        """由动作比对、写入。"""

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}

    def retried(self, version: int) -> "CaseForm":
        """同样的输入，换成现在的版次。"""
        data = self.data.copy()
        data["version"] = str(version)
        return CaseForm(data, instance=self.instance, campaign=self.campaign)


class CaseFilter(forms.Form):
    """案例的筛选；经验库里没有状态与县区。"""

    county = forms.ChoiceField(label="县区", required=False)
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Case.Status.choices])
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Case.Kind.choices])
    area = forms.ChoiceField(label="任务方面", required=False)
    field = forms.ChoiceField(label="公开领域", required=False)
    q = forms.CharField(label="查找", required=False, max_length=40)

    def __init__(self, *args, areas, counties=None, **kwargs):
        super().__init__(*args, **kwargs)
        fields = Field.objects.values_list("code", "name")
        self.fields["area"].choices = [("", "全部"), *((area.code, area.name) for area in areas)]
        self.fields["field"].choices = [("", "全部"), *fields]
        self.counties = {one.code: one for one in counties or ()}
        self.fields["county"].choices = [
            ("", "全部"),
            *((code, one.short_name) for code, one in self.counties.items()),
        ]
        if counties is None:
            del self.fields["county"], self.fields["status"]

    def apply(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        paths = {"status": "status", "kind": "kind", "area": "area__code", "field": "field__code"}
        rows = rows.filter(**{path: data[name] for name, path in paths.items() if data.get(name)})
        if data.get("county"):
            rows = rows.filter(organisation__path__startswith=self.counties[data["county"]].path)
        return rows.named(data["q"]) if data.get("q") else rows


class EvidenceForm(forms.Form):
    """一件佐证。"""

    title = forms.CharField(label="证明什么", max_length=120)
    link = forms.URLField(label="网址", required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label="或文件", required=False, help_text="PDF、docx、xlsx 或图片")

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("link") and not data.get("file"):
            self.add_error("link", "请给出网址，或选择文件。")
        return data


class JudgeForm(forms.Form):
    """评审：各项得分、意见、是否建议确认。"""

    def __init__(self, *args, scale: tuple[Criterion, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.scale = scale
        for number, one in enumerate(scale):
            self.fields[f"score_{number}"] = forms.DecimalField(
                label=f"{one.name}（满分 {one.points}）",
                min_value=Decimal(0),
                max_value=one.points,
                decimal_places=1,
            )
        self.fields["opinion"] = forms.CharField(
            label="评审意见", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["is_for"] = forms.TypedChoiceField(
            label="结论",
            choices=[("yes", "建议确认为典型"), ("no", "不建议")],
            coerce=lambda value: value == "yes",
        )

    @property
    def scores(self) -> dict[str, Decimal]:
        return {one.name: self.cleaned_data[f"score_{n}"] for n, one in enumerate(self.scale)}


class PresentForm(forms.Form):
    """在哪次会上介绍。"""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), label="会议")

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class AdoptForm(forms.Form):
    """登记采纳。"""

    since = forms.DateField(label="自哪一天起照着做", widget=DAY)
    link = forms.URLField(
        label="看得到的网页", max_length=500, assume_scheme="https", help_text="公开可打开的网页"
    )
    note = forms.CharField(label="怎样照做的", required=False, max_length=300)
