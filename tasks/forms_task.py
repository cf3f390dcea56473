"""任务书的表单：上传或粘贴方案、逐条确认、逐项增改、筛选。"""

import re
from dataclasses import asdict

from django import forms

from tasks import selectors, template
from tasks.actions import TaskLine
from tasks.models import Assignment, Deadline, Task
from tasks.plan import Plan, Proposal
from tasks.plan.wording import mended

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LINES = forms.Textarea(attrs={"rows": 3})
AREAS = [("", "（不属于某一方面）"), *((area.name, area.name) for area in template.AREAS)]
OF_COUNTIES = re.compile(r"各?县区|县（市、区）|区县|各县|各地|市、区")
MOST = 80


class PlanForm(forms.Form):
    """上传方案文件，或粘贴文字，二者取一。"""

    file = forms.FileField(label="方案文件", required=False, help_text="docx、PDF（有文字层的）或 txt")
    text = forms.CharField(
        label="或者粘贴方案全文",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    year = forms.IntegerField(
        label="方案年度", required=False, min_value=2015, max_value=2099, help_text="不填则取自标题或成文日期"
    )

    def clean(self):
        data = super().clean()
        if not data.get("file") and not (data.get("text") or "").strip():
            raise forms.ValidationError("请选择方案文件，或者粘贴方案全文。")
        return data


class ProposalForm(forms.Form):
    """从方案读出的一条，由人确认或改正。"""

    keep = forms.BooleanField(label="列入任务书", required=False)
    number = forms.CharField(label="编号", max_length=20)
    area = forms.ChoiceField(label="任务方面", choices=AREAS, required=False)
    clause = forms.CharField(label="依据条款", max_length=60, required=False)
    due_on = forms.DateField(label="完成时限", required=False, widget=DAY)
    recurrence = forms.ChoiceField(label="频次", choices=Task.Recurrence.choices)
    title = forms.CharField(label="任务", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    lead = forms.CharField(label="牵头单位", max_length=200, required=False)
    supporting = forms.CharField(label="配合单位", max_length=300, required=False)
    deliverable = forms.CharField(label="成果", max_length=200, required=False)
    to_all = forms.BooleanField(label="交全部下级单位承办", required=False)


class BaseProposals(forms.BaseFormSet):
    """各条编号不得重复；至少留下一条。"""

    def clean(self):
        if any(self.errors):
            return
        numbers = [form.cleaned_data["number"] for form in self.forms if form.cleaned_data.get("keep")]
        if not numbers:
            raise forms.ValidationError("没有勾选任何一条，请至少选一条列入任务书。")
        if repeated := sorted({n for n in numbers if numbers.count(n) > 1}):
            raise forms.ValidationError(f"编号 {'、'.join(repeated)} 重复，请改成不同的编号。")


Proposals = forms.formset_factory(ProposalForm, formset=BaseProposals, extra=0, max_num=MOST)


def initial_of(plan: Plan, taken: set[str], *, is_county: bool = False) -> list[dict]:
    """确认页的初值；编号接着任务书里已有的往下排。县区的任务书交给谁，由人定，不先勾上。"""
    free = (str(n) for n in range(1, 10_000) if str(n) not in taken)
    found = [_initial(item, number) for item, number in zip(plan.proposals, free, strict=False)]
    return [row | {"to_all": False} for row in found] if is_county else found


def _initial(item: Proposal, number: str) -> dict:
    return {
        "keep": True,
        "number": number,
        "area": item.area,
        "clause": item.clause[:60],
        "title": mended(item.text)[:500],
        "due_on": item.due_on,
        "recurrence": item.recurrence,
        "lead": item.lead[:200],
        "supporting": item.supporting[:300],
        "deliverable": mended(item.deliverable)[:200],
        "to_all": _is_for_counties(item),
    }


def _is_for_counties(item: Proposal) -> bool:
    """写明由县区办的，以及八个方面里没有写单位的，先勾上交县区承办。"""
    return bool(OF_COUNTIES.search(item.responsible) or (item.area and not item.responsible))


class TaskFilterForm(forms.Form):
    """任务书的筛选。"""

    area = forms.ChoiceField(label="任务方面", required=False)
    status = forms.ChoiceField(
        label="承办状态", required=False, choices=[("", "全部"), *Assignment.Status.choices]
    )
    q = forms.CharField(label="任务或单位", required=False, max_length=40)

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "全部"), *((area.code, area.name) for area in areas)]


class TaskForm(forms.Form):
    """任务书的一行；编号定了就不再改。"""

    number = forms.CharField(label="编号", max_length=20)
    parent = forms.ChoiceField(label="落实的市级任务", required=False)
    area = forms.ChoiceField(label="任务方面", choices=AREAS, required=False)
    title = forms.CharField(label="任务", max_length=500, widget=LINES)
    clause = forms.CharField(label="依据条款", max_length=60, required=False)
    lead = forms.CharField(label="牵头单位", max_length=200, required=False)
    supporting = forms.CharField(label="配合单位", max_length=300, required=False)
    deliverable = forms.CharField(label="成果", max_length=200, required=False)
    opens_on = forms.DateField(label="开始时间", required=False, widget=DAY, help_text="不填则自行动开始")
    due_on = forms.DateField(
        label="完成时限",
        required=False,
        widget=DAY,
        help_text="每月、每季度的任务，各期到期末，这里填最后一期",
    )
    recurrence = forms.ChoiceField(label="频次", choices=Task.Recurrence.choices)
    policy = forms.ChoiceField(label="到期处理", choices=Deadline.Policy.choices)
    organisations = forms.MultipleChoiceField(
        label="承办单位", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, campaign, owner, line: TaskLine | None = None, taken=(), **kwargs):
        initial = (asdict(line) if line else {}) | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.taken = taken
        self.fields["number"].disabled = line is not None
        bodies = selectors.bodies(campaign, owner)
        self.fields["organisations"].choices = [(place.code, place.short_name) for place in bodies]
        if owner.pk == campaign.city_id:
            del self.fields["parent"]
        else:
            above = campaign.tasks.filter(owner=campaign.city).values_list("number", "title")
            choices = [(number, f"{number} {title[:40]}") for number, title in above]
            self.fields["parent"].choices = [("", "（本县区自己增加的）"), *choices]

    def clean_number(self):
        number = self.cleaned_data["number"]
        if number in self.taken:
            raise forms.ValidationError(f"编号 {number} 已有任务，请换一个编号。")
        return number

    def clean(self):
        data = super().clean()
        opens_on, due_on = data.get("opens_on"), data.get("due_on")
        if opens_on and due_on and due_on < opens_on:
            self.add_error("due_on", f"完成时限不能早于开始时间 {opens_on}。")
        return data

    def line(self) -> TaskLine:
        data = self.cleaned_data
        return TaskLine(**data | {"organisations": tuple(data["organisations"])})
