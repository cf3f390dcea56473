import datetime as dt

from django.contrib import messages
from django.shortcuts import redirect

from portal.publications import actions
from portal.publications.gate import Blocked


def held(request, blocked: Blocked, *, at: dt.datetime):
    """业务流程一步公开时被闸门拦下：事情没有办成；内容留成待放行的稿件，到它的隐私检测页。"""
    publication = actions.hold(blocked, by=request.user, at=at)
    messages.error(request, f"没有公开。{blocked.reason}")
    return redirect("publications:scan", publication.pk)
