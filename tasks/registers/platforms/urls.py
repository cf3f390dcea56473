from django.urls import path

from tasks.registers.platforms import views

urlpatterns = [
    path("zones/", views.zone_list, name="zones"),
    path("zones/export/", views.zone_export, name="zone-export"),
    path("zones/import/", views.zone_import, name="zone-import"),
    path("zones/add/", views.zone_add, name="zone-add"),
    path("zones/check/", views.zone_check_all, name="zone-check-all"),
    path("zones/statistics/", views.platform_statistics, name="platform-statistics"),
    path("zones/statistics/export/", views.platform_statistics_export, name="platform-statistics-export"),
    path("zones/<int:pk>/", views.zone_detail, name="zone"),
    path("zones/<int:pk>/edit/", views.zone_edit, name="zone-edit"),
    path("zones/<int:pk>/updates/", views.zone_update, name="zone-update"),
    path("zones/<int:pk>/check/", views.zone_check, name="zone-check"),
]
