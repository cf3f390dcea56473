"""检索：首页每种列几条，点开一种再翻页。检索词不写进日志与审计。"""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.core import search

PREVIEW, PER_PAGE, LAST_PAGE = 5, 20, 50


@login_required
@require_GET
def overview(request):
    """各种各列前几条；没有查到的种类不列。"""
    text, words, problem = _asked(request)
    groups = [search.find(one, request.user, words, size=PREVIEW) for one in search.kinds()] if words else []
    found = [group for group in groups if group.hits]
    context = {"text": text, "problem": problem, "words": words, "groups": found}
    return render(request, "desk/search.html", context, status=422 if problem else 200)


@login_required
@require_GET
def of_kind(request, code):
    """一种里的全部，一页一页看。"""
    one = search.kind(code)
    if one is None:
        raise Http404
    text, words, problem = _asked(request)
    number = _page_number(request.GET.get("page", ""))
    start = (number - 1) * PER_PAGE
    group = search.find(one, request.user, words, start=start, size=PER_PAGE) if words else None
    context = {
        "text": text,
        "problem": problem,
        "kind": one,
        "group": group,
        "start": start,
        "number": number,
    }
    if group:
        context["last"] = start + len(group.hits)
        context["has_next"] = context["last"] < group.count or (group.is_more and number < LAST_PAGE)
    return render(request, "desk/search_kind.html", context, status=422 if problem else 200)


def _asked(request) -> tuple[str, tuple[str, ...], str]:
    """（框里的字, 检索词, 不去查的原因）。"""
    text = request.GET.get("q", "")
    try:
        return text[: search.LONGEST], search.split(text), ""
    except search.Unsearchable as unsearchable:
        return text[: search.LONGEST], (), str(unsearchable)


def _page_number(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isdecimal() and len(text) < 6 else 1
