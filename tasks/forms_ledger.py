"""台账表单的共同之处：网址是文字、另行登记；修改带着打开时的版次；日期与时刻用浏览器自带的选择。"""

from django import forms
from django.forms.models import model_to_dict

from portal.organisations.models import Organisation

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
LONG = forms.Textarea(attrs={"rows": 3})


class Moment(forms.DateTimeField):
    """到分钟的时刻，北京时间。"""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=MOMENT_FORMATS, **kwargs)


def web_address(label: str, help_text: str = "能公开打开的网页") -> forms.URLField:
    """可空的网址；平台此后定期核验它还在不在。"""
    return forms.URLField(
        label=label, required=False, max_length=500, assume_scheme="https", help_text=help_text
    )


class LedgerForm(forms.ModelForm):
    """台账的一行。`organisation` 只在新登记、且此人替几个单位办事时才问。"""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, places=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        if "url" in self.fields and getattr(self.instance, "link", None):
            self.fields["url"].initial = self.instance.link.url
        if len(places) > 1:
            queryset = Organisation.objects.filter(pk__in=[place.pk for place in places])
            self.fields["organisation"] = forms.ModelChoiceField(queryset, label="登记单位")
            self.order_fields(["organisation", *self.fields])

    def _post_clean(self):
        """不把输入写到实例上：由动作比对、写入。"""

    @property
    def values(self) -> dict:
        """交给动作的各栏。"""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("version", "organisation")}

    def beside(self, theirs) -> list[tuple]:
        """别人先改了：换上现在的版次，比较过两边之后可以再存；返回各栏与对方的值。"""
        self.data = self.data.copy()
        self.data["version"] = str(theirs.version)
        link = getattr(theirs, "link", None)
        held = model_to_dict(theirs) | {"url": link.url if link else ""}
        return [(self[name], held[name]) for name in self.values if name in held]


class LedgerFilter(forms.Form):
    """台账的筛选：年度、县区、情况、查找；子类再加别的。"""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    county = forms.ChoiceField(label="县区", required=False)
    state = forms.ChoiceField(label="情况", required=False)
    q = forms.CharField(label="查找", required=False, max_length=40)

    def __init__(self, *args, years, counties, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "全部"), *((year, f"{year} 年") for year in years)]
        self.fields["state"].choices = [("", "全部"), *states]
        self.fields["county"].choices = [("", "全部"), *((one.code, one.short_name) for one in counties)]
        if len(counties) < 2:
            del self.fields["county"]

    @property
    def chosen(self) -> dict:
        """选定的条件；没有选的不在其中。写错的当作没有选。"""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
