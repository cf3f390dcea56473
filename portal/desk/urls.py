from django.urls import include, path

from portal.desk import audit_log, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.inbox_read, name="inbox-read"),
    path("inbox/<int:pk>/open/", views.message_open, name="message-open"),
    path("audit/", audit_log.audit_log, name="audit"),
    path("audit/export/", audit_log.audit_export, name="audit-export"),
    path("workdays/", include("portal.desk.workdays.urls")),
    path("", include("portal.desk.handover.urls")),
    path("search/", include("portal.desk.search.urls")),
]
