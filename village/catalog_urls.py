"""村级目录与按期公开的网址，归在 `village` 之下。"""

from django.urls import path

from village.views import duties, linkage, overview, own

urlpatterns = [
    path("", overview.overview, name="catalogs"),
    path("model/<str:code>/", overview.model, name="model"),
    path("links/<slug:code>/", linkage.link_list, name="links"),
    path("links/<slug:code>/add/", linkage.link_add, name="link-add"),
    path("linkages/<int:pk>/remove/", linkage.link_remove, name="link-remove"),
    path("records/<int:pk>/retract/", duties.record_retract, name="record-retract"),
    path("<str:code>/", own.village_catalog, name="village-catalog"),
    path("<str:code>/workbook/", own.village_workbook, name="village-workbook"),
    path("<str:code>/upload/", own.village_upload, name="village-upload"),
    path("<str:code>/board/", duties.board, name="board"),
    path("<str:code>/board/post/", duties.record_add, name="record-add"),
    path("<str:code>/records/", duties.record_list, name="records"),
    path("<str:code>/items/add/", own.item_add, name="village-item-add"),
    path("<str:code>/items/<slug:key>/", own.item_edit, name="village-item"),
    path("<str:code>/items/<slug:key>/waive/", own.item_waive, name="village-item-waive"),
    path("<str:code>/items/<slug:key>/restore/", own.item_restore, name="village-item-restore"),
]
