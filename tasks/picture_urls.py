"""推进情况的网址，并入 `tasks.urls`。"""

from django.urls import path

from tasks.views import picture, picture_rows

urlpatterns = [
    path("", picture.matrix, name="picture"),
    path("rows/", picture_rows.row_list, name="picture-rows"),
    path("overdue/", picture_rows.overdue_list, name="picture-overdue"),
    path("rules/<slug:code>/", picture.rule_edit, name="area-rule"),
]
