from django.urls import path

from tasks.registers.cases import views

urlpatterns = [
    path("", views.case_list, name="cases"),
    path("shelf/", views.case_shelf, name="case-shelf"),
    path("export/", views.case_export, name="case-export"),
    path("import/", views.case_import, name="case-import"),
    path("add/", views.case_add, name="case-add"),
    path("evidence/<int:pk>/remove/", views.evidence_remove, name="case-evidence-remove"),
    path("<int:pk>/", views.case_detail, name="case"),
    path("<int:pk>/edit/", views.case_edit, name="case-edit"),
    path("<int:pk>/evidence/", views.case_evidence, name="case-evidence"),
    path("<int:pk>/judge/", views.case_judge, name="case-judge"),
    path("<int:pk>/publish/", views.case_publish, name="case-publish"),
    path("<int:pk>/present/", views.case_present, name="case-present"),
    path("<int:pk>/adopt/", views.case_adopt, name="case-adopt"),
    path("<int:pk>/print/", views.case_print, name="case-print"),
    path("<int:pk>/moves/<slug:move>/", views.case_move, name="case-move"),
]
