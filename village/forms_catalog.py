"""村级目录的表单：只管输入的形状，规则在 `rules_catalog` 与动作里。"""

from django import forms

from catalogs import channels
from catalogs.forms import ItemForm
from catalogs.models import Field, Item
from village.actions.record import BOARD, Posting
from village.duties.items import ADAPTABLE, VillageItem

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LEFT_OUT = ("number", "item_3", "audience", "audience_note", "method", "level", "url")
CHANNELS = (
    "社区/企事业单位/村公示栏（电子屏）",
    "入户/现场",
    "便民服务站",
    "两微一端",
    "广播电视",
    "政府网站",
)


class VillageItemForm(ItemForm):
    """一村的一个事项：可改的几栏；样本里的事项不改名称。"""

    def __init__(self, *args, item: VillageItem | None = None, **kwargs):
        known = (
            {} if item is None else {name: item.values.get(name) for name in (*ADAPTABLE, "item_1", "item_2")}
        )
        instance = Item(**{name: value for name, value in known.items() if value is not None})
        super().__init__(*args, instance=instance, **kwargs)
        own = item is None or item.origin == Item.Origin.ADDED
        for name in LEFT_OUT if own else (*LEFT_OUT, "item_1", "item_2"):
            del self.fields[name]
        self.fields["content"].required = False
        self.fields["time_limit"].help_text = "写明及时、每月、每季度、每半年、每年之一，按它排出各期"
        self.fields["time_limit"].required = True
        self.fields["channels"].choices = self._channels(instance.channels)
        self.fields["channels_other"].help_text = "如：村应急广播、村民微信群；多个以顿号隔开"
        self.fields["reason"].label = "新增的理由" if own else "与县级样本不同的理由"
        self.fields["reason"].help_text = "" if own else "与样本不同才要填"
        self.fields["reason"].initial = item.reason if item else ""
        self.fields["version"].initial = item.version if item else 0

    def _channels(self, known: list[str]) -> list[tuple[str, str]]:
        """村里常用的在前，样本里写了的也列出。"""
        names = dict.fromkeys((*CHANNELS, *(name for name in known if name in channels.VOCABULARY)))
        return [(name, name) for name in names]


class NewItemForm(VillageItemForm):
    """新增一个本村的事项。"""

    field = forms.ModelChoiceField(Field.objects.none(), label="领域", empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = Field.objects.order_by("-is_village", "code")
        self.order_fields(["field"])


class PostingForm(forms.Form):
    """登记公开：哪天、贴在哪里，可附一张照片。"""

    posted_on = forms.DateField(label="公开日期", widget=DAY)
    place = forms.CharField(label="公开地点（渠道）", max_length=120, initial=BOARD)
    note = forms.CharField(label="说明", required=False, max_length=200, help_text="及时公开的，写公开了什么")
    photo = forms.FileField(
        label="照片",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
        help_text="可不附；手机上点这里直接拍。同时登记的几项共用一张",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="posting_%s", **kwargs)

    @property
    def posting(self) -> Posting:
        data, photo = self.cleaned_data, self.cleaned_data.get("photo")
        return Posting(
            data["posted_on"],
            data["place"],
            data["note"],
            photo.read() if photo else b"",
            photo.name if photo else "",
        )


class LinkForm(forms.Form):
    """衔接：选定一个对应的事项（标识，或列表里的名称），或写明不用对应的理由。"""

    key = forms.CharField(max_length=32)
    target_key = forms.CharField(max_length=32, required=False)
    target = forms.CharField(max_length=800, required=False)
    reason = forms.CharField(max_length=300, required=False)
