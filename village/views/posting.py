"""公示：清单与年终账，一个村的公示栏，登记张贴与证明。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.core import rules, workflow
from portal.core.acting import reason_in
from portal.core.rules import Denied
from portal.core.uploads import Refused
from portal.core.views import XLSX, download
from portal.organisations.models import Organisation
from village import actions, notices, postings, presenters, rules_board
from village.forms_board import EvidenceForm, MaterialForm, ObjectionForm, PostingFilter, ShownForm
from village.models import Posting
from village.sheets import postings as sheet
from village.views.places import today, village_in
from village.workflow import POSTING

PER_PAGE = 50
K = Organisation.Kind


def place_of(request) -> Organisation:
    """`?place=` 的机构；没有写的，是此人看得到的最高一层。"""
    visible = Organisation.objects.visible_to(request.user).of_kind(*Organisation.AREAS)
    if code := request.GET.get("place"):
        return get_object_or_404(visible, code=code)
    found = visible.order_by("depth", "path").first()
    if found is None:
        raise Denied("公示由市、县、乡镇与村里的经办办理，您没有任职，看不到。")
    return found


def posting_of(request, pk) -> Posting:
    rows = Posting.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("programme__county", "village", "batch", "posted_by"), pk=pk)


@login_required
@require_GET
def posting_list(request):
    """挑出的公示；`?export=1` 下载同样的行。"""
    place, at = place_of(request), timezone.now()
    years = postings.years(request.user) or [today().year]
    year = _year(request, years)
    form = PostingFilter(request.GET or None, years=years, names=postings.programme_names(request.user, year))
    data = form.cleaned_data if form.is_valid() else {}
    rows = postings.chosen(
        request.user,
        place=place,
        year=year,
        state=data.get("state", ""),
        programme=data.get("programme", ""),
        on=today(),
    )
    if request.GET.get("export"):
        heading = f"{place}{year}年惠农补贴公示清单"
        return download(sheet.postings_book(rows, heading=heading, at=at), f"{heading}.xlsx", XLSX)
    context = {
        "form": form,
        "place": place,
        "year": year,
        "today": today(),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "village/board/postings.html", context)


@login_required
@require_GET
def year_end(request):
    """年终账：各地应公示几次、年内贴出几次；每个数点开就是那些行。"""
    place, years = place_of(request), postings.years(request.user) or [today().year]
    if place.kind == K.VILLAGE:
        return posting_board(request, place.code)
    year = _year(request, years)
    rows = postings.year_end(request.user, place=place, year=year, on=today())
    if request.GET.get("export"):
        heading = f"{place}{year}年惠农补贴年终公示情况"
        data = sheet.year_end_book(rows, heading=heading, at=timezone.now())
        return download(data, f"{heading}.xlsx", XLSX)
    above = [one.pk for one in Organisation.objects.get_ancestors(place)]
    context = {
        "place": place,
        "year": year,
        "year_text": str(year),
        "years": years,
        "rows": rows,
        "total": postings.total(place, rows),
        "above": Organisation.objects.visible_to(request.user).filter(pk__in=above),
    }
    return render(request, "village/board/year_end.html", context)


def _year(request, years: list[int]) -> int:
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and int(text) in years else years[0]


@login_required
@require_GET
def posting_board(request, code):
    """一个村的公示栏：待张贴的一起登记，公示中的看倒计时。"""
    village = village_in(request, code)
    return _board(request, village, ShownForm(initial={"starts_on": today()}))


@login_required
@require_POST
def posting_register(request, code):
    """登记所选的几项；填得不对回到公示栏，输入与勾选都在。"""
    village = village_in(request, code)
    form = ShownForm(request.POST, request.FILES)
    chosen = [pk for pk in request.POST.getlist("posting") if pk.isdecimal()]
    rows = Posting.objects.filter(village=village, pk__in=chosen).select_related(
        "programme__county", "village"
    )
    for row in rows or Posting.objects.due().filter(village=village)[:1]:
        rules_board.check_can_post(request.user, row)
    if not form.is_valid():
        return _board(request, village, form, chosen, status=422)
    try:
        moved = actions.register_postings(
            village=village,
            postings=list(rows),
            shown=form.shown,
            proofs=form.proofs,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error("photo", f"{refused.message}。{refused.hint}")
    except Denied as denied:
        form.add_error(None, denied.reason)
    else:
        messages.success(request, f"已登记 {len(moved)} 项，公示期从次日起算")
        return redirect("village:posting-board", village.code)
    return _board(request, village, form, chosen, status=422)


def _board(request, village: Organisation, form: ShownForm, chosen=(), status: int = 200):
    board = postings.village_board(village)
    may_post = (
        bool(board.due) and rules.refusal(rules_board.check_can_post, request.user, board.due[0]) is None
    )
    context = {
        "village": village,
        "board": board,
        "form": form if may_post else None,
        "chosen": {int(pk) for pk in chosen},
        "today": today(),
        "may_inquire": rules.refusal(rules_board.check_can_inquire, request.user, village) is None,
    }
    return render(request, "village/board/village.html", context, status=status)


@login_required
@require_GET
def posting_detail(request, pk):
    posting = posting_of(request, pk)
    may = {
        name: rules.refusal(rule, request.user, posting) is None
        for name, rule in (
            ("evidence", rules_board.check_can_add_evidence),
            ("object", rules_board.check_can_object),
            ("keep", rules_board.check_can_keep_material),
        )
    }
    sees_names = rules.refusal(rules_board.check_can_make_notices, request.user, posting.village) is None
    context = {
        "posting": posting,
        "facts": presenters.posting_facts(posting),
        "today": today(),
        "evidence": posting.evidence.select_related("file", "added_by") if sees_names else None,
        "notice": notices.newest(posting) if sees_names else None,
        "objections": posting.objections.all(),
        "material": posting.materials.first(),
        "offers": [offer for offer in POSTING.offers(posting, request.user) if offer.move.name != "post"],
        "timeline": workflow.timeline(posting),
        "may": may,
        "evidence_form": EvidenceForm(),
        "objection_form": ObjectionForm(),
        "material_form": MaterialForm(),
    }
    return render(request, "village/board/posting.html", context)


@login_required
@require_POST
def posting_move(request, pk, move):
    """作废；张贴在公示栏登记，结束由平台办。"""
    posting = posting_of(request, pk)
    if POSTING[move].name == "post":
        raise Http404
    posting = POSTING.move(posting, move, by=request.user, at=timezone.now(), reason=reason_in(request))
    messages.success(request, f"{posting}：{posting.get_status_display()}")
    return redirect(posting)


@login_required
@require_POST
def evidence_add(request, pk):
    posting = posting_of(request, pk)
    rules_board.check_can_add_evidence(request.user, posting)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请选择文件与类别，再点“上传”。")
        return redirect(posting)
    try:
        actions.add_evidence(posting=posting, proof=form.proof, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, f"没有收下：{refused.message}。{refused.hint}")
    else:
        messages.success(request, "已上传")
    return redirect(posting)
