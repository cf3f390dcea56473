"""稿件的表单。"""

from django import forms
from django.utils import timezone

from portal.publications.models import Publication

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PublicationForm(forms.ModelForm):
    """稿件的内容与元数据。"""

    body_html = forms.CharField(
        label="正文",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="可用段落、小标题、表格等 HTML；脚本与样式会被去掉",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Publication
        fields = [
            "column",
            "title",
            "summary",
            "document_number",
            "written_on",
            "category",
            "theme",
            "keywords",
            "effective_on",
            "repealed_on",
            "validity",
            "source",
            "consult_office",
            "consult_phone",
        ]
        widgets = {
            "written_on": DAY,
            "effective_on": DAY,
            "repealed_on": DAY,
            "summary": forms.Textarea(attrs={"rows": 3, "maxlength": 100}),
        }
        help_texts = {"summary": "100 字以内，不要重复名称", "consult_phone": "填办公电话，不要填手机"}

    def clean(self):
        data = super().clean()
        if data.get("summary") and data.get("summary") == data.get("title"):
            self.add_error("summary", "内容概述不能与名称相同，请概括主要内容。")
        return data


class OverrideForm(forms.Form):
    """申请放行的理由，与个人信息保护影响评估的各项（个人信息保护法第五十六条）。"""

    reason = forms.CharField(
        label="申请理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="依据哪部法律、哪一条必须公开；若不是个人信息，说明是什么。不要抄写个人信息本身",
    )
    purpose = forms.CharField(
        label="处理目的与方式",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="为了什么公开，公开哪些项、公开多久、在哪里公开",
    )
    necessity = forms.CharField(
        label="合法、正当、必要",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="法律依据；少公开一项、打码、只公开合计行不行，为什么",
    )
    impact = forms.CharField(
        label="对个人权益的影响及安全风险",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可能影响到谁，最坏会怎样；是否涉及低保、残疾、未成年人等敏感个人信息",
    )
    measures = forms.CharField(
        label="保护措施是否合法、有效、与风险相适应",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="打码的位数、公开的期限、到期怎样撤下、当事人怎样提出异议",
    )
    assessed_on = forms.DateField(label="评估日期", widget=DAY)

    def clean_assessed_on(self):
        day = self.cleaned_data["assessed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("评估日期不能晚于今天。")
        return day
