"""组织推进的表单：只管输入的形状，规则在 `permissions` 与动作里。"""

from django import forms

from portal.organisations.models import Organisation
from tasks.forms_task import DAY, LINES
from tasks.registers.organising.actions import LEADER_FIELDS, MEETING_FIELDS, Minutes
from tasks.registers.organising.models import Decision, Meeting, Responsibility

K = Organisation.Kind
KINDS = [
    ("", "全部"),
    *((kind.value, kind.label) for kind in (K.COUNTY, K.COUNTY_DEPARTMENT, K.TOWNSHIP, K.DEPARTMENT)),
]


class LeaderFilter(forms.Form):
    """责任分工的筛选。"""

    kind = forms.ChoiceField(label="单位类别", required=False, choices=KINDS)
    county = forms.ChoiceField(label="县区", required=False)
    state = forms.ChoiceField(
        label="登记", required=False, choices=[("", "全部"), ("known", "已登记"), ("missing", "还没有登记")]
    )
    q = forms.CharField(label="单位或姓名", required=False, max_length=40)

    def __init__(self, *args, counties, **kwargs):
        super().__init__(*args, **kwargs)
        self.counties = {county.code: county for county in counties}
        self.fields["county"].choices = [
            ("", "全部"),
            *((code, one.short_name) for code, one in self.counties.items()),
        ]

    def apply(self, rows) -> list:
        data = self.cleaned_data if self.is_valid() else {}
        tests = {
            "kind": lambda row, v: row.organisation.kind == v,
            "county": lambda row, v: row.organisation.path.startswith(self.counties[v].path),
            "state": lambda row, v: row.is_known == (v == "known"),
            "q": lambda row, v: any(
                v in str(part)
                for part in (
                    row.organisation.name,
                    row.values.get("leader", ""),
                    row.values.get("contact", ""),
                )
            ),
        }
        chosen = [(tests[name], value) for name, value in data.items() if value]
        return [row for row in rows if all(test(row, value) for test, value in chosen)]


class LeaderForm(forms.ModelForm):
    """登记责任分工；`seen` 是打开时现行那一行的编号。"""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Responsibility
        fields = (*LEADER_FIELDS, "from_on")
        widgets = {"from_on": DAY}
        help_texts = {"from_on": "换了人填新的日期，原来的自动止于前一天；更正错字填原来的日期"}

    def _post_clean(self):
        """由动作写入。"""

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in LEADER_FIELDS}

    def retried(self, seen) -> "LeaderForm":
        """同样的输入，换成现在的那一行。"""
        data = self.data.copy()
        data["seen"] = str(seen)
        return LeaderForm(data)


class MeetingFilter(forms.Form):
    """会议的筛选；期次由进度表的链接带来。"""

    county = forms.ChoiceField(label="召集单位", required=False)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Meeting.Kind.choices])
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Meeting.Status.choices])
    period = forms.ChoiceField(label="期次", required=False)
    q = forms.CharField(label="名称或议题", required=False, max_length=40)

    def __init__(self, *args, places, periods, **kwargs):
        super().__init__(*args, **kwargs)
        self.periods = {period.code: period for period in periods}
        self.fields["county"].choices = [("", "全部"), *((one.code, one.short_name) for one in places)]
        self.fields["period"].choices = [("", "全部"), *((p.code, p.name) for p in periods)]

    def apply(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        fields = {"county": "organisation__code", "kind": "kind", "status": "status"}
        rows = rows.filter(**{path: data[name] for name, path in fields.items() if data.get(name)})
        if data.get("period"):
            period = self.periods[data["period"]]
            rows = rows.on_or_after(period.start_on).on_or_before(period.end_on)
        if data.get("q"):
            rows = rows.named(data["q"])
        return rows


class MeetingForm(forms.ModelForm):
    """召集或补记会议；`version` 是打开时的修改版次。"""

    invited = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="参会单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="还没有到日子的，保存后通知这些单位",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Meeting
        fields = MEETING_FIELDS
        widgets = {"planned_on": DAY, "topics": LINES}

    def __init__(self, *args, guests, **kwargs):
        super().__init__(*args, **kwargs)
        self.guests = guests
        self.fields["invited"].queryset = guests
        self.fields["version"].initial = self.instance.version
        if self.instance.pk:
            self.fields["invited"].initial = [one.organisation_id for one in self.instance.invitations.all()]

    def _post_clean(self):
        """由动作比对、写入。"""

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in MEETING_FIELDS}

    def retried(self, version: int) -> "MeetingForm":
        """同样的输入，换成现在的版次。"""
        data = self.data.copy()
        data["version"] = str(version)
        return MeetingForm(data, instance=self.instance, guests=self.guests)


class HoldForm(forms.Form):
    """登记召开。"""

    held_on = forms.DateField(label="召开日期", widget=DAY)
    chaired_by = forms.CharField(label="主持人", max_length=60)
    present = forms.MultipleChoiceField(label="到会单位", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, meeting: Meeting, **kwargs):
        asked = list(meeting.invitations.select_related("organisation"))
        initial = {
            "held_on": meeting.planned_on,
            "chaired_by": meeting.chaired_by,
            "present": [str(one.organisation_id) for one in asked],
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["present"].choices = [(str(one.organisation_id), str(one)) for one in asked]
        if not asked:
            del self.fields["present"]

    @property
    def attended(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("present", ())]


class MinutesForm(forms.Form):
    """存纪要：正文、网址、文件至少一样。"""

    minutes = forms.CharField(
        label="纪要正文", required=False, max_length=10000, widget=forms.Textarea(attrs={"rows": 8})
    )
    minutes_link = forms.URLField(label="纪要网址", required=False, max_length=500, assume_scheme="https")
    minutes_file = forms.FileField(label="纪要文件", required=False, help_text="PDF 或 docx")

    def clean(self):
        data = super().clean()
        if not self.errors and not any(
            (value.strip() if isinstance(value, str) else value) for value in data.values()
        ):
            self.add_error("minutes", "请写纪要正文，或给出网址，或上传文件，三者至少有一样。")
        return data

    @property
    def filed(self) -> Minutes:
        data = self.cleaned_data
        file = data["minutes_file"]
        found = {"data": file.read(), "name": file.name} if file else {}
        return Minutes(text=data["minutes"], link=data["minutes_link"], **found)


class DecisionForm(forms.ModelForm):
    """一条议定事项。"""

    class Meta:
        model = Decision
        fields = ("text", "organisation", "due_on")
        widgets = {"due_on": DAY, "text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places

    def _post_clean(self):
        """由动作写入。"""


class FinishForm(forms.Form):
    """办结：写明结果。"""

    result = forms.CharField(label="办理结果", max_length=500)
