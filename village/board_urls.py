"""公示、异议、留存、查询的网址，并入 `village.urls`。"""

from django.urls import path

from village.views import notice

urlpatterns = [
    path("programmes/<int:pk>/notices/", notice.notice_board, name="notices"),
    path("programmes/<int:pk>/notices/<str:code>/", notice.notice_order, name="notice-order"),
    path("programmes/<int:pk>/notices/<str:code>/<str:paper>/", notice.notice_pack, name="notice-pack"),
    path("notices/<int:pk>/", notice.notice_file, name="notice"),
]
