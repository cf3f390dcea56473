"""账号的写操作。谁可以对谁做，由调用方（单位与任职一侧）先判定；这里只守账号自身的规矩。"""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.auth import password_validation
from django.contrib.sessions.models import Session
from django.db import transaction

from portal.accounts import lockout, passwords, second_factor
from portal.accounts.models import PasswordHistory, User
from portal.core import audit, clock
from portal.core.rules import Denied

UNUSED_DAYS = 90


@transaction.atomic
def create_user(
    *, username: str, name: str, phone: str = "", email: str = "", must_change: bool = True, by, at
) -> tuple[User, str]:
    """建立账号，返回它和只显示这一次的一次性密码；`must_change` 为假时（演示账号）首次登录不强制改密。

    用户名重复或不合规、电话不合规时抛 `ValidationError`（按字段，中文）。
    """
    user = User(username=username.strip(), name=name.strip(), phone=phone, email=email, active_since=at)
    one_time = _issue(user, at=at)
    user.must_change_password = must_change
    user.full_clean()
    user.save()
    audit.record("accounts.user.created", obj=user, by=by, at=at)
    return user, one_time


@transaction.atomic
def update_profile(*, user: User, name: str, phone: str, by, at) -> User:
    """更正姓名与电话。"""
    user.name, user.phone = name.strip(), phone.strip()
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "phone"])
    audit.record("accounts.user.updated", obj=user, by=by, at=at)
    return user


@transaction.atomic
def change_password(*, user: User, password: str, by, at) -> User:
    """本人设定新密码；不合口径时抛 `ValidationError`，每条都说明怎样改。其他会话随之失效。"""
    password_validation.validate_password(password, user)
    _remember(user, at=at)
    user.set_password(password)
    user.must_change_password, user.password_changed_at = False, at
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    audit.record("accounts.password.changed", obj=user, by=by, at=at)
    return user


@transaction.atomic
def reset_password(*, user: User, by, at) -> str:
    """管理员重置：返回只显示这一次的一次性密码，本人下次登录须改密；锁定解除，在用的会话全部结束。"""
    if by is not None and by.pk == user.pk:
        raise Denied("不能重置自己的密码，请在“我的账号”里修改")
    _remember(user, at=at)
    one_time = _issue(user, at=at)
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    _end_sessions(user)
    lockout.clear(user.username)
    audit.record("accounts.password.reset", obj=user, by=by, at=at)
    return one_time


@transaction.atomic
def reset_second_factor(*, user: User, by, at) -> None:
    """本人换了或丢了手机：撤去两步验证，必须使用者下次登录重新启用。"""
    if by is not None and by.pk == user.pk:
        raise Denied("不能重置自己的两步验证，请由另一位管理员办理")
    if not second_factor.remove(user):
        raise Denied("此人没有启用两步验证，无须重置")
    _end_sessions(user)
    audit.record("accounts.second_factor.reset", obj=user, by=by, at=at)


@transaction.atomic
def require_second_factor(*, user: User, required: bool, by, at) -> None:
    """按岗位要求或不再要求两步验证；没有变化就什么也不做。"""
    if user.second_factor_required == required:
        return
    user.second_factor_required = required
    user.save(update_fields=["second_factor_required"])
    audit.record("accounts.second_factor.required", obj=user, by=by, at=at, detail={"required": required})


@transaction.atomic
def unlock_user(*, user: User, by, at) -> None:
    """提前解除登录锁定。"""
    lockout.clear(user.username)
    audit.record("accounts.user.unlocked", obj=user, by=by, at=at)


@transaction.atomic
def deactivate_user(*, user: User, by, at, reason: str = "") -> User:
    """停用账号：下一次请求即失效，留痕仍在。"""
    if by is not None and by.pk == user.pk:
        raise Denied("不能停用自己的账号，请由另一位管理员办理")
    if not user.is_active:
        raise Denied("账号已经停用")
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user)
    audit.record("accounts.user.deactivated", obj=user, by=by, at=at, text=reason)
    return user


@transaction.atomic
def reactivate_user(*, user: User, by, at) -> User:
    """恢复停用的账号。"""
    if user.is_active:
        raise Denied("账号正在使用，无须恢复")
    user.is_active, user.active_since = True, at
    user.save(update_fields=["is_active", "active_since"])
    audit.record("accounts.user.reactivated", obj=user, by=by, at=at)
    return user


@transaction.atomic
def deactivate_unused(*, on: dt.date, by=None, at) -> list[User]:
    """停用到 `on` 这天已连续 90 天没有登录的账号，返回它们。

    超级管理员除外：它们平日不用，正是留给别人都进不来的时候。
    """
    since = clock.day_start(on) - dt.timedelta(days=UNUSED_DAYS)
    unused = list(User.objects.unused(since=since).filter(is_superuser=False).order_by("pk"))
    return [
        deactivate_user(user=user, by=by, at=at, reason=f"连续 {UNUSED_DAYS} 天未登录") for user in unused
    ]


@transaction.atomic
def end_session(*, session: UserSession, by, at) -> None:
    """结束在别处的一个会话；那边的下一次请求就要重新登录。"""
    session.end()
    audit.record("accounts.session.revoked", obj=session.user, by=by, at=at)


@transaction.atomic
def end_other_sessions(*, user: User, keep: str, by, at) -> int:
    """结束此人除 `keep`（会话键）以外的全部会话，返回个数。"""
    count = _end_sessions(user, keep=keep)
    if count:
        audit.record("accounts.session.revoked", obj=user, by=by, at=at, detail={"count": count})
    return count


@transaction.atomic
def forget_expired(*, at) -> int:
    """清去到期的会话、它们的登记与失效的登录计数，返回清去的会话登记数。不留审计：没有人的状态因此改变。"""
    Session.objects.filter(expire_date__lt=at).delete()
    lockout.forget(before=at)
    live = Session.objects.values("session_key")
    return UserSession.objects.exclude(session_key__in=live).delete()[0]


def _issue(user: User, *, at) -> str:
    """给账号设上一次性密码（未保存）。"""
    one_time = passwords.one_time_password()
    user.password = passwords.one_time_hash(one_time)
    user.must_change_password, user.password_changed_at = True, at
    return one_time


def _remember(user: User, *, at) -> None:
    """把被换下的密码记入历史；一次性密码不是本人选的，不占名额。"""
    if not user.must_change_password:
        PasswordHistory.objects.create(user=user, password=user.password, replaced_at=at)


def _end_sessions(user: User, *, keep: str = "") -> int:
    others = list(UserSession.objects.filter(user=user).exclude(session_key=keep))
    for session in others:
        session.end()
    return len(others)
