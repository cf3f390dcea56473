from django.urls import include, path, re_path

from tasks.views import campaign, extension, filing, task

app_name = "tasks"
urlpatterns = [
    path("picture/", include("tasks.picture_urls")),
    path("campaigns/", campaign.campaign_current, name="current"),
    path("campaigns/new/", campaign.campaign_create, name="campaign-create"),
    path("campaigns/<int:year>/", campaign.campaign_detail, name="campaign"),
    path("campaigns/<int:year>/<slug:move>/", campaign.campaign_move, name="campaign-move"),
    path("deadlines/<int:pk>/", campaign.deadline_edit, name="deadline-edit"),
    path("reminders/", campaign.reminders, name="reminders"),
    path("filings/", filing.filing_list, name="filings"),
    path("filings/export/", filing.filing_export, name="filing-export"),
    path("filings/open/", filing.filing_open, name="filing-open"),
    path("filings/<int:pk>/", filing.filing_detail, name="filing"),
    path("filings/<int:pk>/edit/", filing.filing_edit, name="filing-edit"),
    path("filings/<int:pk>/check/", filing.filing_check, name="filing-check"),
    re_path(
        r"^filings/(?P<pk>\d+)/files/(?P<slot>plan_file|task_book_file)/$",
        filing.filing_attach,
        name="filing-attach",
    ),
    path("filings/<int:pk>/moves/<slug:move>/", filing.filing_move, name="filing-move"),
    path("tasks/", task.task_list, name="tasks"),
    path("tasks/export/", task.task_export, name="task-export"),
    path("tasks/import/", task.task_import, name="task-import"),
    path("tasks/plan/", task.plan_read, name="plan"),
    path("tasks/plan/confirm/", task.plan_confirm, name="plan-confirm"),
    path("tasks/<int:pk>/", task.task_detail, name="task"),
    path("assignments/<int:pk>/", task.assignment_detail, name="assignment"),
    path("assignments/<int:pk>/progress/", task.assignment_progress, name="assignment-progress"),
    path("assignments/<int:pk>/moves/<slug:move>/", task.assignment_move, name="assignment-move"),
    path("extensions/", extension.extension_list, name="extensions"),
    path("extensions/new/<int:organisation>/", extension.extension_request, name="extension-request"),
    path("extensions/<int:pk>/print/", extension.extension_print, name="extension-print"),
    path("extensions/<int:pk>/moves/<slug:move>/", extension.extension_move, name="extension-move"),
    path("requests/", include("tasks.registers.requests.urls")),
    path("", include("tasks.registers.interpretation.urls")),
]
