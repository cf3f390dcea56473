"""催办与督办单的页面。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts import paths
from portal.core import clock, pdf, rules, workflow
from portal.core.acting import reason_in
from portal.core.uploads import Refused
from portal.core.views import XLSX, download, shown
from tasks import actions, owing, selectors, supervision_rules, supervisions
from tasks.forms_supervision import (
    AnswerForm,
    MatterFilterForm,
    NewSupervisionForm,
    SupervisionFilterForm,
    SupervisionForm,
)
from tasks.models import Campaign, Supervision, Urge
from tasks.picture import rows
from tasks.sheets import supervisions as sheets
from tasks.views import picture_rows
from tasks.workflow import SUPERVISION

PER_PAGE, MATTERS_PER_PAGE = 50, 300
DONE = {
    "sign": "已签收，请在期限内办理并答复",
    "return": "已退回，被督办单位会收到原因",
    "close": "已销号",
    "revoke": "已撤回，编号保留",
}


def _campaign() -> Campaign:
    campaign = selectors.current_campaign()
    if campaign is None:
        raise Http404("还没有行动")
    return campaign


def _visible(user, pk) -> Supervision:
    rows = Supervision.objects.visible_to(user)
    return get_object_or_404(rows.select_related("campaign__city", "organisation"), pk=pk)


@login_required
@require_POST
def urge(request):
    """催办一件；办完回到原来的页面。"""
    row, is_new = actions.urge(
        campaign=_campaign(), key=request.POST.get("key", ""), by=request.user, at=timezone.now()
    )
    if is_new:
        messages.success(request, f"已催办{row.organisation}，告诉了 {row.told} 人")
    else:
        messages.info(request, f"今天已由{row.by}在 {clock.local_time(row.at)} 催办过，一天只催一次")
    target = request.POST.get("next")
    return redirect(target if paths.is_safe(target) else "tasks:urges")


@login_required
@require_GET
def urges(request):
    """催办凭据。"""
    page = Paginator(_urges(request), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tasks/urges.html", {"page": page, "q": request.GET.get("q", "")})


@login_required
@require_GET
def urge_export(request):
    return download(sheets.urges_workbook(_urges(request)), "催办凭据.xlsx", XLSX)


def _urges(request):
    """可按事项筛选。"""
    rows = Urge.objects.visible_to(request.user).select_related("organisation", "by")
    words = request.GET.get("q", "").strip()[:60]
    return rows.filter(text__icontains=words) if words else rows


@login_required
@require_GET
def supervision_list(request):
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "tasks/no_campaign.html")
    form, rows = _rows(request, campaign)
    context = {
        "campaign": campaign,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "query": request.GET.urlencode(),
        "today": clock.local_date(timezone.now()),
        "may_draft": rules.refusal(supervision_rules.check_can_draft_supervision, request.user, campaign)
        is None,
    }
    return render(request, "tasks/supervisions.html", context)


@login_required
@require_GET
def supervision_export(request):
    _, rows = _rows(request, _campaign())
    return download(sheets.supervisions_workbook(rows), "督办台账.xlsx", XLSX)


def _rows(request, campaign: Campaign):
    form = SupervisionFilterForm(request.GET, campaign=campaign, user=request.user)
    wanted = form.cleaned_data if form.is_valid() else {}
    on = clock.local_date(timezone.now())
    return form, supervisions.supervisions(campaign, request.user, on=on, **wanted)


@login_required
@require_http_methods(["GET", "POST"])
def supervision_new(request):
    """拟督办单：就点名的事；没有点名的列出全部超期的供选，多了分页，一次拟一页里勾选的。带着 `pick` 提交的，是从别处勾选来的，还没有拟。"""
    campaign, at = _campaign(), timezone.now()
    supervision_rules.check_can_draft_supervision(request.user, campaign)
    on = clock.local_date(at)
    chosen = _chosen(request, campaign)
    owed = owing.owing(campaign, on=on)
    asked = MatterFilterForm(request.GET, counties=supervisions.recipients(owed))
    found = supervisions.matters(owed, chosen, on=on, **(asked.cleaned_data if asked.is_valid() else {}))
    page = _matters_page(request, found)
    matters = page.object_list
    drafted = request.POST if request.method == "POST" and "pick" not in request.POST else None
    form = NewSupervisionForm(drafted, matters=matters, chosen=chosen)
    if drafted and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("keys", "title", "demand", "due_on")}
        made = actions.draft_supervisions(campaign=campaign, **data, by=request.user, at=at)
        messages.success(request, f"已拟好 {len(made)} 份督办单，核对后下达")
        return redirect(made[0] if len(made) == 1 else "tasks:supervisions")
    picked = set(form.data.getlist("keys")) if form.is_bound else set(chosen or ())
    groups = [
        (place, [(one, one.key in picked) for one in mine])
        for place, mine in supervisions.by_recipient(matters).items()
    ]
    context = {
        "campaign": campaign,
        "form": form,
        "asked": asked if chosen is None else None,
        "items": request.POST.getlist("items"),
        "groups": groups,
        "on": on,
        "page": page,
    }
    return render(request, "tasks/supervision_new.html", context, status=422 if form.errors else 200)


def _matters_page(request, found: list):
    """可以督办的一页；逐件勾选来的随表单提交，翻页带不走，所以不分页。"""
    size = max(1, len(found)) if request.POST.getlist("items") else MATTERS_PER_PAGE
    return Paginator(found, size).get_page(request.GET.get("page"))


def _chosen(request, campaign: Campaign) -> list[str] | None:
    """点名的事的标识：`items` 逐件（或逗号分开），`county` 是推进情况里按同样筛选列出的；没有点名为 None。"""
    written = [*request.GET.getlist("items"), *request.POST.getlist("items")]
    keys = [key for part in written for key in part.split(",") if key]
    if not keys and "county" in request.GET:
        wanted = picture_rows.asked(request, campaign)
        return [row.item.key for row in rows.rows(wanted.sight, wanted.chosen)]
    return keys or None


@login_required
@require_http_methods(["GET", "POST"])
def supervision_edit(request, pk):
    row = _visible(request.user, pk)
    supervision_rules.check_can_draft_supervision(request.user, row.campaign)
    form = SupervisionForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("title", "demand", "due_on")}
        version = form.cleaned_data["version"] or 0
        saved = actions.save_supervision(
            supervision=row, version=version, **data, by=request.user, at=timezone.now()
        )
        messages.success(request, "草稿已保存")
        return redirect(saved)
    context = {"form": form, "row": row}
    return render(request, "tasks/supervision_edit.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def supervision_detail(request, pk):
    return _page(request, _visible(request.user, pk), AnswerForm())


def _page(request, row: Supervision, form: AnswerForm, status: int = 200):
    steps = workflow.timeline(row)
    offers = SUPERVISION.offers(row, request.user)
    answering = next((offer for offer in offers if offer.move.name == "answer"), None)
    returned = row.status == Supervision.Status.RETURNED
    context = {
        "row": row,
        "matters": row.matters.select_related("organisation"),
        "answers": row.answers.select_related("by", "file"),
        "offers": [offer for offer in offers if offer.move.name != "answer"],
        "answering": answering,
        "steps": steps,
        "returned_reason": steps.filter(target="returned").last().reason if returned else "",
        "form": form,
        "today": clock.local_date(timezone.now()),
    }
    return render(request, "tasks/supervision.html", context, status=status)


@login_required
@require_POST
def supervision_move(request, pk, move):
    row, at = _visible(request.user, pk), timezone.now()
    name = SUPERVISION[move].name
    if name == "issue":
        row = actions.issue_supervision(supervision=row, by=request.user, at=at)
        messages.success(request, f"已下达，编号{row.document_number}")
    elif name == "answer":
        return _answer(request, row)
    else:
        actions.move_supervision(
            supervision=row, move=name, by=request.user, at=at, reason=reason_in(request)
        )
        messages.success(request, DONE[name])
    return redirect("tasks:supervision", pk)


def _answer(request, row: Supervision):
    """答复带附件，有自己的表单；填错的留在原页。"""
    supervision_rules.check_can_answer(request.user, row)
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        actions.answer_supervision(
            supervision=row,
            text=form.cleaned_data["text"],
            data=upload.read() if upload else None,
            name=upload.name if upload else "",
            link=form.cleaned_data["link"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error("file", f"{refused.message}。{refused.hint}")
        return _page(request, row, form, status=422)
    messages.success(request, "已答复，等待市政务公开办复核")
    return redirect(row)


@login_required
@require_GET
def supervision_print(request, pk):
    """公文版式的督办单；没有下达的没有编号，不能印。"""
    row = _visible(request.user, pk)
    if not row.number:
        raise Http404("还没有下达")
    context = {"row": row, "matters": row.matters.select_related("organisation")}
    data = pdf.render(render_to_string("print/supervision.html", context))
    return shown(data, f"{row.document_number}.pdf")
