"""台账规则的表单；评审标准一行一项。"""

from django import forms

from tasks.forms_task import DAY
from tasks.registers.rules import criteria
from tasks.registers.rules.models import RegisterRule


class RuleForm(forms.ModelForm):
    """`version` 是打开时的版次。"""

    scale = forms.CharField(
        label="评审标准",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一行一项，名称后写满分，如“成效 40”",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    class Meta:
        model = RegisterRule
        fields = (
            "meeting_rhythm",
            "mechanisms_due_on",
            "cases_needed",
            "cases_due_on",
            "judges_needed",
            "pass_score",
        )
        widgets = {"mechanisms_due_on": DAY, "cases_due_on": DAY}
        help_texts = {
            "meeting_rhythm": "县区每期至少召开一次工作会议并存有纪要",
            "mechanisms_due_on": "不填为全面实施阶段的最后一天",
            "cases_due_on": "不填为全面实施阶段的最后一天",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scale"].initial = criteria.write(self.instance.scale)
        self.fields["version"].initial = self.instance.version

    def clean_scale(self) -> str:
        try:
            self.scale = criteria.read(self.cleaned_data["scale"])
        except criteria.Unclear as unclear:
            raise forms.ValidationError(str(unclear)) from None
        return self.cleaned_data["scale"]

    def clean(self):
        data = super().clean()
        scale, least = getattr(self, "scale", None), data.get("pass_score")
        if scale and least is not None and not 0 <= least <= criteria.full(scale):
            self.add_error("pass_score", f"应在 0 至满分 {criteria.full(scale)} 之间。")
        return data

    def _post_clean(self):
        """由动作比对、写入。"""

    @property
    def values(self) -> dict:
        """写入动作要的各项。"""
        stored = [{"name": one.name, "points": str(one.points)} for one in self.scale]
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {"criteria": stored}

    def retried(self, version: int) -> "RuleForm":
        """同样的输入，换上对方的版次：选定之后再保存就以此为准。"""
        data = self.data.copy()
        data["version"] = version
        return RuleForm(data, instance=self.instance)
