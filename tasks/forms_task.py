"""任务书的表单：上传或粘贴方案、逐条确认、记进展、筛选。"""

import re

from django import forms

from tasks import template
from tasks.models import Assignment, Task
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
    to_counties = forms.BooleanField(label="交全部县区承办", required=False)


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


def initial_of(plan: Plan, taken: set[str]) -> list[dict]:
    """确认页的初值；编号接着任务书里已有的往下排。"""
    free = (str(n) for n in range(1, 10_000) if str(n) not in taken)
    return [_initial(item, number) for item, number in zip(plan.proposals, free, strict=False)]


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
        "to_counties": _is_for_counties(item),
    }


def _is_for_counties(item: Proposal) -> bool:
    """写明由县区办的，以及八个方面里没有写单位的，先勾上交县区承办。"""
    return bool(OF_COUNTIES.search(item.responsible) or (item.area and not item.responsible))


class ProgressForm(forms.Form):
    """记一次进展。"""

    text = forms.CharField(label="做了什么", max_length=1000, widget=LINES)
    link = forms.URLField(
        label="佐证网址",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="能公开打开的网页；没有的不填，不要求截图",
    )


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
