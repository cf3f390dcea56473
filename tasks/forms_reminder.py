"""提醒的表单：设置与凭据的筛选。"""

from django import forms

from tasks import owing, reminding
from tasks.forms import DAY
from tasks.models import Reminder, ReminderSetting

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ReminderSettingForm(forms.ModelForm):
    """一次行动的提醒设置。勾选的是要提醒的来源，存的是不提醒的：以后新增的台账默认提醒。"""

    reminding = forms.MultipleChoiceField(
        label="提醒哪些事",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="没有勾选的照样列在推进情况里，只是不发提醒",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ReminderSetting
        fields = [
            "offsets",
            "head_after",
            "city_after",
            "cap",
            "quiet_from",
            "quiet_until",
            "workdays_only",
        ]
        widgets = {"quiet_from": CLOCK, "quiet_until": CLOCK}
        help_texts = {
            "offsets": "相对截止日的天数：-7 是截止前 7 天，0 是当天，1 是次日；用逗号分开",
            "head_after": "从这一天起，承办单位的负责人也收到",
            "city_after": "从这一天起，市政务公开办经办也收到；不能早于上一项",
            "cap": "最急的先发，多出来的留到下一次，并告诉经办",
            "quiet_from": "从这时起到下一项为止，邮件和群机器人不发，等到能发再发；站内消息不受限",
            "workdays_only": "周末和法定节假日不外发",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = owing.sources()
        muted = set(self.instance.muted)
        self.fields["reminding"].choices = choices
        self.fields["reminding"].initial = [source for source, _ in choices if source not in muted]
        self.fields["version"].initial = self.instance.version
        self.fields["cap"].min_value = 1

    def clean_offsets(self):
        try:
            return ",".join(map(str, reminding.parse_offsets(self.cleaned_data["offsets"])))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_cap(self):
        cap = self.cleaned_data["cap"]
        if cap < 1:
            raise forms.ValidationError("至少发给 1 人；要停发请用“暂停提醒”。")
        return cap

    def clean(self):
        data = super().clean()
        head, city = data.get("head_after"), data.get("city_after")
        if head is not None and city is not None and city < head:
            self.add_error("city_after", "不能早于提醒单位负责人的日子。")
        chosen = set(data.get("reminding") or ())
        data["muted"] = [source for source, _ in self.fields["reminding"].choices if source not in chosen]
        return data

    @property
    def values(self) -> dict:
        """交给动作的各项。"""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "muted")}


class LedgerFilterForm(forms.Form):
    """提醒凭据的筛选。"""

    on = forms.DateField(label="提醒日期", required=False, widget=DAY)
    level = forms.ChoiceField(label="级别", required=False, choices=[("", "全部"), *Reminder.LEVELS])
    q = forms.CharField(label="单位或事项", required=False, max_length=60)
