"""工作台首页与收件箱。"""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.core import clock
from portal.desk import recent, selectors
from portal.desk.handover import posts
from portal.notifications import actions as notifications
from portal.organisations.scope import scope_of
from tasks import selectors as tasks

PER_PAGE = 30


@login_required
@require_GET
def home(request):
    """待办、已办、我发起，七天内的期限，阶段条。"""
    user, on = request.user, clock.local_date(timezone.now())
    campaign = tasks.current_campaign(with_dates=True)
    started, done = recent.of(user)
    context = {
        "todos": selectors.todos(user, on=on),
        "done": done,
        "started": started,
        "week": selectors.week(user, campaign, on=on),
        "campaign": campaign,
        "phases": campaign.phases.all() if campaign else [],
        "deadlines": campaign.deadlines.all() if campaign else [],
        "today": on,
        "shows_picture": campaign is not None and bool(scope_of(user).reading),
        "bulletins": selectors.bulletins(user),
        "messages_recent": selectors.inbox(user)[:5],
        "vacancies": _vacancies(user, on=on),
        "handovers": posts.handovers_awaiting(user, on=on),
    }
    return render(request, "desk/home.html", context)


def _vacancies(user, *, on):
    """空缺的岗位，给能补上的人看：系统管理员，与组织行动的市政务公开办经办。"""
    scope = scope_of(user)
    return posts.vacancies(user, on=on) if scope.is_administrator or scope.holds("run_campaign") else []


@login_required
@require_GET
def inbox(request):
    rows = selectors.inbox(request.user)
    if request.GET.get("unread"):
        rows = rows.unread()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/inbox.html", {"page": page, "unread_only": bool(request.GET.get("unread"))})


@login_required
@require_POST
def inbox_read(request):
    """全部标为已读。"""
    notifications.mark_read(
        person=request.user, messages=selectors.inbox(request.user).unread(), at=timezone.now()
    )
    return redirect("desk:inbox")


@login_required
@require_POST
def message_open(request, pk):
    """打开一条消息：记为已读，再去它指的地方。"""
    message = get_object_or_404(selectors.inbox(request.user), pk=pk)
    notifications.mark_read(person=request.user, messages=[message], at=timezone.now())
    return redirect(message.url or "desk:inbox")
