from django.urls import path

from tasks.registers.organising.views import leader, meeting

urlpatterns = [
    path("leaders/", leader.leader_list, name="leaders"),
    path("leaders/export/", leader.leader_export, name="leader-export"),
    path("leaders/import/", leader.leader_import, name="leader-import"),
    path("leaders/<slug:code>/", leader.leader_detail, name="leader"),
    path("leaders/<slug:code>/record/", leader.leader_record, name="leader-record"),
    path("leaders/<slug:code>/quote/", leader.leader_quote, name="leader-quote"),
    path("meetings/", meeting.meeting_list, name="meetings"),
    path("meetings/export/", meeting.meeting_export, name="meeting-export"),
    path("meetings/import/", meeting.meeting_import, name="meeting-import"),
    path("meetings/add/", meeting.meeting_add, name="meeting-add"),
    path("meetings/<int:pk>/", meeting.meeting_detail, name="meeting"),
    path("meetings/<int:pk>/edit/", meeting.meeting_edit, name="meeting-edit"),
    path("meetings/<int:pk>/hold/", meeting.meeting_hold, name="meeting-hold"),
    path("meetings/<int:pk>/minutes/", meeting.meeting_minutes, name="meeting-minutes"),
    path("meetings/<int:pk>/print/", meeting.meeting_print, name="meeting-print"),
    path("meetings/<int:pk>/decisions/", meeting.decision_add, name="decision-add"),
    path("meetings/<int:pk>/moves/<slug:move>/", meeting.meeting_move, name="meeting-move"),
    path("decisions/<int:pk>/remove/", meeting.decision_remove, name="decision-remove"),
    path("decisions/<int:pk>/finish/", meeting.decision_finish, name="decision-finish"),
]
