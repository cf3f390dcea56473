"""稿件的表单。"""

from django import forms

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
