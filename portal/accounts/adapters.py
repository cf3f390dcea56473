"""allauth 的两个接头：只用户名登录，只回本站内部网址，用语为中文。"""

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect

from portal.accounts import addresses, paths, sessions
from portal.core import crypto


class AccountAdapter(DefaultAccountAdapter):
    """登录。没有注册，没有邮件。"""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "用户名或密码不正确。连续输错 5 次，将暂停登录一段时间。",
        "incorrect_password": "密码不正确。",
        "too_many_login_attempts": "尝试过于频繁，请过几分钟再试。",
        "rate_limited": "尝试过于频繁，请过几分钟再试。",
    }

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        """没有 JSON 接口：无论请求怎样自称，都按网页答复。"""
        return False

    def is_safe_url(self, url):
        return paths.is_safe(url)

    def get_client_ip(self, request):
        return addresses.client_ip(request)

    def respond_user_inactive(self, request, user):
        """输入动态口令之前被停用的人：说法与密码不对时一样。"""
        messages.error(request, self.error_messages["username_password_mismatch"])
        return redirect("account_login")

    def is_reauthentication_required(self, *, app, **kwargs):
        """刚登录的人不必马上再输一遍密码。"""
        age = time.time() - context.request.session.get(sessions.SIGNED_IN, 0)
        return age > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    """两步验证。管理员不得停用。"""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "管理员账号必须使用两步验证，不能停用。更换手机请由另一位管理员重置。",
        "cannot_generate_recovery_codes": "启用两步验证之后才能生成恢复码。",
        "incorrect_code": "动态口令不正确。请核对手机时间是否准确，输入最新的 6 位数字。",
    }

    def can_delete_authenticator(self, authenticator):
        return not authenticator.user.needs_second_factor

    def get_totp_label(self, user):
        return user.username

    def encrypt(self, text):
        """动态口令的密钥与恢复码的种子，加密入库。"""
        return crypto.encrypt(text, purpose="second-factor")

    def decrypt(self, encrypted_text):
        return crypto.decrypt(encrypted_text, purpose="second-factor")
