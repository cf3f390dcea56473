"""工作日调整的表单。"""

import datetime as dt

from django import forms

from portal.desk.workdays.actions import DayLine
from portal.desk.workdays.ranges import MOST_DAYS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
STATES = (("rest", "休息"), ("work", "上班"))


class DaysForm(forms.Form):
    """一天或连续几天改为上班或休息。"""

    first = forms.DateField(label="日期", widget=DAY)
    last = forms.DateField(
        label="至", widget=DAY, required=False, help_text="连续几天的填最后一天；一天的不填"
    )
    state = forms.ChoiceField(label="改为", choices=STATES)
    name = forms.CharField(label="名称", max_length=40, required=False, help_text="如 国庆节、国庆节调休上班")
    source = forms.CharField(
        label="依据",
        max_length=120,
        help_text="通知的名称与文号，如 国务院办公厅关于2027年部分节假日安排的通知",
    )

    def clean(self):
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and not 0 <= (last - first).days < MOST_DAYS:
            self.add_error("last", f"最后一天不早于第一天，一次最多 {MOST_DAYS} 天。")
        return data

    def lines(self) -> list[DayLine]:
        """逐天的调整。"""
        data = self.cleaned_data
        span = ((data["last"] or data["first"]) - data["first"]).days
        days = [data["first"] + dt.timedelta(days=n) for n in range(span + 1)]
        return [DayLine(day, data["state"] == "work", data["name"], data["source"]) for day in days]
