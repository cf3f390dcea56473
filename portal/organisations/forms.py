"""机构与人员的表单：只管输入的形状，规则在 `permissions.py` 与动作里。"""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from portal.core import rules
from portal.core.sheets import cleaning
from portal.organisations import permissions
from portal.organisations.models import Membership, Organisation
from portal.organisations.roles import Role

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
STATES = (("", "全部"), ("active", "在用"), ("inactive", "已停用"), ("idle", "在用而没有任职"))
SUGGESTIONS = 5


class PlaceField(forms.CharField):
    """填机构编码或名称，得到现有的 `Organisation`；一市有上千个村，用不了下拉列表。"""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        places = Organisation.objects.current()
        exact = places.filter(Q(code__iexact=text) | Q(name=text) | Q(short_name=text))
        found = list(exact[: SUGGESTIONS + 1])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"名为“{text}”的机构不止一个，请填编码：{_listed(found)}。")
        near = list(places.filter(name__icontains=text)[:SUGGESTIONS])
        meant = f"您是否指：{_listed(near)}？" if near else "请核对编码或全称。"
        raise ValidationError(f"没有“{text}”这个机构。{meant}")


def _listed(places) -> str:
    return "、".join(f"{place.code}（{place.name}）" for place in places[:SUGGESTIONS])


class OrganisationForm(forms.ModelForm):
    """机构的资料；新设时另选类别。"""

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "code", "region_code", "credit_code", "phone"]
        help_texts = {
            "code": "导入导出时认机构用，如 YD；设立后请勿随意更改",
            "credit_code": "18 位，末位为校验码；发布信息的机构必须有",
            "region_code": "6、9 或 12 位数字",
            "phone": "对外公布的办公电话",
        }

    def clean_code(self):
        return cleaning.halfwidth(self.cleaned_data["code"])

    def clean_region_code(self):
        return cleaning.halfwidth(self.cleaned_data["region_code"])

    def clean_credit_code(self):
        return cleaning.halfwidth(self.cleaned_data["credit_code"] or "").upper() or None


class NewOrganisationForm(OrganisationForm):
    """在 `parent` 之下新设（`None` 为设立市）；只列得出那里允许的类别。"""

    kind = forms.ChoiceField(label="类别")

    def __init__(self, *args, parent: Organisation | None, **kwargs):
        super().__init__(*args, **kwargs)
        above = parent.kind if parent else None
        kinds = [kind for kind in Organisation.Kind if Organisation.PARENTS.get(kind) == above]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.order_fields(["kind", *OrganisationForm.Meta.fields])

    def clean_kind(self):
        self.instance.kind = self.cleaned_data["kind"]
        return self.cleaned_data["kind"]


class EndOrganisationForm(forms.Form):
    """撤并：最后一天与今后归入的机构。"""

    on = forms.DateField(label="最后一天", widget=DAY, help_text="含当天，不晚于今天")
    successor = PlaceField(
        label="今后归入", required=False, max_length=80, help_text="机构编码或全称；不归入别处的留空"
    )


class PersonForm(forms.Form):
    """姓名与联系方式。"""

    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(
        label="联系电话", max_length=20, required=False, help_text="只有系统管理员看得到全号"
    )


class NewPersonForm(PersonForm):
    """新建账号。"""

    username = forms.CharField(label="用户名", max_length=60, help_text="字母、数字与连字符，如 yd-officer2")
    email = forms.EmailField(label="邮箱", required=False, help_text="用于接收提醒邮件")
    field_order = ["username", "name", "phone", "email"]


class AppointForm(forms.ModelForm):
    """任命 `person`；代理的须填止日。"""

    organisation = PlaceField(label="机构", max_length=80, help_text="机构编码或全称，如 YD")

    class Meta:
        model = Membership
        fields = ["role", "post", "is_acting", "start_on", "end_on"]
        widgets = {"start_on": DAY, "end_on": DAY}
        help_texts = {
            "post": "如 县公开办科员",
            "end_on": "含当天；不填为长期",
            "is_acting": "代理他人岗位，须填止日",
        }

    def __init__(self, *args, person, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.person = person
        self.fields["role"].choices = [("", "请选择"), *Role.choices]
        self.fields["start_on"].initial = today
        self.order_fields(["organisation", *self.Meta.fields])

    def clean(self):
        data = super().clean()
        if data.get("is_acting") and not data.get("end_on"):
            self.add_error("end_on", "代理岗位请填写止日。")
        if not self.errors:
            self.instance.organisation = data["organisation"]
            for name in self.Meta.fields:
                setattr(self.instance, name, data[name])
            if refused := rules.refusal(permissions.check_can_appoint, self.instance):
                self.add_error(None, refused)
        return data


class EndForm(forms.Form):
    """免职的日期。"""

    on = forms.DateField(label="最后一天", widget=DAY)


class TreeFilter(forms.Form):
    """查机构。"""

    words = forms.CharField(label="名称、编码或区划代码", required=False, max_length=80)


class PeopleFilter(forms.Form):
    """查人员。"""

    words = forms.CharField(label="用户名或姓名", required=False, max_length=60)
    place = forms.CharField(label="机构（连同下级）", required=False, max_length=80)
    role = forms.ChoiceField(label="角色", required=False, choices=[("", "全部"), *Role.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)
