"""后台站点：与工作台同一道门，不展示登录机制的内部数据。"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models.base import ModelBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

# 会话键与两步验证的密钥能用来冒名；用户组会绕过任职直接给权。
HIDDEN = {"account", "auth", "mfa", "usersessions"}


class Site(admin.AdminSite):
    """未登录者转到本站登录页；改密也回本站，才有口径与留痕。两步验证由 `middleware.AccountDuties` 把守。"""

    site_header = site_title = "平台后台"
    index_title = "数据查看"
    site_url = "/desk/"

    @method_decorator(secure_admin_login)
    def login(self, request, extra_context=None):
        return super().login(request, extra_context)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        super().register([m for m in models if m._meta.app_label not in HIDDEN], admin_class, **options)
