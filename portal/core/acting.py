"""各应用页面共用：上传工作簿进预览，读出动作附带的原因。"""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from portal.core import imports
from portal.core.sheets.gate import Refused


class FileForm(forms.Form):
    """上传一个文件。"""

    file = forms.FileField(label="文件")


class ReasonForm(forms.Form):
    """动作附带的原因；是否必填由状态机决定。"""

    reason = forms.CharField(
        label="原因", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


def staged(request, *, kind: str, campaign: int | None = None, scope: dict, back: str):
    """校验上传的工作簿，转到预览页（错误也在那里列出）；文件不能收下时回到 `back` 并说明。"""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请先选择工作簿，再点“上传”。")
        return redirect(back)
    upload = form.cleaned_data["file"]
    try:
        batch = imports.stage(
            kind=kind,
            data=upload.read(),
            name=upload.name,
            campaign=campaign,
            scope=scope,
            by=request.user,
            at=timezone.now(),
            return_url=back,
        )
    except Refused as refused:
        messages.error(request, f"“{upload.name}”没有收下：{refused.message}。{refused.hint}")
        return redirect(back)
    return redirect(batch)


def reason_in(request) -> str:
    """随动作提交的原因；没有写则为空。"""
    form = ReasonForm(request.POST)
    form.is_valid()
    return form.cleaned_data.get("reason", "")
