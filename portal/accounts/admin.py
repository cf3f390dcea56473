"""后台里的账号：只看不改。建号、停用、重置都走动作，才有留痕。

后台没有自己的登录：未登录者转到本站登录页，管理员还须通过两步验证（`middleware.AccountDuties`）。
"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.shortcuts import redirect

from portal.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["username", "name", "is_active", "needs_second_factor", "last_login"]
    list_filter = ["is_active", "is_staff", "second_factor_required"]
    search_fields = ["username", "name"]
    exclude = ["password", "phone"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="须两步验证", boolean=True)
    def needs_second_factor(self, user):
        return user.needs_second_factor


def _change_password_outside(request, extra_context=None):
    return redirect("account_change_password")


admin.site.login = secure_admin_login(admin.site.login)
admin.site.password_change = _change_password_outside
