"""模板里常用的账号信息。"""

from django.conf import settings


def session(request) -> dict:
    """会话到期的时刻，供到期提醒（公开页面上为 None，且不触碰会话）；工作台的网址。"""
    return {
        "session_expires_at": getattr(request, "session_expires_at", None),
        "workbench_url": settings.LOGIN_REDIRECT_URL,
    }
