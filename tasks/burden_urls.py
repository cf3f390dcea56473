"""减负的网址，并入 `tasks.urls`。"""

from django.urls import path

from tasks.views import burden

urlpatterns = [
    path("", burden.burden, name="burden"),
    path("rows/", burden.burden_rows, name="burden-rows"),
    path("pairs/", burden.burden_pairs, name="burden-pairs"),
]
