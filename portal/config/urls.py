"""网址总表：公开专栏在根，工作台在 /desk/。"""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from portal.core import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("portal.accounts.urls")),
    path("admin/", admin.site.urls),
]

handler429 = "portal.accounts.views.too_many_requests"
