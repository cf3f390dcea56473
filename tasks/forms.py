"""表单：只管输入的形状，规则在 `permissions.py` 与动作里。"""

from django import forms

from tasks.models import Deadline, Extension, Filing

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilingForm(forms.ModelForm):
    """方案备案的填写；草稿可以不全，提交时才要求齐备。"""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Filing
        fields = ["title", "document_number", "written_on", "leader", "contact", "contact_phone", "summary"]
        widgets = {"written_on": DAY, "summary": forms.Textarea(attrs={"rows": 3, "maxlength": 100})}
        help_texts = {
            "title": "与方案文件上的标题一致",
            "document_number": "如 云东政办〔2026〕12号；没有文号的留空",
            "leader": "分管政务公开的负责人姓名和职务",
            "summary": "100 字以内，不要重复标题；公开页面上会显示",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        for name in ("title", "leader", "contact", "contact_phone", "summary"):
            self.fields[name].required = False
        for name in ("title", "written_on", "leader", "contact", "contact_phone", "summary"):
            self.fields[name].needed = True

    def clean(self):
        data = super().clean()
        if data.get("summary") and data.get("summary") == data.get("title"):
            self.add_error("summary", "内容概述不能只是重复方案名称，请概括主要任务。")
        return data

    def retried(self, version: int) -> "FilingForm":
        """同样的输入，换成现在的版次：比较过两边之后可以再存。"""
        data = self.data.copy()
        data["version"] = str(version)
        return FilingForm(data, instance=self.instance)


class ExtensionForm(forms.ModelForm):
    """申请延期。"""

    class Meta:
        model = Extension
        fields = ["deadline", "new_due_on", "reason"]
        widgets = {"new_due_on": DAY, "reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": "写明为什么不能按期完成、现在进展到哪一步"}

    def __init__(self, *args, deadlines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deadline"].queryset = deadlines
        self.fields["deadline"].label_from_instance = lambda d: f"{d.name}（原定 {d.due_on:%Y-%m-%d}）"


class ExtensionFilter(forms.Form):
    """延期单台账的筛选。"""

    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *Extension.Status.choices]
    )
    of = forms.ChoiceField(
        label="类别",
        required=False,
        choices=[("", "全部"), ("deadline", "行动的期限"), ("task", "承办的任务")],
    )

    def apply(self, rows):
        chosen = self.cleaned_data if self.is_valid() else {}
        if chosen.get("status"):
            rows = rows.filter(status=chosen["status"])
        return rows.filter(deadline__isnull=chosen["of"] == "task") if chosen.get("of") else rows


class DeadlineForm(forms.ModelForm):
    """改一个期限。"""

    class Meta:
        model = Deadline
        fields = ["due_on", "policy"]
        widgets = {"due_on": DAY}
        help_texts = {"policy": "关闭之后不能再办，要办先申请延期"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.may_close:
            late = Deadline.Policy.LATE
            self.fields["policy"].choices = [(late.value, late.label)]
            self.initial["policy"] = late.value
            self.fields["policy"].help_text = "公开是法定的，逾期了更要公开，所以这个期限到期不关闭，只记逾期"


class CampaignForm(forms.Form):
    """由模板建立行动。"""

    year = forms.IntegerField(label="年度", min_value=2020, max_value=2099)
    counties = forms.ModelMultipleChoiceField(
        label="参加县区", queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, counties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["counties"].queryset = counties
