"""表单：只管输入的形状，规则在 `permissions.py` 与动作里。"""

from decimal import Decimal, InvalidOperation

from django import forms

from assessments import combining, scoring
from assessments.models import CombinationRule, Indicator, Issue
from catalogs.models import Field
from portal.organisations.models import Organisation


class IndicatorForm(forms.ModelForm):
    """改方案的一个指标；上级指标没有评分规则。"""

    version = forms.IntegerField(widget=forms.HiddenInput)
    rule_text = forms.CharField(
        label="评分规则",
        required=False,
        max_length=500,
        help_text="如 扣分｜链接失效:2；内容缺失:1、得分｜目录齐全:2；更新及时:3、酌情扣分｜0.5-9；只写“扣分”由评分人填扣分",
    )

    class Meta:
        model = Indicator
        fields = ["name", "standard", "points", "may_be_inapplicable"]
        widgets = {"standard": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.scheme.version
        if self.instance.is_leaf:
            self.fields["rule_text"].initial = scoring.describe(self.instance.rule, self.instance.config)
        else:
            del self.fields["rule_text"], self.fields["may_be_inapplicable"]

    def clean(self):
        data = super().clean()
        if "rule_text" in self.fields and data.get("points"):
            try:
                data["rule"], data["config"] = scoring.parse_rule(
                    data.get("rule_text") or "扣分", data["points"]
                )
            except ValueError as error:
                self.add_error("rule_text", f"{error}。")
        return data

    def _post_clean(self):
        """不把输入写到实例上：由动作比对、写入。"""

    @property
    def values(self) -> dict:
        names = ("name", "standard", "points", "may_be_inapplicable", "rule", "config")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class AnswerForm(forms.Form):
    """反馈一轮整改。"""

    measures = forms.CharField(label="整改措施", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    result = forms.CharField(
        label="整改结果", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    link = forms.URLField(
        label="整改链接",
        max_length=500,
        assume_scheme="https",
        help_text="能打开核对的网址；没有链接等于没有整改",
    )
    evidence = forms.FileField(label="佐证材料", required=False, help_text="可不传；PDF、图片、Word 或 Excel")


class RecheckForm(forms.Form):
    """复核整改：退回时须写意见。"""

    verdict = forms.ChoiceField(
        label="复核结论",
        choices=(("pass", "整改到位，销号"), ("return", "整改不到位，退回重改")),
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label="复核意见", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self):
        data = super().clean()
        if data.get("verdict") == "return" and not data.get("opinion", "").strip():
            self.add_error("opinion", "退回重改要写明哪里没有整改到位。")
        return data


class IssueFilter(forms.Form):
    """问题清单的筛选，条件留在网址里。"""

    field = forms.ModelChoiceField(
        Field.objects.all(), label="领域", required=False, empty_label="全部", to_field_name="code"
    )
    county = forms.ModelChoiceField(
        Organisation.objects.none(), label="县区", required=False, empty_label="全部", to_field_name="code"
    )
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Issue.Status.choices])
    overdue = forms.BooleanField(label="只看逾期", required=False)

    def __init__(self, *args, counties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["county"].queryset = counties

    def apply(self, rows, *, on):
        """按条件筛 `rows`；认不出的条件不筛。"""
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("field"):
            rows = rows.filter(scorecard__round__scheme__field=data["field"])
        if data.get("county"):
            rows = rows.filter(scorecard__county=data["county"])
        if data.get("status"):
            rows = rows.filter(status=data["status"])
        return rows.overdue(on=on) if data.get("overdue") else rows


class CombinationForm(forms.Form):
    """合成规则：方法、并列、等次（一行一档）、各领域权重。"""

    method = forms.ChoiceField(
        label="合成方法", choices=CombinationRule.Method.choices, widget=forms.RadioSelect
    )
    ties = forms.ChoiceField(label="并列名次", choices=CombinationRule.Ties.choices, widget=forms.RadioSelect)
    bands = forms.CharField(
        label="等次",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一行一档，自高至低写“下限 名称”，如 90 优秀；最后一档从 0 起",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, rule: CombinationRule, fields, **kwargs):
        initial = {"method": rule.method, "ties": rule.ties, "version": rule.version}
        initial["bands"] = "\n".join(f"{low} {name}" for low, name in rule.bands)
        super().__init__(*args, initial=initial, **kwargs)
        self.codes = [field.code for field in fields]
        for field in fields:
            self.fields[f"weight_{field.code}"] = forms.DecimalField(
                label=f"{field.name}权重",
                required=False,
                max_digits=8,
                decimal_places=4,
                min_value=Decimal("0.0001"),
                initial=rule.weights.get(field.code),
                help_text="留空为 1",
            )

    def clean_bands(self) -> list[list[str]]:
        lines = [line.split(None, 1) for line in self.cleaned_data["bands"].splitlines() if line.strip()]
        if any(len(line) != 2 for line in lines) or not all(_is_number(line[0]) for line in lines):
            raise forms.ValidationError("每行写一个下限（0 至 100 的数）和一个名称，中间空一格，如 90 优秀。")
        problems = combining.band_problems(lines)
        if problems:
            raise forms.ValidationError(problems)
        return lines

    @property
    def weights(self) -> dict[str, str]:
        typed = {code: self.cleaned_data.get(f"weight_{code}") for code in self.codes}
        return {code: f"{weight.normalize():f}" for code, weight in typed.items() if weight is not None}


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and Decimal(text) >= 0
    except InvalidOperation:
        return False
