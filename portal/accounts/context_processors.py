"""模板里常用的账号信息。"""


def session(request) -> dict:
    """会话到期的时刻，供到期提醒；公开页面上为 None，且不触碰会话。"""
    return {"session_expires_at": getattr(request, "session_expires_at", None)}
