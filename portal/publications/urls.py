from django.urls import path

from portal.publications.views import privacy
from portal.publications.views import publication as views

app_name = "publications"
urlpatterns = [
    path("", views.publication_list, name="list"),
    path("new/<int:organisation>/", views.create, name="create"),
    path("findings/", privacy.findings, name="findings"),
    path("findings/rescan/", privacy.rescan, name="rescan"),
    path("assessments/", privacy.assessments, name="assessments"),
    path("assessments/<int:pk>/", privacy.assessment, name="assessment"),
    path("overrides/<int:pk>/", privacy.override, name="override"),
    path("overrides/<int:pk>/moves/<slug:move>/", privacy.override_move, name="override-move"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/files/", views.attach, name="attach"),
    path("<int:pk>/files/<int:position>/remove/", views.detach, name="detach"),
    path("<int:pk>/scan/", privacy.scan, name="scan"),
    path("<int:pk>/override/", privacy.request_override, name="override-request"),
    path("<int:pk>/moves/<slug:move>/", views.move, name="move"),
]
