"""机构与人员的表单。"""

import datetime as dt

from django import forms

from portal.organisations.models import Membership, Organisation
from portal.organisations.roles import KINDS, Role

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OrganisationForm(forms.ModelForm):
    """机构的资料；新设时另选类别。"""

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "code", "region_code", "credit_code", "phone"]
        help_texts = {
            "code": "导入导出时认机构用，如 YD；设立后请勿随意更改",
            "credit_code": "18 位，末位为校验码；发布信息的机构必须有",
            "region_code": "6、9 或 12 位数字",
        }

    def clean_credit_code(self):
        return self.cleaned_data["credit_code"] or None


class NewOrganisationForm(OrganisationForm):
    """在某机构之下新设；只列得出它之下允许的类别。"""

    kind = forms.ChoiceField(label="类别")

    def __init__(self, *args, parent: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = [kind for kind, above in Organisation.PARENTS.items() if above == parent.kind]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in allowed]
        self.order_fields(["kind", *OrganisationForm.Meta.fields])


class PersonForm(forms.Form):
    """新建账号。"""

    username = forms.CharField(
        label="用户名", max_length=60, help_text="小写字母、数字与连字符，如 yd-officer2"
    )
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(label="联系电话", max_length=20, required=False)
    email = forms.EmailField(label="邮箱", required=False, help_text="用于接收提醒邮件")


class AppointForm(forms.ModelForm):
    """任命；代理的须填止日。"""

    class Meta:
        model = Membership
        fields = ["organisation", "role", "post", "is_acting", "start_on", "end_on"]
        widgets = {"start_on": DAY, "end_on": DAY}
        help_texts = {"end_on": "含当天；不填为长期", "is_acting": "代理他人岗位，须填止日"}

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.current()
        self.fields["start_on"].initial = today

    def clean(self):
        data = super().clean()
        role, organisation = data.get("role"), data.get("organisation")
        if role and organisation and organisation.kind not in KINDS[role]:
            self.add_error("role", f"“{Role(role).label}”不能设在{organisation.get_kind_display()}。")
        if data.get("is_acting") and not data.get("end_on"):
            self.add_error("end_on", "代理岗位请填写止日。")
        return data


class EndForm(forms.Form):
    """免职或撤并的日期。"""

    on = forms.DateField(label="最后一天", widget=DAY)


class EndOrganisationForm(EndForm):
    """撤并：日期与归入的机构。"""

    successor = forms.ModelChoiceField(label="今后归入", queryset=None, required=False)

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.current().of_kind(organisation.kind).exclude(pk=organisation.pk)
        self.fields["successor"].queryset = others
