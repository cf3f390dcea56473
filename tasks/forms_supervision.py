"""督办单的表单。"""

from django import forms

from portal.organisations.models import Organisation
from tasks.forms import DAY
from tasks.models import Supervision


class SupervisionForm(forms.ModelForm):
    """督办单的内容。"""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Supervision
        fields = ["title", "demand", "due_on"]
        widgets = {"demand": forms.Textarea(attrs={"rows": 5}), "due_on": DAY}
        help_texts = {
            "title": "一句话说明督办什么，如“专项行动方案逾期未报”",
            "demand": "要求做到什么、交什么佐证；印在督办单上",
            "due_on": "被督办单位应在这一天（含）之前办结并答复",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version


class NewSupervisionForm(SupervisionForm):
    """就选中的事拟督办单。"""

    keys = forms.MultipleChoiceField(label="督办的事", widget=forms.CheckboxSelectMultiple)
    field_order = ["keys", "title", "demand", "due_on"]

    def __init__(self, *args, matters, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(one.key, one.text) for one in matters]
        self.fields["keys"].initial = chosen
        self.fields["keys"].error_messages["required"] = "请至少选一件事。"


class MatterFilterForm(forms.Form):
    """从超期的事里挑：按县区或部门、按文字。"""

    place = forms.ChoiceField(label="县区或部门", required=False)
    q = forms.CharField(label="事项", required=False, max_length=60)

    def __init__(self, *args, counties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "全部"), *((place.path, place.short_name) for place in counties)]


class SupervisionFilterForm(forms.Form):
    """督办台账的筛选。"""

    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *Supervision.Status.choices]
    )
    place = forms.ModelChoiceField(label="被督办单位", required=False, queryset=None, empty_label="全部")
    late = forms.BooleanField(label="只看超期", required=False)
    q = forms.CharField(label="事项", required=False, max_length=60)

    def __init__(self, *args, campaign, user, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Supervision.objects.visible_to(user).filter(campaign=campaign)
        self.fields["place"].queryset = Organisation.objects.filter(pk__in=seen.values("organisation"))


class AnswerForm(forms.Form):
    """答复督办。"""

    text = forms.CharField(
        label="办理情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="逐件写明办到什么程度、何时办结",
    )
    file = forms.FileField(
        label="佐证文件", required=False, help_text="PDF、Word、Excel 或图片；与佐证网址至少有一样"
    )
    link = forms.URLField(label="佐证网址", required=False, max_length=500, assume_scheme="https")

    def clean(self):
        data = super().clean()
        if not data.get("file") and not data.get("link") and "link" not in self.errors:
            self.add_error("file", "请附上佐证：上传一份文件，或填一个能打开的网址。")
        return data
