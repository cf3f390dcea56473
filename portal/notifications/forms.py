"""通道的表单。"""

from django import forms

from portal.notifications.models import Channel, Delivery
from portal.organisations import selectors as organisations


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
