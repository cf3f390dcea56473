"""减负的表单：筛选、定一对。"""

from django import forms

from tasks.burden import Kind
from tasks.models import BurdenVerdict

ANY = [("", "全部")]


class BurdenFilterForm(forms.Form):
    """筛选栏；选项只列此人看得到的。"""

    county = forms.ChoiceField(label="县区", required=False)
    month = forms.ChoiceField(label="月份", required=False)
    asker = forms.ChoiceField(label="提出单位", required=False)
    kind = forms.ChoiceField(
        label="类别", required=False, choices=ANY + [(one.value, one.label) for one in Kind]
    )

    def __init__(self, *args, ledger, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["county"].choices = ANY + [(one.code, one.short_name) for one in ledger.counties]
        self.fields["month"].choices = ANY + [(f"{one:%Y-%m}", f"{one:%Y-%m}") for one in ledger.months]
        self.fields["asker"].choices = ANY + [(name, name) for name in ledger.askers]


class VerdictForm(forms.Form):
    """合并或保留，写明理由。"""

    left = forms.CharField(max_length=60)
    right = forms.CharField(max_length=60)
    verdict = forms.ChoiceField(label="处理", choices=BurdenVerdict.Verdict)
    reason = forms.CharField(label="理由", max_length=300)
