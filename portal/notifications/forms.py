"""通道与通知公告的表单。"""

from django import forms
from django.utils.html import escape

from portal.notifications.models import Bulletin, Channel, Delivery
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation


class ChannelForm(forms.Form):
    """开通一个外部通道。"""

    kind = forms.ChoiceField(label="种类", choices=Channel.Kind.choices)
    name = forms.CharField(label="名称", max_length=40, help_text="自己认得出就行，如“县公开办工作群”")
    address = forms.CharField(
        label="地址",
        max_length=600,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="从群机器人的设置页复制来的网址；加密存放，以后只露末四位",
    )
    secret = forms.CharField(
        label="加签密钥",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="只有钉钉选了“加签”才填，以 SEC 开头",
    )


class RobotForm(ChannelForm):
    """给一个机构登记群机器人。"""

    organisation = forms.ModelChoiceField(label="机构", queryset=None)
    field_order = ["organisation", "kind", "name", "address", "secret"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations.offices()
        self.fields["organisation"].label_from_instance = lambda place: place.name


class DeliveryFilterForm(forms.Form):
    """外发记录的筛选。"""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Delivery.State.choices])
    channel = forms.ChoiceField(
        label="通道", required=False, choices=[("", "全部"), (Delivery.EMAIL, "邮件"), *Channel.Kind.choices]
    )


class BulletinForm(forms.ModelForm):
    """拟通知公告。"""

    body = forms.CharField(
        label="正文",
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="直接分段写即可；也可用小标题、列表、表格等 HTML，脚本与样式会被去掉",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Bulletin
        fields = ["title", "body", "audience", "chosen", "must_confirm", "confirm_by"]
        widgets = {
            "chosen": forms.CheckboxSelectMultiple,
            "confirm_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "chosen": "“发给”选“指定单位”时在这里勾选",
            "must_confirm": "勾选后，各单位要点“确认收到”，没有确认的列在待办里",
            "confirm_by": "不填则不限",
        }

    def __init__(self, *args, issuer, **kwargs):
        super().__init__(*args, **kwargs)
        below = Organisation.objects.get_descendants(issuer).current()
        self.fields["chosen"].queryset = below.exclude(kind=Organisation.Kind.VILLAGE)
        self.fields["chosen"].label_from_instance = lambda place: place.name
        self.fields["version"].initial = self.instance.version

    def clean(self):
        data = super().clean()
        if data.get("audience") == Bulletin.Audience.CHOSEN and not data.get("chosen"):
            self.add_error("chosen", "请至少勾选一个单位。")
        if data.get("confirm_by") and not data.get("must_confirm"):
            self.add_error("confirm_by", "填了确认期限，请同时勾选“须确认”。")
        return data

    @property
    def values(self) -> dict:
        """交给动作的各项；没有标签的正文按行分段。"""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if "<" not in found["body"]:
            lines = [line.strip() for line in found["body"].splitlines() if line.strip()]
            found["body"] = "".join(f"<p>{escape(line)}</p>" for line in lines)
        return found


class BulletinFilterForm(forms.Form):
    """通知公告的筛选。"""

    box = forms.ChoiceField(
        label="收发", required=False, choices=[("", "全部"), ("in", "收到的"), ("out", "本单位发的")]
    )
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Bulletin.Status.choices])
    q = forms.CharField(label="标题或正文", required=False, max_length=60)
