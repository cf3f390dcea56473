from django.urls import path

from portal.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.inbox_read, name="inbox-read"),
    path("inbox/<int:pk>/open/", views.message_open, name="message-open"),
    path("audit/", views.audit_log, name="audit"),
]
