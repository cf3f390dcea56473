"""工作台各页共用的上下文。公开专栏不触碰会话，因此一概跳过。"""

from django.utils import timezone

from portal.accounts import paths
from portal.core import clock, jobs
from portal.desk.navigation import navigation
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from tasks import selectors as tasks


def workbench(request) -> dict:
    """导航、收件箱未读数、所在机构、行动名称，以及后台是否停摆。"""
    user = getattr(request, "user", None)  # 认证之前就出错的请求没有 user
    if user is None or not paths.is_private(request.path) or not user.is_authenticated:
        return {}
    campaign = tasks.current_campaign()
    return {
        "navigation": navigation(request.user, request.path),
        "unread": Message.objects.visible_to(request.user).unread().count(),
        "posts": organisations.posts_of(request.user, on=clock.local_date(timezone.now())),
        "campaign_now": campaign,
        "is_demo": campaign is not None and campaign.is_demo,
        "runner_down": jobs.runner_is_down(),
    }
