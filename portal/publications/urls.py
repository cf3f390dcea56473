from django.urls import path

from portal.publications import views

app_name = "publications"
urlpatterns = [
    path("", views.publication_list, name="list"),
    path("new/<int:organisation>/", views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/files/", views.attach, name="attach"),
    path("<int:pk>/files/<int:position>/remove/", views.detach, name="detach"),
    path("<int:pk>/scan/", views.scan, name="scan"),
    path("<int:pk>/moves/<slug:move>/", views.move, name="move"),
]
