"""岗位与交接的页面。系统管理员办理；审计员、市政务公开办经办、县区负责人查看；本岗位的人看自己的。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.core import clock, rules
from portal.core.views import XLSX, download
from portal.desk.handover import papers, posts, work
from portal.desk.handover.forms import ActingForm, HandOverForm, NoteForm, PostFilter
from portal.organisations import actions, permissions
from portal.organisations.models import Handover, Membership, Organisation
from portal.organisations.roles import Role
from portal.organisations.views.common import attempt, may_administer, status

PER_PAGE = 40
PDF = "application/pdf"


@login_required
@require_GET
def post_list(request):
    """岗位一览；没有权限看别人的，只列自己的岗位与交接单。"""
    user, on = request.user, _today()
    form = PostFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    may_see = rules.refusal(permissions.check_can_see_posts, user) is None
    page = None
    if may_see:
        page = Paginator(posts.groups(user, **wanted, on=on), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": posts.build(list(page), on=on) if page else [],
        "own": Membership.objects.active(on=on).filter(person=user).select_related("organisation"),
        "handovers": posts.handovers_of(user)[:20],
        "today": on,
    }
    return render(request, "desk/handover/posts.html", context)


@login_required
@require_GET
def post_detail(request, organisation, role):
    """一个岗位：谁在任、谁代理，在办什么。"""
    return _show_post(request, *_post(request, organisation, role))


def _show_post(request, place: Organisation, role: str, *, hand=None, acting=None, of: int = 0):
    """`hand` 是填错了的交接表单，`of` 是它要交接的那段任职；每段任职一个表单，字段的编号各不相同。"""
    on = _today()
    terms = Membership.objects.filter(organisation=place, role=role).select_related("person")
    context = {
        "place": place,
        "role": Role(role),
        "current": [
            (term, hand if term.pk == of else _hand_over_form(term, on))
            for term in terms.unfinished(on=on).order_by("start_on", "pk")
        ],
        "past": terms.finished(on=on).order_by("-end_on", "-pk")[:10],
        "lines": work.of_post(place, role, posts.last_holder(place, role, on=on), on=on),
        "may_open": terms.active(on=on).filter(person=request.user).exists(),
        "acting": acting or ActingForm(initial={"start_on": on}),
        "today": on,
    }
    context |= may_administer(request.user)
    shown = [form for form in (hand, acting) if form is not None]
    return render(request, "desk/handover/post.html", context, status=max(map(status, shown), default=200))


def _hand_over_form(term: Membership, on) -> HandOverForm:
    return HandOverForm(initial={"last_day": on}, auto_id=f"id_{term.pk}_%s")


@login_required
@require_GET
def post_workbook(request, organisation, role):
    place, role = _post(request, organisation, role)
    on = _today()
    title = f"{place}{Role(role).label}在办事项"
    lines = work.of_post(place, role, posts.last_holder(place, role, on=on), on=on)
    return download(papers.workbook(title, lines), f"{title}_{on:%Y%m%d}.xlsx", XLSX)


@login_required
@require_POST
def hand_over(request, pk):
    """系统管理员交接一段任职：免前任、任后任、定格清单，一次办完。"""
    permissions.check_can_administer(request.user)
    membership = get_object_or_404(Membership.objects.select_related("person", "organisation"), pk=pk)
    form, on = HandOverForm(request.POST, auto_id=f"id_{pk}_%s"), _today()
    if form.is_valid():
        lines = work.of_post(membership.organisation, membership.role, membership.person, on=on)
        values = form.cleaned_data | {"membership": membership, "lines": lines}
        if made := _tried(form, actions.hand_over, values, request):
            messages.success(request, f"已办理交接：{len(lines)} 件在办事项列入清单，由后任逐项确认。")
            return redirect(made)
    return _show_post(request, membership.organisation, membership.role, hand=form, of=pk)


@login_required
@require_POST
def act_for(request, organisation, role):
    """系统管理员指定代理：起止都含当天，期满自动收回。"""
    permissions.check_can_administer(request.user)
    place, role = _post(request, organisation, role)
    form = ActingForm(request.POST)
    if form.is_valid():
        values = {"organisation": place, "role": role, "is_acting": True, **form.cleaned_data}
        if made := _tried(form, actions.appoint, values, request):
            messages.success(request, f"{made.person.name}{made.capacity}，期满自动收回。")
            return redirect("desk:post", place.pk, role)
    return _show_post(request, place, role, acting=form)


def _tried(form, act, values: dict, request):
    """办成了返回所成；不合规则的写回表单，说明为什么。"""
    try:
        return attempt(form, act, **values, by=request.user, at=timezone.now())
    except rules.Denied as denied:
        form.add_error(None, denied.reason)
        return None


@login_required
@require_GET
def handover(request, pk):
    """交接单：清单、说明、确认。"""
    return _show_handover(request, _handover(request, pk))


def _show_handover(request, row: Handover, form=None):
    on = _today()
    items = posts.items_of(row)
    context = {
        "handover": row,
        "items": items,
        "confirmed": sum(item.is_confirmed for item in items),
        "may_open": row.arriving is not None and request.user.pk == row.arriving.person_id,
        "cannot_note": rules.refusal(permissions.check_can_write_handover_note, request.user, row),
        "cannot_confirm": rules.refusal(_confirm_rule, request.user, row),
        "form": form or NoteForm(initial={"note": row.note}),
        "today": on,
    }
    return render(request, "desk/handover/handover.html", context, status=status(form) if form else 200)


def _confirm_rule(user, row: Handover) -> None:
    permissions.check_can_confirm_handover(user, row, today=_today())


@login_required
@require_POST
def handover_note(request, pk):
    row, form = _handover(request, pk), NoteForm(request.POST)
    permissions.check_can_write_handover_note(request.user, row)
    if form.is_valid():
        note = form.cleaned_data["note"]
        actions.write_note(handover=row, note=note, by=request.user, at=timezone.now())
        messages.success(request, "交接说明已保存。")
        return redirect(row)
    return _show_handover(request, row, form)


@login_required
@require_POST
def handover_confirm(request, pk):
    """后任勾选接手的事项；全部勾选即交接完毕。"""
    row = _handover(request, pk)
    chosen = [int(value) for value in request.POST.getlist("item") if value.isdecimal()]
    row = actions.confirm_handover(handover=row, items=chosen, by=request.user, at=timezone.now())
    done = "交接完毕。" if row.confirmed_at else "已记下；全部勾选后交接才算完毕。"
    messages.success(request, done)
    return redirect(row)


@login_required
@require_GET
def handover_pack(request, pk):
    """印出来签字的交接单。"""
    row = _handover(request, pk)
    leaving, arriving = row.leaving, row.arriving
    facts = (
        ("岗位", f"{leaving.organisation.name} {leaving.get_role_display()}{leaving.post}"),
        ("移交人", f"{leaving.person.name}，任至 {row.last_day}"),
        ("接交人", f"{arriving.person.name}，自 {arriving.start_on} 起" if arriving else "—"),
        ("确认", clock.local_time(row.confirmed_at) if row.confirmed_at else "还没有全部确认"),
    )
    lines = tuple((x.kind, x.title, x.state, x.due_on, x.is_confirmed) for x in posts.items_of(row))
    pack = papers.Pack("岗位交接单", facts, row.note, lines, clock.local_date(row.made_at))
    return download(papers.to_pdf(pack), f"岗位交接单_{row.pk}.pdf", PDF)


@login_required
@require_GET
def handover_workbook(request, pk):
    row = _handover(request, pk)
    return download(papers.workbook("岗位交接清单", posts.items_of(row)), f"岗位交接清单_{row.pk}.xlsx", XLSX)


def _today():
    return clock.local_date(timezone.now())


def _post(request, organisation: int, role: str) -> tuple[Organisation, str]:
    """看得到的岗位：管的人，与在这个岗位上的人；别人的为 404。"""
    place = get_object_or_404(Organisation, pk=organisation)
    if role not in Role.values:
        raise Http404
    own = Membership.objects.active(on=_today()).filter(person=request.user, organisation=place, role=role)
    if not (permissions.may_see_post(request.user, place) or own.exists()):
        raise Http404
    return place, role


def _handover(request, pk: int) -> Handover:
    rows = Handover.objects.select_related(
        "leaving__person", "leaving__organisation", "arriving__person", "made_by", "confirmed_by"
    )
    row = get_object_or_404(rows, pk=pk)
    if not permissions.may_see_handover(request.user, row):
        raise Http404
    return row
