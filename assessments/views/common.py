"""各页共用：上传进预览、按状态机办理。"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from assessments.forms import FileForm, ReasonForm
from portal.core import imports
from portal.core.sheets.gate import Refused
from portal.core.workflow import Move, Workflow


def staged(request, *, kind: str, campaign: int, scope: dict, back: str):
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


def move_or_404(workflow: Workflow, name: str) -> Move:
    """网址里的动作；没有这个动作为 404。"""
    try:
        return workflow[name]
    except KeyError:
        raise Http404 from None


def reason_in(request) -> str:
    form = ReasonForm(request.POST)
    form.is_valid()
    return form.cleaned_data.get("reason", "")
