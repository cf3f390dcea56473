"""哪些网址是内部的，登录之后可以去哪里。"""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

LONGEST = 500


def is_private(path: str) -> bool:
    """内部网址：须登录、有会话、不许缓存。其余是公开专栏，绝不碰会话。"""
    return path.startswith(settings.PRIVATE_PATHS)


def is_safe(url: str | None) -> bool:
    """只许回到本站的内部网址，且只认路径：任何主机名（包括本站的）都不接受。"""
    if not url or len(url) > LONGEST or not url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        return False
    return is_private(url)


def go(request, url: str):
    """转往 `url`；htmx 的请求要让整页转过去，否则登录页会被塞进页面的一角。"""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def sign_in_url(request) -> str:
    """登录页网址，带上登录后该回的地方：提交表单的请求不能重来，所以不带。"""
    target = _page(request)
    query = f"?{urlencode({'next': target})}" if is_safe(target) else ""
    return reverse("account_login") + query


def _page(request) -> str | None:
    if request.htmx:
        current = urlsplit(request.htmx.current_url or "")
        return f"{current.path}?{current.query}" if current.query else current.path
    return request.get_full_path() if request.method == "GET" else None
