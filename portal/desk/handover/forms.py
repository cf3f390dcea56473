"""交接与代理的表单。"""

import datetime as dt

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q

from portal.organisations.roles import Role

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
STATES = (("", "全部"), ("vacant", "空缺"), ("acting", "有代理的机构"))
SUGGESTIONS = 5


class PersonField(forms.CharField):
    """填用户名或姓名，得到在用的账号；同名的请填用户名。"""

    def clean(self, value):
        text = super().clean(value)
        people = get_user_model().objects.filter(is_active=True)
        found = list(
            people.filter(Q(username__iexact=text) | Q(name=text)).order_by("username")[: SUGGESTIONS + 1]
        )
        if len(found) == 1:
            return found[0]
        if found:
            listed = "、".join(person.username for person in found[:SUGGESTIONS])
            raise ValidationError(f"叫“{text}”的不止一位，请填用户名：{listed}。")
        raise ValidationError(f"没有“{text}”这个在用的账号；新人请先在“人员与岗位”里建立账号。")


class HandOverForm(forms.Form):
    """交给谁、前任任到哪天。"""

    successor = PersonField(label="后任", max_length=60, help_text="用户名或姓名；次日起任同一岗位")
    last_day = forms.DateField(label="前任最后一天", widget=DAY, help_text="含当天")
    note = forms.CharField(
        label="交接说明",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="前任也可以在交接单上补写",
    )


class ActingForm(forms.Form):
    """谁代理、自哪天到哪天。"""

    person = PersonField(label="代理人", max_length=60, help_text="用户名或姓名")
    start_on = forms.DateField(label="自", widget=DAY)
    end_on = forms.DateField(label="至", widget=DAY, help_text="含当天；次日零点自动收回")

    def clean(self):
        data = super().clean()
        start_on, end_on = data.get("start_on"), data.get("end_on")
        if isinstance(start_on, dt.date) and isinstance(end_on, dt.date) and end_on < start_on:
            self.add_error("end_on", "止日不早于起日。")
        return data


class NoteForm(forms.Form):
    """前任的交接说明。"""

    note = forms.CharField(
        label="交接说明", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class PostFilter(forms.Form):
    """查岗位。"""

    words = forms.CharField(label="机构名称或编码", required=False, max_length=80)
    role = forms.ChoiceField(label="角色", required=False, choices=[("", "全部"), *Role.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)
