"""年度报告的表单：开编、文字、更正、筛选。"""

from django import forms

from tasks.registers.annual.models import AnnualReport

LONG = forms.Textarea(attrs={"rows": 8})


class OpenForm(forms.Form):
    """开编一份。"""

    year = forms.IntegerField(label="所报告的年度", min_value=2008, max_value=2099)

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"] = forms.ModelChoiceField(bodies, label="编报单位", empty_label=None)
        self.order_fields(("body", "year"))


class TextForm(forms.ModelForm):
    """三个部分的文字。"""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = AnnualReport
        fields = AnnualReport.TEXTS
        widgets = dict.fromkeys(AnnualReport.TEXTS, LONG)
        help_texts = {"others": "没有需要报告的写“无”；收取信息处理费的情况写在这里"}


class CorrectionForm(forms.Form):
    """更正的原因。"""

    reason = forms.CharField(
        label="更正什么、为什么", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class AnnualFilterForm(forms.Form):
    """年度报告的筛选。"""

    year = forms.IntegerField(label="年度", required=False, min_value=2008, max_value=2099)
    place = forms.CharField(label="单位", required=False, max_length=40)
    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), ("none", "未编"), *AnnualReport.Status.choices]
    )
