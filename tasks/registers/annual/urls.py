from django.urls import path

from tasks.registers.annual import views

urlpatterns = [
    path("", views.annual_list, name="annuals"),
    path("export/", views.annual_export, name="annual-export"),
    path("open/", views.annual_open, name="annual-open"),
    path("<int:pk>/", views.annual_detail, name="annual"),
    path("<int:pk>/texts/", views.annual_texts, name="annual-texts"),
    path("<int:pk>/tables/<int:table>/", views.annual_table, name="annual-table"),
    path("<int:pk>/tables/<int:table>/cells/", views.annual_cells, name="annual-cells"),
    path("<int:pk>/refill/", views.annual_refill, name="annual-refill"),
    path("<int:pk>/import/", views.annual_import, name="annual-import"),
    path("<int:pk>/workbook/", views.annual_workbook, name="annual-workbook"),
    path("<int:pk>/pdf/", views.annual_pdf, name="annual-pdf"),
    path("<int:pk>/docx/", views.annual_docx, name="annual-docx"),
    path("<int:pk>/correct/", views.annual_correct, name="annual-correct"),
    path("<int:pk>/moves/<slug:move>/", views.annual_move, name="annual-move"),
]
