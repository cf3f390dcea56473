"""推进情况的网址，并入 `tasks.urls`。"""

from django.urls import path

from tasks.views import picture, picture_pages, picture_rows

urlpatterns = [
    path("", picture.matrix, name="picture"),
    path("rows/", picture_rows.row_list, name="picture-rows"),
    path("overdue/", picture_rows.overdue_list, name="picture-overdue"),
    path("trend/", picture_pages.trend_page, name="picture-trend"),
    path("forecast/", picture_pages.forecast_page, name="picture-forecast"),
    path("counties/<slug:code>/", picture_pages.county_detail, name="picture-county"),
    path("workbook/", picture_pages.matrix_export, name="picture-export"),
    path("print/", picture_pages.matrix_print, name="picture-print"),
    path("small/", picture_pages.small, name="picture-small"),
    path("rules/<slug:code>/", picture.rule_edit, name="area-rule"),
]
