"""公示单：成批排印，按乡镇打包下载，一个村的单独下载。含姓名，下载一次留一次痕。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.core import audit, jobs, rules
from portal.core.views import serve
from portal.organisations.models import Organisation
from village import actions, notices, rules_board
from village.forms_board import NoticeForm
from village.models import Notice, Programme
from village.views.programme import programme_of

K = Organisation.Kind


def place_in(programme: Programme, code: str, *kinds: str) -> Organisation:
    """本县里编码为 `code` 的机构，限于所说的类别。"""
    inside = Organisation.objects.within([programme.county.path])
    return get_object_or_404(inside.of_kind(*kinds), code=code)


@login_required
@require_GET
def notice_board(request, pk):
    """一项补贴的公示单：县里按乡镇，乡镇里按村；`place` 不写则是此人管的那一块。"""
    programme = programme_of(request, pk)
    place = _place(request, programme)
    job = notices.open_job(programme)
    may_make = rules.refusal(rules_board.check_can_make_notices, request.user, place) is None
    is_county = place.kind == K.COUNTY
    context = {
        "programme": programme,
        "place": place,
        "towns": notices.towns(programme, place) if is_county else [],
        "sheets": [] if is_county else notices.sheets(programme, place),
        "papers": Notice.Paper.values,
        "job": job,
        "may_watch": job is not None and jobs.may_watch(request.user, job),
        "may_make": may_make,
        "form": NoticeForm(),
    }
    return render(request, "village/board/notices.html", context)


def _place(request, programme: Programme) -> Organisation:
    inside = Organisation.objects.within([programme.county.path]).visible_to(request.user)
    areas = inside.of_kind(K.COUNTY, K.TOWNSHIP, K.VILLAGE).order_by("depth", "path")
    code = request.GET.get("place")
    found = areas.filter(code=code).first() if code else areas.first()
    if found is None:
        raise Http404
    return found


@login_required
@require_POST
def notice_order(request, pk, code):
    """排印：县、一个乡镇或一个村。"""
    programme = programme_of(request, pk)
    place = place_in(programme, code, K.COUNTY, K.TOWNSHIP, K.VILLAGE)
    rules_board.check_can_make_notices(request.user, place)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请至少选一种纸张：A3 贴在公开栏，A4 存档、入户。")
        return redirect("village:notices", programme.pk)
    job = actions.order_notices(
        programme=programme,
        place=place,
        papers=form.cleaned_data["papers"],
        by=request.user,
        at=timezone.now(),
    )
    return redirect(job)


@login_required
@require_GET
def notice_pack(request, pk, code, paper):
    """一个乡镇（或村）某种纸张的公示单，一包。"""
    programme = programme_of(request, pk)
    place = place_in(programme, code, K.TOWNSHIP, K.VILLAGE)
    rules_board.check_can_make_notices(request.user, place)
    found = [one for (_, size), one in notices.latest(programme, place).items() if size == paper]
    if not found:
        raise Http404
    _trace(request, programme, {"place": place.pk, "count": len(found)})
    name = f"{place}{programme.year}年{programme.name}公示单_{paper}.zip"
    return FileResponse(notices.packed(found), as_attachment=True, filename=name)


@login_required
@require_GET
def notice_file(request, pk):
    """一个村的一份公示单。"""
    seen = Organisation.objects.visible_to(request.user)
    rows = Notice.objects.filter(village__in=seen).select_related("village", "file", "programme")
    notice = get_object_or_404(rows, pk=pk)
    rules_board.check_can_make_notices(request.user, notice.village)
    _trace(request, notice, {"paper": notice.paper})
    return serve(notice.file)


def _trace(request, obj, detail: dict) -> None:
    audit.record("village.notice.read", obj=obj, by=request.user, at=timezone.now(), detail=detail)
