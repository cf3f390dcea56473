"""公示单、公示、异议、留存、查询的表单：只管输入的形状，规则在 `rules_board` 与动作里。"""

from django import forms

from village import actions, postings
from village.forms import DAY, LONG
from village.models import Evidence, Notice, PaymentBatch

CAMERA = {"accept": "image/jpeg,image/png", "capture": "environment"}


class NoticeForm(forms.Form):
    """排哪几种纸张。"""

    papers = forms.MultipleChoiceField(
        label="纸张",
        choices=[("A3", "A3（贴在公开栏）"), ("A4", "A4（存档、入户）")],
        initial=[Notice.Paper.A3],
        widget=forms.CheckboxSelectMultiple,
    )


class PostingFilter(forms.Form):
    """公示清单的条件。"""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    programme = forms.ChoiceField(label="补贴项目", required=False)
    state = forms.ChoiceField(label="状态", required=False)

    def __init__(self, *args, years, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"{year} 年") for year in years]
        self.fields["programme"].choices = [("", "全部"), *((name, name) for name in names)]
        states = [(value, label) for value, (label, _) in postings.STATES.items()]
        self.fields["state"].choices = [("", "全部"), *states]


class ShownForm(forms.Form):
    """登记张贴：哪天贴在哪里，谁见证，照片。"""

    starts_on = forms.DateField(label="张贴日期", widget=DAY)
    place = forms.CharField(label="张贴地点", max_length=120, initial="村务公开栏")
    supervisor = forms.CharField(label="村务监督委员会签字人", max_length=40)
    photo = forms.FileField(
        label="张贴照片",
        widget=forms.ClearableFileInput(attrs=CAMERA),
        help_text="手机上点这里直接拍，要看得清贴在哪里、贴的是哪几张",
    )
    signature = forms.FileField(
        label="监督委员会签字件", required=False, help_text="可以以后补：照片或扫描的 PDF"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="shown_%s", **kwargs)

    @property
    def shown(self) -> actions.Shown:
        return actions.Shown(*(self.cleaned_data[name] for name in ("starts_on", "place", "supervisor")))

    @property
    def proofs(self) -> list[actions.Proof]:
        files = ((self.cleaned_data[kind], kind) for kind in ("photo", "signature"))
        return [actions.Proof(file.read(), file.name, kind) for file, kind in files if file]


class EvidenceForm(forms.Form):
    """补充一份证明。"""

    kind = forms.ChoiceField(label="类别", choices=Evidence.Kind)
    file = forms.FileField(label="文件", help_text="照片（jpg、png）或扫描的 PDF")

    @property
    def proof(self) -> actions.Proof:
        file = self.cleaned_data["file"]
        return actions.Proof(file.read(), file.name, self.cleaned_data["kind"])


class ObjectionForm(forms.Form):
    """一件异议。"""

    text = forms.CharField(
        label="异议内容",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="哪一户、哪一项、应当是多少。不要写身份证号和银行卡号，写了也不会保存",
    )
    contact = forms.CharField(
        label="怎样答复您",
        required=False,
        max_length=100,
        help_text="电话或住址，加密保存，只有办理人看得到，每看一次都留痕；可以不留",
    )


class PublicObjectionForm(ObjectionForm):
    """公众提出的异议；`website` 人看不见，机器会填，填了的不收。"""

    website = forms.CharField(required=False, max_length=200)

    @property
    def is_machine(self) -> bool:
        return bool(self.data.get("website"))


class ReceiptForm(forms.Form):
    """凭回执号查答复。"""

    receipt = forms.CharField(label="回执号", max_length=20)

    def clean_receipt(self) -> str:
        return self.cleaned_data["receipt"].strip().upper().replace(" ", "").replace("-", "")


class AnswerForm(forms.Form):
    """答复；更正的可以指明更正的批次。"""

    answer = forms.CharField(label="答复", max_length=1000, widget=LONG)
    correction = forms.ModelChoiceField(
        PaymentBatch.objects.none(), label="更正的批次", required=False, empty_label="没有改动金额"
    )

    def __init__(self, *args, corrections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["correction"].queryset = corrections


class MaterialForm(forms.Form):
    """登记留存材料。"""

    contents = forms.CharField(label="材料", max_length=200, initial="公示表、照片、监督委员会签字")
    place = forms.CharField(label="留存地点", max_length=120, help_text="如：村委会档案柜 2 层")
    keeper = forms.CharField(label="保管人", max_length=40)


class MaterialFilter(forms.Form):
    """留存材料的条件。"""

    STATES = (
        ("", "全部"),
        ("kept", "留存中"),
        ("expired", "留存期满"),
        ("proposed", "待批准销毁"),
        ("destroyed", "已销毁"),
    )
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)

    def apply(self, rows, *, on):
        state = self.cleaned_data["state"] if self.is_valid() else ""
        if state == "expired":
            return rows.expired(on=on)
        return rows.filter(status=state) if state else rows


class KeepForm(forms.Form):
    """继续留存到哪一天。"""

    kept_until = forms.DateField(label="继续留存到", widget=DAY)
    reason = forms.CharField(label="原因", max_length=300)


class InquiryForm(forms.Form):
    """查询台：核对身份之后才查。号码随这一次提交，不存。"""

    IDENTITIES = ("核对身份证原件", "核对户口簿", "核对社保卡", "本村干部认得本人")
    year = forms.TypedChoiceField(label="年度", coerce=int)
    id_number = forms.CharField(
        label="身份证号码",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="或户主姓名",
        required=False,
        max_length=40,
        help_text="没有身份证号码的，按姓名查；有同名的须用号码",
    )
    identity = forms.ChoiceField(label="怎样核对身份", choices=[(one, one) for one in IDENTITIES])
    is_agent = forms.BooleanField(label="代他人查询，已看过委托书", required=False)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"{year} 年") for year in years]

    def clean(self):
        data = super().clean()
        number, name = data.get("id_number", "").strip(), data.get("name", "").strip()
        if bool(number) == bool(name):
            self.add_error("id_number", "请填身份证号码或户主姓名，二者填一个。")
        return data

    @property
    def who(self) -> actions.Who:
        data = self.cleaned_data
        return actions.Who(
            data["identity"], data["is_agent"], data["id_number"].strip(), data["name"].strip()
        )
