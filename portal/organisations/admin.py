"""后台里的机构与任职：只看不改。设立、撤并、任命都走动作，才有留痕，权限才随任期收放。"""

from django.contrib import admin

from portal.organisations.models import Membership, Organisation


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    list_display = ["name", "kind", "code", "region_code", "credit_code", "ended_on"]
    list_filter = ["kind"]
    search_fields = ["name", "short_name", "code", "region_code"]


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    list_display = ["person", "organisation", "role", "post", "start_on", "end_on", "is_acting", "is_granted"]
    list_filter = ["role", "is_granted", "is_acting"]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__username", "person__name", "organisation__name"]
