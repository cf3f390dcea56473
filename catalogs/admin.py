"""后台里的公开领域与归口：只看不改，改动走动作。"""

from django.contrib import admin

from catalogs.models import Field, FieldOwner
from portal.organisations.admin import ReadOnly


@admin.register(Field)
class FieldAdmin(ReadOnly):
    list_display = ["code", "name", "ministry", "also_known_as"]
    search_fields = ["code", "name", "also_known_as"]


@admin.register(FieldOwner)
class FieldOwnerAdmin(ReadOnly):
    list_display = ["year", "field", "department"]
    list_filter = ["year"]
    list_select_related = ["field", "department"]
