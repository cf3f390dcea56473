"""网址总表：公开专栏在根，工作台在 /desk/。"""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from portal.core import health
from portal.desk import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("portal.accounts.urls")),
    path("admin/", admin.site.urls),
    path("desk/", include("portal.core.urls")),
    path("desk/", include("portal.desk.urls")),
    path("desk/", include("tasks.urls")),
    path("desk/notifications/", include("portal.notifications.urls")),
    path("desk/publications/", include("portal.publications.urls")),
    path("desk/organisations/", include("portal.organisations.urls")),
    path("desk/assessments/", include("assessments.urls")),
    path("desk/catalogs/", include("catalogs.urls")),
    path("desk/village/", include("village.urls")),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("", include("portal.public.urls")),
]

handler429 = "portal.accounts.views.too_many_requests"
