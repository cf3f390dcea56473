from django.urls import path

from portal.desk.handover import views

urlpatterns = [
    path("posts/", views.post_list, name="posts"),
    path("posts/<int:organisation>/<slug:role>/", views.post_detail, name="post"),
    path("posts/<int:organisation>/<slug:role>/workbook/", views.post_workbook, name="post-workbook"),
    path("posts/<int:organisation>/<slug:role>/acting/", views.act_for, name="post-acting"),
    path("posts/terms/<int:pk>/hand-over/", views.hand_over, name="hand-over"),
    path("handovers/<int:pk>/", views.handover, name="handover"),
    path("handovers/<int:pk>/note/", views.handover_note, name="handover-note"),
    path("handovers/<int:pk>/confirm/", views.handover_confirm, name="handover-confirm"),
    path("handovers/<int:pk>/pack/", views.handover_pack, name="handover-pack"),
    path("handovers/<int:pk>/workbook/", views.handover_workbook, name="handover-workbook"),
]
