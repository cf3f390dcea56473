"""推进情况的表单：看哪一天、筛选各行、亮灯规则。"""

from django import forms

from tasks.models import AreaRule
from tasks.picture import rows

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ANY = [("", "全部")]


class RowFilterForm(forms.Form):
    """各行的筛选栏；选项只列此人看得到的。"""

    on = forms.CharField(label="截至", required=False, widget=DAY)
    area = forms.ChoiceField(label="方面", required=False)
    county = forms.ChoiceField(label="县区", required=False)
    register = forms.ChoiceField(label="台账", required=False)
    state = forms.ChoiceField(label="状态", required=False)
    sort = forms.ChoiceField(label="排序", required=False, choices=list(rows.SORTS.items()))
    q = forms.CharField(label="事项", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args, sight, fixed=False, **kwargs):
        super().__init__(*args, **kwargs)
        seen = [(one.code, one.name) for one in sight.registers()]
        self.fields["area"].choices = ANY + [(area.code, area.name) for area in sight.ground.areas]
        self.fields["county"].choices = ANY + [(one.code, one.short_name) for one in sight.counties]
        self.fields["register"].choices = ANY + seen
        self.fields["state"].choices = ANY + [(key, label) for key, (label, _) in rows.GROUPS.items()]
        if fixed:
            del self.fields["state"]


class AreaRuleForm(forms.ModelForm):
    """一个方面的亮灯规则。"""

    class Meta:
        model = AreaRule
        fields = ["soon_workdays", "most_overdue", "least_share"]
