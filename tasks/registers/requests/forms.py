"""依申请公开的表单：登记、每一步、复议诉讼、筛选。"""

import datetime as dt

from django import forms
from django.conf import settings

from tasks.registers.requests.legal_clock import Terms
from tasks.registers.requests.models import DisclosureRequest, RequestDispute
from tasks.registers.requests.outcomes import APPLICANTS, GROUPS, LAPSED, OUTCOMES

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LINES = forms.Textarea(attrs={"rows": 3})
ROWS = [
    ("new", "本年新收"),
    ("carried", "上年结转"),
    *((one.code, one.short) for one in OUTCOMES),
    ("forward", "结转下年度"),
]
STANDINGS = [("", "全部"), ("ongoing", "在办"), ("soon", "临期（3 个工作日内）"), ("overdue", "超期未答复")]


class RequestForm(forms.ModelForm):
    """登记一件申请。"""

    applicant = forms.CharField(
        label="申请人姓名（名称）与联系方式",
        required=False,
        max_length=200,
        help_text="加密存放，只有本单位经办人和审核人能看，每看一次留痕；不进入台账、导出与公开",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DisclosureRequest
        fields = ("received_on", "way", "applicant_kind", "subject")
        widgets = {"received_on": DAY, "subject": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "received_on": "当面提交为提交之日，邮寄签收为签收之日，网络与传真为双方确认之日",
            "subject": "申请公开什么信息；不写申请人的姓名、号码",
        }

    field_order = ("body", "received_on", "way", "applicant_kind", "subject", "applicant")

    def __init__(self, *args, bodies=None, **kwargs):
        super().__init__(*args, **kwargs)
        if bodies is not None:
            self.fields["body"] = forms.ModelChoiceField(bodies, label="受理单位", empty_label=None)
            self.order_fields(self.field_order)


OUTCOME_CHOICES = [
    (label, [(one.code, one.short) for one in OUTCOMES if one.group == group and one.code != LAPSED])
    for group, label in ((code, label.split("（区分")[0]) for code, label in GROUPS)
]
TEXTS = {
    "ask": ("需要补正的内容", True, "一次性告知：缺什么、怎样补"),
    "correct": ("补正情况", False, ""),
    "lapse": ("说明", False, ""),
    "consult": ("征求意见的对象与内容", True, "写明是第三方还是其他机关，不写个人姓名"),
    "opinion": ("意见，或逾期未提出意见", True, ""),
    "extend": ("延长的理由", True, "须经本单位政府信息公开工作机构负责人同意并告知申请人"),
    "suspend": ("中止的法定理由", True, ""),
    "resume": ("恢复的理由", False, ""),
    "draft": ("答复的依据与说明", False, "不写申请人的姓名、号码"),
    "return": ("退回的原因", True, ""),
    "deliver": ("送达方式", True, "如邮寄（挂号信编号不写）、当面、电子邮件"),
}
DATED = (
    "ask",
    "correct",
    "lapse",
    "consult",
    "opinion",
    "extend",
    "suspend",
    "resume",
    "approve",
    "deliver",
    "close",
)
DATES = {
    "ask": "告知日期",
    "correct": "收到补正日期",
    "consult": "第三方（其他机关）收到征求意见书的日期",
    "opinion": "收到意见日期，或十五个工作日届满之后的日期",
    "extend": "决定并告知日期",
    "approve": "答复日期",
    "deliver": "送达日期",
}


class StepForm(forms.Form):
    """办一步；各步要填的不同。"""

    on = forms.DateField(label="日期", widget=DAY)
    days = forms.IntegerField(label="工作日", min_value=1)
    outcome = forms.ChoiceField(label="办理结果", choices=[("", "请选择"), *OUTCOME_CHOICES])
    answer_number = forms.CharField(label="答复文号", required=False, max_length=60)
    text = forms.CharField(label="说明", max_length=500, widget=LINES)

    def __init__(self, *args, move: str, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self._dates(move)
        self._days(move)
        if move != "draft":
            del self.fields["outcome"], self.fields["answer_number"]
        self._text(move)

    def _dates(self, move: str) -> None:
        if move not in DATED:
            del self.fields["on"]
        else:
            self.fields["on"].label = DATES.get(move, "日期")

    def _days(self, move: str) -> None:
        most = {"ask": settings.REQUEST_CORRECTION_DAYS, "extend": Terms().extension}.get(move)
        if most is None:
            del self.fields["days"]
            return
        bound = self.fields["days"] = forms.IntegerField(
            label="补正期限（工作日）" if move == "ask" else "延长（工作日）", min_value=1, max_value=most
        )
        bound.initial, bound.help_text = most, f"1 至 {most} 个工作日"

    def _text(self, move: str) -> None:
        if move not in TEXTS:
            del self.fields["text"]
            return
        field = self.fields["text"]
        field.label, field.required, field.help_text = TEXTS[move]


class DisputeForm(forms.ModelForm):
    """登记一件复议或诉讼。"""

    class Meta:
        model = RequestDispute
        fields = ("route", "filed_on", "result", "decided_on", "note")
        widgets = {"filed_on": DAY, "decided_on": DAY}

    def clean(self):
        data = super().clean()
        pending = data.get("result") == RequestDispute.Result.PENDING
        if data.get("result") and pending != (data.get("decided_on") is None):
            self.add_error("decided_on", "审结的要写审结日期；尚未审结的不写。")
        return data


class DecisionForm(forms.Form):
    """登记审结的结果。"""

    result = forms.ChoiceField(label="结果", choices=RequestDispute.Result.choices[:3])
    decided_on = forms.DateField(label="审结日期", widget=DAY)
    note = forms.CharField(label="说明", required=False, max_length=300)


class RequestFilterForm(forms.Form):
    """台账的筛选。"""

    place = forms.CharField(label="单位", required=False, max_length=40)
    year = forms.IntegerField(label="年度", required=False, min_value=2008, max_value=2099)
    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *DisclosureRequest.Status.choices]
    )
    standing = forms.ChoiceField(label="时限", required=False, choices=STANDINGS)
    applicant = forms.ChoiceField(label="申请人", required=False, choices=[("", "全部"), *APPLICANTS])
    outcome = forms.ChoiceField(
        label="结果", required=False, choices=[("", "全部"), *((one.code, one.short) for one in OUTCOMES)]
    )
    row = forms.ChoiceField(label="年报表三的行", required=False, choices=[("", "不限"), *ROWS])
    q = forms.CharField(label="内容或文号", required=False, max_length=40)

    def clean(self):
        data = super().clean()
        if data.get("row") and not data.get("year"):
            self.add_error("year", "按年报的一行看，要同时填年度。")
        return data
