from django.urls import path

from assessments.views import issue, results, round, scheme, scorecard

app_name = "assessments"
urlpatterns = [
    path("schemes/", scheme.scheme_list, name="schemes"),
    path("schemes/fields/<slug:code>/workbook/", scheme.scheme_workbook, name="scheme-workbook"),
    path("schemes/fields/<slug:code>/upload/", scheme.scheme_upload, name="scheme-upload"),
    path("schemes/<int:pk>/", scheme.scheme_detail, name="scheme"),
    path("schemes/<int:pk>/moves/<slug:move>/", scheme.scheme_move, name="scheme-move"),
    path("indicators/<int:pk>/edit/", scheme.indicator_edit, name="indicator-edit"),
    path("rounds/", round.round_list, name="rounds"),
    path("rounds/<int:pk>/", round.round_detail, name="round"),
    path("rounds/<int:pk>/workbook/", round.round_workbook, name="round-workbook"),
    path("rounds/<int:pk>/upload/", round.round_upload, name="round-upload"),
    path("rounds/<int:pk>/moves/<slug:move>/", round.round_move, name="round-move"),
    path("scorecards/", scorecard.scorecard_list, name="scorecards"),
    path("scorecards/<int:pk>/", scorecard.scorecard_detail, name="scorecard"),
    path("scorecards/<int:pk>/save/", scorecard.scorecard_save, name="scorecard-save"),
    path(
        "scorecards/<int:pk>/applicability/",
        scorecard.scorecard_applicability,
        name="scorecard-applicability",
    ),
    path("issues/", issue.issue_list, name="issues"),
    path("issues/export/", issue.issue_export, name="issue-export"),
    path("issues/receive/", issue.issue_receive, name="issue-receive"),
    path("issues/fields/<slug:code>/upload/", issue.issue_upload, name="issue-upload"),
    path("issues/counties/<int:county>/workbook/", issue.answers_workbook, name="answers-workbook"),
    path("issues/counties/<int:county>/upload/", issue.answers_upload, name="answers-upload"),
    path("issues/<int:pk>/", issue.issue_detail, name="issue"),
    path("issues/<int:pk>/answer/", issue.issue_answer, name="issue-answer"),
    path("issues/<int:pk>/recheck/", issue.issue_recheck, name="issue-recheck"),
    path("issues/<int:pk>/moves/<slug:move>/", issue.issue_move, name="issue-move"),
    path("results/", results.result_table, name="results"),
    path("results/export/", results.result_export, name="result-export"),
    path("results/settings/", results.result_settings, name="result-settings"),
]
