from django.urls import path

from tasks.registers.requests import views

urlpatterns = [
    path("", views.request_list, name="requests"),
    path("export/", views.request_export, name="request-export"),
    path("ledger/", views.request_ledger, name="request-ledger"),
    path("import/", views.request_import, name="request-import"),
    path("add/", views.request_add, name="request-add"),
    path("<int:pk>/", views.request_detail, name="request"),
    path("<int:pk>/edit/", views.request_edit, name="request-edit"),
    path("<int:pk>/applicant/", views.request_applicant, name="request-applicant"),
    path("<int:pk>/slip/", views.request_slip, name="request-slip"),
    path("<int:pk>/disputes/", views.dispute_add, name="dispute-add"),
    path("<int:pk>/moves/<slug:move>/", views.request_move, name="request-move"),
    path("disputes/<int:pk>/decide/", views.dispute_decide, name="dispute-decide"),
]
