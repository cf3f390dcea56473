"""内部网址的两条规矩：内容不许缓存；该先改密码、先开两步验证的人，先去办。"""

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.accounts import passwords, paths, second_factor


class PrivateResponses:
    """内部网址，以及任何看过会话的响应，都是 `private, no-store`：浏览器与中间的缓存都不得留存。"""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        session = getattr(request, "session", None)
        if paths.is_private(request.path) or (session is not None and session.accessed):
            response["Cache-Control"] = "private, no-store"
        return response


class AccountDuties:
    """一次性或过期的密码先改；管理员先启用两步验证。没办完之前，内部网址都转到办理的页面。"""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not paths.is_private(request.path) or not request.user.is_authenticated:
            return self.get_response(request)
        name = duty(request.user, at=timezone.now())
        if not name or request.path in _open_pages(name):
            return self.get_response(request)
        target = request.get_full_path() if request.method == "GET" and not request.htmx else ""
        query = f"?{urlencode({'next': target})}" if paths.is_safe(target) else ""
        return paths.go(request, reverse(name) + query)


def duty(user, *, at) -> str | None:
    """此人须先办的事，即办理页面的网址名；缘由写在那一页上。"""
    if passwords.must_change(user, at=at):
        return "account_change_password"
    if user.needs_second_factor and not second_factor.is_active(user):
        return "mfa_activate_totp"
    return None


def _open_pages(name: str) -> set[str]:
    always = {"account_logout", "account_login", "accounts:session-extend", name}
    if name == "mfa_activate_totp":
        always |= {"account_reauthenticate", "account_change_password"}
    return {reverse(page) for page in always}
