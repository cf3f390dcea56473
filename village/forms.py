"""村务的表单：只管输入的形状，规则在 `permissions` 与动作里。"""

from decimal import Decimal

from django import forms

from portal.organisations.models import Organisation
from village import competent, numbers
from village.models import Application, Programme

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LONG = forms.Textarea(attrs={"rows": 3})
YEARS = {"min_value": 2015, "max_value": 2100}
FACTS = (
    "name", "also_known_as", "department", "basis", "recipients", "standard", "standard_level", "rate", "unit",
    "procedure", "payment_way", "payment_time", "contact", "hotline", "is_sensitive", "posting_days",
    "posting_day_kind", "posting_within", "answer_days", "retention_years",
)  # fmt: skip


class Rate(forms.DecimalField):
    """单位标准：末尾的零不写，95.3500 写作 95.35。"""

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{value:.{numbers.places([value], least=2)}f}"
        return value


class ProgrammeForm(forms.ModelForm):
    """一项补贴的各栏；`version` 是打开时的修改版次。"""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Programme
        fields = FACTS
        field_classes = {"rate": Rate}
        widgets = {"basis": LONG, "procedure": LONG}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def _post_clean(self):
        """不把输入写到实例上：由动作比对、写入。"""

    @property
    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in FACTS}

    def beside(self, theirs: Programme) -> list[tuple]:
        """别人先改了：换上现在的版次，选定之后可以再存；返回各栏与对方的值。"""
        self.data = self.data.copy()
        self.data["version"] = str(theirs.version)
        return [(self[name], getattr(theirs, name)) for name in FACTS]


class NewProgrammeForm(ProgrammeForm):
    """新建：年度一并选定。"""

    year = forms.IntegerField(label="年度", **YEARS)
    field_order = ("year", *FACTS)


class ProgrammeFilter(forms.Form):
    """补贴项目总览的条件。"""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    county = forms.ModelChoiceField(
        Organisation.objects.none(), label="县区", required=False, empty_label="全部", to_field_name="code"
    )
    lacking = forms.BooleanField(label="只看没有申报信息的", required=False)
    unpaid = forms.BooleanField(label="只看没有发放清单的", required=False)
    mine = forms.BooleanField(label="只看本部门主管的", required=False)
    words = forms.CharField(label="查找", required=False, max_length=40)

    def __init__(self, *args, years, counties, departments=(), **kwargs):
        """`departments` 是此人任经办的县直部门，有才给“本部门主管”的条件。"""
        super().__init__(*args, **kwargs)
        self.departments = departments
        self.fields["year"].choices = [("", "全部"), *((year, f"{year} 年") for year in years)]
        self.fields["county"].queryset = counties
        if counties.count() < 2:
            del self.fields["county"]
        if not departments:
            del self.fields["mine"]

    def apply(self, programmes):
        data = self.cleaned_data if self.is_valid() else {}
        for name in ("year", "county"):
            if data.get(name):
                programmes = programmes.filter(**{name: data[name]})
        if data.get("lacking"):
            programmes = programmes.filter(applications__isnull=True)
        if data.get("unpaid"):
            programmes = programmes.unpaid()
        if data.get("mine"):
            programmes = competent.of_departments(self.departments, programmes)
        if data.get("words"):
            programmes = programmes.filter(name__icontains=data["words"])
        return programmes


class ApplicationForm(forms.ModelForm):
    """一次申报信息。"""

    class Meta:
        model = Application
        fields = ("opens_on", "closes_on", "text")
        widgets = {"opens_on": DAY, "closes_on": DAY, "text": LONG}

    def clean(self):
        data = super().clean()
        opens_on, closes_on = data.get("opens_on"), data.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", f"截止日期 {closes_on} 早于开始日期 {opens_on}。")
        return data

    def _post_clean(self):
        """由动作写入。"""


class UploadForm(forms.Form):
    """上传发放清单。"""

    file = forms.FileField(label="发放清单")
    period = forms.CharField(
        label="发放期次", required=False, max_length=30, help_text="如：第一季度、6 月；全年一次的不填"
    )
    note = forms.CharField(label="说明", required=False, max_length=300, help_text="如：补发上年漏报 12 户")


class SumFilter(forms.Form):
    """合计的条件：年度与项目。"""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    programme = forms.ChoiceField(label="补贴项目", required=False)

    def __init__(self, *args, years, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"{year} 年") for year in years] or [("", "—")]
        self.fields["programme"].choices = [("", "全部"), *((name, name) for name in names)]


class ReleaseForm(forms.Form):
    """定格哪一年的合计。"""

    year = forms.IntegerField(label="年度", **YEARS)


class VillageChoice(forms.ModelChoiceField):
    """同名的村用全称区分。"""

    def label_from_instance(self, obj) -> str:
        return obj.name


class RowFilter(forms.Form):
    """一批里的各户，按村看；不按姓名找：姓名不能写进网址。"""

    village = VillageChoice(
        Organisation.objects.none(),
        label="村（居）",
        required=False,
        empty_label="全部",
        to_field_name="code",
    )

    def __init__(self, *args, villages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = villages

    def apply(self, payments):
        chosen = self.cleaned_data["village"] if self.is_valid() else None
        return payments.filter(village=chosen) if chosen else payments
