"""会话的期限：闲置 30 分钟、最长 12 小时，到期即退出；在别处结束的会话下一次请求就失效。

会话里盖两个戳（Unix 秒）：登录时刻与最近一次操作。页面自己发的轮询（带 `X-Background: 1`，或网址列在
`SESSION_BACKGROUND_PATHS`）不算操作，所以开着页面不动也会到期。
"""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.accounts import addresses, paths
from portal.core import audit

SIGNED_IN, LAST_SEEN = "signed_in_at", "last_seen_at"
STEP = 60  # 秒；戳记旧于此才重写，免得每次请求都写库

ENDINGS = {
    "idle": "因长时间未操作，已退出。请重新登录。",
    "absolute": "本次登录已满最长时限，已退出。请重新登录。",
}


def stamp(session, *, at: dt.datetime) -> None:
    """登录成功时盖上两个戳。"""
    session[SIGNED_IN] = session[LAST_SEEN] = int(at.timestamp())


def expires_at(session) -> dt.datetime:
    """会话到期的时刻：闲置与最长两者中先到的。没有戳记的会话视为早已到期。"""
    idle = session.get(LAST_SEEN, 0) + settings.SESSION_IDLE_SECONDS
    absolute = session.get(SIGNED_IN, 0) + settings.SESSION_ABSOLUTE_SECONDS
    return dt.datetime.fromtimestamp(min(idle, absolute), dt.UTC)


def ending(session, *, at: dt.datetime) -> str | None:
    """会话到期的缘由（`ENDINGS` 的键），未到期为 None。"""
    if at < expires_at(session):
        return None
    absolute = session.get(SIGNED_IN, 0) + settings.SESSION_ABSOLUTE_SECONDS
    return "absolute" if at.timestamp() >= absolute else "idle"


def touch(request, *, at: dt.datetime) -> None:
    """记一次操作，顺延闲置时限。轮询不算。"""
    now = int(at.timestamp())
    if is_background(request) or now - request.session[LAST_SEEN] < STEP:
        return
    request.session[LAST_SEEN] = now
    UserSession.objects.filter(session_key=request.session.session_key).update(
        last_seen_at=at, ip=addresses.client_ip(request)
    )


def is_background(request) -> bool:
    """页面自己发的请求，不是人在操作。"""
    polling = request.headers.get("HX-Request") == "true" and request.headers.get("X-Background") == "1"
    return polling or request.path.startswith(settings.SESSION_BACKGROUND_PATHS)


@transaction.atomic
def expire(request, *, reason: str, at: dt.datetime) -> None:
    """让到期的会话作废，留痕，此后本请求就是匿名的。"""
    user = request.user
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    request.user = AnonymousUser()
    audit.record("accounts.session.expired", obj=user, at=at, detail={"reason": reason})


class SessionLimits:
    """执行期限。公开网址上不主动查看会话；视图自己去看时，到期的人仍只是匿名者。"""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        signed_in = request.user
        if not paths.is_private(request.path):
            request.user = SimpleLazyObject(lambda: _live(request, signed_in))
            return self.get_response(request)
        if signed_in.is_authenticated and (gone := self._check(request, timezone.now())):
            return gone
        return self._whole_page(request, self.get_response(request))

    def _check(self, request, at):
        if reason := ending(request.session, at=at):
            expire(request, reason=reason, at=at)
            if request.path in (reverse("account_login"), reverse("account_logout")):
                return None
            messages.info(request, ENDINGS[reason])
            return paths.go(request, paths.sign_in_url(request))
        touch(request, at=at)
        request.session_expires_at = expires_at(request.session)
        return None

    def _whole_page(self, request, response):
        """要求登录的 302 不能由 htmx 悄悄跟随。"""
        to_sign_in = response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
        return paths.go(request, paths.sign_in_url(request)) if request.htmx and to_sign_in else response


def _live(request, user):
    if user.is_authenticated and ending(request.session, at=timezone.now()):
        return AnonymousUser()
    return user
