from django.urls import path

from portal.desk.workdays import views

urlpatterns = [
    path("", views.calendar, name="workdays"),
    path("change/", views.change, name="workdays-change"),
    path("<int:pk>/remove/", views.remove, name="workdays-remove"),
    path("export/", views.export, name="workdays-export"),
    path("import/", views.import_, name="workdays-import"),
]
