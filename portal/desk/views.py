"""工作台首页与收件箱。"""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from portal.core import audit, clock
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.desk import selectors
from portal.notifications import actions as notifications
from portal.organisations.scope import scope_of
from tasks import selectors as tasks

PER_PAGE = 30


@login_required
@require_GET
def home(request):
    """待办、已办、我发起，七天内的期限，阶段条。"""
    user, on = request.user, clock.local_date(timezone.now())
    campaign = tasks.current_campaign()
    context = {
        "todos": selectors.todos(user),
        "done": selectors.done_by(user)[:10],
        "started": selectors.started_by(user)[:10],
        "week": selectors.week(user, on=on),
        "campaign": campaign,
        "phases": campaign.phases.all() if campaign else [],
        "deadlines": campaign.deadlines.all() if campaign else [],
        "today": on,
        "messages_recent": selectors.inbox(user)[:5],
    }
    return render(request, "desk/home.html", context)


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


@login_required
@require_GET
def audit_log(request):
    """审计记录，只有审计员能看；可按事件、对象、操作人、日期筛选。"""
    if not scope_of(request.user).is_auditor:
        raise Denied("只有审计员可以查看审计记录。")
    query = {name: request.GET.get(name, "").strip() for name in ("event", "object", "actor", "day")}
    rows = AuditEvent.objects.order_by("-pk")
    if query["event"]:
        rows = rows.filter(event__icontains=query["event"])
    if query["object"]:
        rows = rows.filter(object_label__icontains=query["object"])
    if query["actor"]:
        rows = rows.filter(actor_label__icontains=query["actor"])
    if (day := parse_date(query["day"]) if _is_day(query["day"]) else None) is not None:
        rows = rows.filter(at__gte=clock.day_start(day), at__lt=clock.day_end(day))
    problems = audit.verify_chain() if request.GET.get("verify") else None
    context = {
        "page": Paginator(rows, 50).get_page(request.GET.get("page")),
        "query": query,
        "problems": problems,
    }
    return render(request, "desk/audit.html", context | {"head": audit.head()})


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False
