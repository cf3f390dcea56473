"""登录这件事由 django、axes、allauth 完成；这里只在它们宣布时留痕、盖戳，不做业务。

审计里只有用户名与来访地址；不存在的用户名不记原文，因为人们会把别的东西错填在那一格里。
"""

from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from portal.accounts import addresses, lockout, sessions
from portal.core import audit


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def signed_in(sender, request, user, **kwargs):
    sessions.stamp(request.session, at=timezone.now())
    _record_own("accounts.session.started", request, user)


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(sender, request, user, **kwargs):
    if user is not None:
        _record_own("accounts.session.ended", request, user)


@receiver(user_login_failed, dispatch_uid="accounts.sign_in_failed")
def sign_in_failed(sender, credentials, request=None, **kwargs):
    """已锁定期间的尝试不再逐条记：锁定本身已记，否则外人可以把审计刷满。"""
    if request is not None and not lockout.was_locked_before(request):
        _record("accounts.sign_in.failed", request, lockout.typed_username(request, credentials))


@receiver(user_locked_out, dispatch_uid="accounts.locked")
def locked(sender, request, **kwargs):
    """只记刚刚锁上的那一次。"""
    if not lockout.was_locked_before(request):
        _record("accounts.user.locked", request, lockout.typed_username(request, request.axes_credentials))


@receiver(mfa.authentication_failed, dispatch_uid="accounts.second_factor_failed")
def second_factor_failed(sender, request, user, **kwargs):
    _record_own("accounts.second_factor.failed", request, user)
    lockout.count_failure(request, user.username)


@receiver(mfa.authenticator_added, dispatch_uid="accounts.second_factor_added")
def second_factor_added(sender, request, user, authenticator, **kwargs):
    _record_own("accounts.second_factor.activated", request, user, type=authenticator.type)


@receiver(mfa.authenticator_removed, dispatch_uid="accounts.second_factor_removed")
def second_factor_removed(sender, request, user, authenticator, **kwargs):
    _record_own("accounts.second_factor.deactivated", request, user, type=authenticator.type)


@receiver(mfa.authenticator_reset, dispatch_uid="accounts.recovery_codes_generated")
def recovery_codes_generated(sender, request, user, **kwargs):
    _record_own("accounts.recovery_codes.generated", request, user)


def _record_own(event, request, user, **detail):
    audit.record(event, obj=user, by=user, at=timezone.now(), detail=_where(request) | detail)


def _record(event, request, username):
    user = get_user_model().objects.filter(username__iexact=username).first()
    detail = _where(request) | ({"username": user.username} if user else {"unknown": True})
    audit.record(event, obj=user, at=timezone.now(), detail=detail)


def _where(request) -> dict:
    return {"ip": addresses.client_ip(request)}
