"""解读回应的表单：只管输入的形状，规则在 `permissions` 与动作里。"""

from django import forms

from catalogs.models import Field
from portal.organisations.models import Organisation
from tasks.forms_ledger import DAY, LONG, LedgerFilter, LedgerForm, Moment, web_address
from tasks.registers.interpretation.models import (
    Interpretation,
    Policy,
    Question,
    Response,
    ResponseTerms,
    Topic,
)

WHOM_NOT = "只写问什么、答什么；不要写提问人的姓名、电话、证件号"


class PolicyForm(LedgerForm):
    url = web_address("原文网址")

    class Meta:
        model = Policy
        fields = (
            "title",
            "number",
            "issuer",
            "kind",
            "published_on",
            "ends_on",
            "needs_interpretation",
            "reason",
        )
        widgets = {"published_on": DAY, "ends_on": DAY}


class InterpretationForm(LedgerForm):
    version = None
    url = web_address("解读网址")

    class Meta:
        model = Interpretation
        fields = ("title", "form", "published_on", "author", "is_linked")
        widgets = {"published_on": DAY}

    def __init__(self, *args, **kwargs):
        forms.ModelForm.__init__(self, *args, **kwargs)


class TopicForm(LedgerForm):
    found_at = Moment(label="发现时间")
    url = web_address("来源网址", "不便给出网址的不填")

    class Meta:
        model = Topic
        fields = ("title", "found_at", "source", "text")
        widgets = {"text": LONG}


class ResponseForm(InterpretationForm):
    at = Moment(label="回应时间")
    url = web_address("回应网址")

    class Meta:
        model = Response
        fields = ("at", "how", "text")
        widgets = {"text": LONG}


class QuestionForm(LedgerForm):
    asked_at = Moment(label="提问时间")
    text = forms.CharField(label="问题", max_length=500, widget=LONG, help_text=WHOM_NOT)

    class Meta:
        model = Question
        fields = ("channel", "asked_at", "field", "text")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].empty_label = "（不清楚）"
        if "organisation" in self.fields:
            self.fields["organisation"].label = "咨询台"


class TransferForm(forms.Form):
    """转给同一县区里的另一个单位。"""

    to = forms.ModelChoiceField(Organisation.objects.none(), label="转给")

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = places


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="答复", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}), help_text=WHOM_NOT
    )


class TermsForm(forms.ModelForm):
    interpret_workdays = forms.IntegerField(label="政策公布后几个工作日内解读", min_value=0, max_value=250)
    respond_hours = forms.IntegerField(label="热点发现后几小时内首次回应", min_value=1, max_value=1000)
    answer_workdays = forms.IntegerField(label="咨询几个工作日内答复", min_value=1, max_value=250)

    class Meta:
        model = ResponseTerms
        fields = ("interpret_workdays", "respond_hours", "answer_workdays")

    def _post_clean(self):
        """不把输入写到实例上。"""


class PolicyFilter(LedgerFilter):
    form = forms.ChoiceField(
        label="解读形式", required=False, choices=[("", "全部"), *Interpretation.Form.choices]
    )
    linked = forms.BooleanField(label="只看相互关联的", required=False)


class QuestionFilter(LedgerFilter):
    status = forms.ChoiceField(
        label="办到哪一步", required=False, choices=[("", "全部"), *Question.Status.choices]
    )
    channel = forms.ChoiceField(
        label="渠道", required=False, choices=[("", "全部"), *Question.Channel.choices]
    )
    field = forms.ModelChoiceField(
        Field.objects.all(), label="领域", required=False, empty_label="全部", to_field_name="code"
    )
    released = forms.BooleanField(label="只看已公开的", required=False)
