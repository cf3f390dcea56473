from django.urls import include, path

from village.views import batch, programme, release, sums

app_name = "village"
urlpatterns = [
    path("catalogs/", include("village.catalog_urls")),
    path("", programme.programme_list, name="programmes"),
    path("add/", programme.programme_add, name="programme-add"),
    path("carry-over/", programme.programme_carry, name="programme-carry"),
    path("sums/", sums.sums, name="sums"),
    path("releases/", release.release_list, name="releases"),
    path("releases/draft/", release.release_draft, name="release-draft"),
    path("releases/<int:pk>/", release.release_detail, name="release"),
    path("releases/<int:pk>/moves/<slug:move>/", release.release_move, name="release-move"),
    path("released/<int:pk>/", release.released_village, name="released"),
    path("programmes/<int:pk>/", programme.programme_detail, name="programme"),
    path("programmes/<int:pk>/edit/", programme.programme_edit, name="programme-edit"),
    path("programmes/<int:pk>/applications/", programme.application_add, name="application-add"),
    path("applications/<int:pk>/draft/", programme.application_draft, name="application-draft"),
    path("programmes/<int:pk>/uploads/", programme.upload_add, name="upload-add"),
    path("programmes/<int:pk>/template/", programme.template, name="template"),
    path("programmes/<int:pk>/households/<str:code>/", batch.household_list, name="households"),
    path("uploads/<int:pk>/", batch.upload_detail, name="upload"),
    path("uploads/<int:pk>/annotated/", batch.upload_annotated, name="upload-annotated"),
    path("uploads/<int:pk>/drop/", batch.upload_drop, name="upload-drop"),
    path("batches/<int:pk>/", batch.batch_detail, name="batch"),
    path("batches/<int:pk>/rows/", batch.batch_rows, name="batch-rows"),
    path("batches/<int:pk>/reverse/", batch.batch_reverse, name="batch-reverse"),
    path("batches/<int:pk>/moves/<slug:move>/", batch.batch_move, name="batch-move"),
    path("payments/<int:pk>/numbers/", batch.payment_reveal, name="payment-reveal"),
    path("", include("village.board_urls")),
]
