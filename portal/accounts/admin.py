"""后台里的账号：只看不改。建号、停用、重置都走动作，才有留痕。"""

from django.contrib import admin

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
