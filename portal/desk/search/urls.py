from django.urls import path

from portal.desk.search import views

urlpatterns = [
    path("", views.overview, name="search"),
    path("<slug:code>/", views.of_kind, name="search-kind"),
]
