"""登录、两步验证与改密的表单。"""

import unicodedata

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth import authenticate

from portal.accounts import lockout


class SignIn(LoginForm):
    """用户名与密码。"""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "用户名"
        self.fields["login"].error_messages["required"] = "请输入用户名"
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }
        _password(self.fields["password"], "密码")

    def clean_login(self):
        """全角与半角、两侧的空白，不该让人登不进来。"""
        return unicodedata.normalize("NFKC", self.cleaned_data["login"]).strip()


class Confirm(ReauthenticateForm):
    """办敏感的事之前再输一遍密码。"""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _password(self.fields["password"], "当前密码")


class SecondFactor(AuthenticateForm):
    """登录的第二步：动态口令或恢复码。输错与输错密码一样计数、一样锁定。"""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], "动态口令或恢复码")

    def clean_code(self):
        _refuse_locked(self.user)
        return super().clean_code()


class ConfirmSecondFactor(SecondReauthenticateForm):
    """以动态口令代替密码，再确认一次身份。"""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], "动态口令或恢复码")

    def clean_code(self):
        _refuse_locked(self.user)
        return super().clean_code()


class EnrolSecondFactor(ActivateTOTPForm):
    """启用两步验证：输入手机上显示的第一个动态口令。"""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], "动态口令")


class ChangePassword(forms.Form):
    """改自己的密码。新密码是否合乎要求由 `actions.change_password` 判定。"""

    current = forms.CharField(label="当前密码", widget=forms.PasswordInput, strip=False)
    password = forms.CharField(label="新密码", widget=forms.PasswordInput, strip=False)
    again = forms.CharField(label="再输一遍新密码", widget=forms.PasswordInput, strip=False)

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        _password(self.fields["current"], "当前密码")
        for name in ("password", "again"):
            _password(self.fields[name], self.fields[name].label, autocomplete="new-password")

    def clean_current(self):
        """与登录同一道门，输错同样计数：占着别人电脑的人不能在这里慢慢试。"""
        current = self.cleaned_data["current"]
        if authenticate(self.request, username=self.request.user.username, password=current) is None:
            raise forms.ValidationError("当前密码不正确")
        return current

    def clean(self):
        cleaned = super().clean()
        if "password" in cleaned and "again" in cleaned and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "两次输入的新密码不一致")
        return cleaned


def _password(field, label: str, *, autocomplete="current-password") -> None:
    field.label, field.help_text = label, ""
    field.error_messages["required"] = f"请输入{label}"
    field.widget.attrs = {"autocomplete": autocomplete}


def _code(field, label: str) -> None:
    field.label = label
    field.error_messages["required"] = f"请输入{label}"
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}


def _refuse_locked(user) -> None:
    if lockout.is_locked(context.request, user.username):
        raise get_adapter().validation_error("too_many_login_attempts")
