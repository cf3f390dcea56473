from django.urls import path

from tasks.registers.mechanisms import views

urlpatterns = [
    path("", views.mechanism_list, name="mechanisms"),
    path("compare/", views.mechanism_compare, name="mechanism-compare"),
    path("export/", views.mechanism_export, name="mechanism-export"),
    path("import/", views.mechanism_import, name="mechanism-import"),
    path("add/", views.mechanism_add, name="mechanism-add"),
    path("<int:pk>/", views.mechanism_detail, name="mechanism"),
    path("<int:pk>/edit/", views.mechanism_edit, name="mechanism-edit"),
    path("<int:pk>/file/", views.mechanism_attach, name="mechanism-attach"),
    path("<int:pk>/print/", views.mechanism_print, name="mechanism-print"),
    path("<int:pk>/moves/<slug:move>/", views.mechanism_move, name="mechanism-move"),
]
