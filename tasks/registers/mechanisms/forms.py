"""工作机制的表单；流程一行一步。"""

from django import forms

from tasks.forms_task import DAY
from tasks.registers.mechanisms import steps
from tasks.registers.mechanisms.actions import FIELDS
from tasks.registers.mechanisms.models import Mechanism


class MechanismForm(forms.ModelForm):
    """一份机制；`version` 是打开时的修改版次。"""

    flow = forms.CharField(
        label="流程",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=9000,
        help_text="一行一步，写成“步骤｜责任岗位或单位｜时限”，如：保密审查｜分管负责人｜1 个工作日；至少三步才能提交",
    )
    link = forms.URLField(
        label="文件网址",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="文件可以上传，也可以给网址，或选一条已公开的信息，三者有一样即可",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Mechanism
        fields = FIELDS
        widgets = {"effective_on": DAY}
        help_texts = {"publication": "本县已经公开的信息"}

    def __init__(self, *args, publications, **kwargs):
        super().__init__(*args, **kwargs)
        self.publications = publications
        self.fields["publication"].queryset = publications
        self.fields["publication"].empty_label = "不引用"
        self.fields["version"].initial = self.instance.version
        if self.instance.pk:
            self.fields["flow"].initial = steps.write(self.instance.steps.all())

    def clean_flow(self) -> str:
        try:
            self.steps = steps.read(self.cleaned_data["flow"])
        except steps.Unclear as unclear:
            raise forms.ValidationError(str(unclear)) from None
        return self.cleaned_data["flow"]

    def _post_clean(self):
        """由动作比对、写入。"""

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}

    def retried(self, version: int) -> "MechanismForm":
        """同样的输入，换成现在的版次。"""
        data = self.data.copy()
        data["version"] = str(version)
        return MechanismForm(data, instance=self.instance, publications=self.publications)


class MechanismFilter(forms.Form):
    """工作机制的筛选。"""

    county = forms.ChoiceField(label="县区", required=False)
    kind = forms.ChoiceField(label="机制", required=False, choices=[("", "全部"), *Mechanism.Kind.choices])
    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *Mechanism.Status.choices]
    )
    q = forms.CharField(label="名称或文号", required=False, max_length=40)

    def __init__(self, *args, counties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["county"].choices = [("", "全部"), *((one.code, one.short_name) for one in counties)]

    def apply(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        fields = {"county": "county__code", "kind": "kind", "status": "status"}
        rows = rows.filter(**{path: data[name] for name, path in fields.items() if data.get(name)})
        return rows.named(data["q"]) if data.get("q") else rows
