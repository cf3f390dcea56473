"""任务办理的表单：台账筛选、记进展与佐证、分解、申请延期。"""

from django import forms
from django.db.models import Q

from portal.organisations.models import Organisation
from tasks.models import Assignment
from tasks.standing import STATE_LABELS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
KINDS = (Organisation.Kind.COUNTY, Organisation.Kind.COUNTY_DEPARTMENT, Organisation.Kind.TOWNSHIP)


class AssignmentFilter(forms.Form):
    """任务办理台账的筛选。"""

    place = forms.ChoiceField(label="单位", required=False)
    area = forms.ChoiceField(label="任务方面", required=False)
    status = forms.ChoiceField(
        label="承办状态", required=False, choices=[("", "全部"), *Assignment.Status.choices]
    )
    state = forms.ChoiceField(
        label="时限",
        required=False,
        choices=[("", "全部"), *((str(key), label) for key, label in STATE_LABELS.items())],
    )
    level = forms.ChoiceField(
        label="层级", required=False, choices=[("", "全部"), ("top", "直接交办的"), ("split", "分解下去的")]
    )
    q = forms.CharField(label="任务或编号", required=False, max_length=40)

    def __init__(self, *args, campaign, user, **kwargs):
        super().__init__(*args, **kwargs)
        areas = campaign.areas.values_list("code", "name")
        self.fields["area"].choices = [("", "全部"), *areas, ("none", "不属于某一方面")]
        held = Assignment.objects.visible_to(user).of_campaign(campaign).order_by().values("organisation")
        places = Organisation.objects.filter(pk__in=held).of_kind(*KINDS).values_list("code", "short_name")
        self.fields["place"].choices = [("", "全部"), *places]

    def apply(self, rows, gauge):
        chosen = self.cleaned_data if self.is_valid() else {}
        given = {key: value for key, value in chosen.items() if value}
        filters = {
            "place": lambda code: Q(organisation__code=code),
            "area": lambda code: Q(task__area__code=code) if code != "none" else Q(task__area__isnull=True),
            "status": lambda status: Q(status=status),
            "level": lambda level: Q(parent__isnull=level == "top"),
            "q": lambda q: Q(task__title__icontains=q) | Q(task__number=q),
        }
        for key, condition in filters.items():
            if key in given:
                rows = rows.filter(condition(given[key]))
        return rows.in_state(given["state"], gauge) if "state" in given else rows


class ProgressForm(forms.Form):
    """记一次进展。佐证可以没有；不要求截图。"""

    text = forms.CharField(label="做了什么", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    link = forms.CharField(
        label="佐证网址",
        required=False,
        max_length=500,
        help_text="能公开打开的网页，以 https:// 开头；平台会核验还打不打得开。不要求截图、打卡",
    )
    file = forms.FileField(
        label="佐证文件",
        required=False,
        help_text="PDF、Word、Excel 或图片；报送过的不必再传，平台认得出，点一下引用即可",
    )
    record = forms.ChoiceField(
        label="引用台账记录", required=False, help_text="会议、依申请、解读等台账里已有的，直接引用"
    )

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        if records:
            choices = [(f"{r.register}:{r.pk}", f"{r.on:%Y-%m-%d} {r.title}"[:80]) for r in records]
            self.fields["record"].choices = [("", "（不引用）"), *choices]
        else:
            self.fields["record"].widget = forms.HiddenInput()
            self.fields["record"].choices = [("", "")]


class SplitForm(forms.Form):
    """分解给哪些单位。"""

    bodies = forms.MultipleChoiceField(label="分解给", widget=forms.CheckboxSelectMultiple)
    due_on = forms.DateField(label="完成时限", required=False, widget=DAY, help_text="不晚于本单位的最后一天")
    note = forms.CharField(
        label="分工", required=False, max_length=200, help_text="请对方做哪一部分；可以不填"
    )

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {place.code: place for place in bodies}
        self.fields["bodies"].choices = [(code, place.short_name) for code, place in self.places.items()]

    def clean_bodies(self):
        return [self.places[code] for code in self.cleaned_data["bodies"]]


class TaskExtensionForm(forms.Form):
    """为承办的任务申请延期。"""

    new_due_on = forms.DateField(label="延至", widget=DAY)
    reason = forms.CharField(
        label="延期原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明为什么不能按期完成、现在进展到哪一步",
    )


class TimetableForm(forms.Form):
    """时间表：哪个月，看本单位的还是整本任务书的。"""

    month = forms.DateField(
        label="月份",
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )
    of = forms.ChoiceField(
        label="范围", required=False, choices=[("", "本单位承办的"), ("all", "整本任务书")]
    )

    def __init__(self, *args, may_narrow: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_narrow:
            del self.fields["of"]

    def turned_to(self, month) -> "TimetableForm":
        """筛选栏写着翻到的月份，没有选的也写明。"""
        self.data = self.data.copy()
        self.data["month"] = f"{month:%Y-%m}"
        return self
