from django.urls import path

from portal.core import views

app_name = "core"
urlpatterns = [
    path("files/<int:pk>/", views.file, name="file"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("jobs/<int:pk>/retry/", views.job_retry, name="job-retry"),
    path("jobs/<int:pk>/cancel/", views.job_cancel, name="job-cancel"),
    path("imports/", views.import_list, name="imports"),
    path("imports/<int:pk>/", views.import_preview, name="import"),
    path("imports/<int:pk>/confirm/", views.import_confirm, name="import-confirm"),
    path("imports/<int:pk>/abandon/", views.import_abandon, name="import-abandon"),
    path("imports/<int:pk>/annotated/", views.import_annotated, name="import-annotated"),
]
