from django.urls import path

from tasks.registers.interpretation.views import policy, question, statistics, topic

urlpatterns = [
    path("policies/", policy.policy_list, name="policies"),
    path("policies/export/", policy.policy_export, name="policy-export"),
    path("policies/import/", policy.policy_import, name="policy-import"),
    path("policies/add/", policy.policy_add, name="policy-add"),
    path("policies/<int:pk>/", policy.policy_detail, name="policy"),
    path("policies/<int:pk>/edit/", policy.policy_edit, name="policy-edit"),
    path("policies/<int:pk>/interpretations/", policy.interpretation_add, name="interpretation-add"),
    path("interpretations/<int:pk>/remove/", policy.interpretation_remove, name="interpretation-remove"),
    path("topics/", topic.topic_list, name="topics"),
    path("topics/export/", topic.topic_export, name="topic-export"),
    path("topics/import/", topic.topic_import, name="topic-import"),
    path("topics/add/", topic.topic_add, name="topic-add"),
    path("topics/<int:pk>/", topic.topic_detail, name="topic"),
    path("topics/<int:pk>/edit/", topic.topic_edit, name="topic-edit"),
    path("topics/<int:pk>/responses/", topic.response_add, name="response-add"),
    path("responses/<int:pk>/remove/", topic.response_remove, name="response-remove"),
    path("questions/", question.question_list, name="questions"),
    path("questions/export/", question.question_export, name="question-export"),
    path("questions/import/", question.question_import, name="question-import"),
    path("questions/add/", question.question_add, name="question-add"),
    path("questions/<int:pk>/", question.question_detail, name="question"),
    path("questions/<int:pk>/edit/", question.question_edit, name="question-edit"),
    path("questions/<int:pk>/transfer/", question.question_transfer, name="question-transfer"),
    path("questions/<int:pk>/answer/", question.question_answer, name="question-answer"),
    path("questions/<int:pk>/release/", question.question_release, name="question-release"),
    path("questions/<int:pk>/moves/<slug:move>/", question.question_move, name="question-move"),
    path("interpretation/", statistics.interpretation_statistics, name="interpretation-statistics"),
    path(
        "interpretation/export/",
        statistics.interpretation_statistics_export,
        name="interpretation-statistics-export",
    ),
    path("interpretation/terms/", statistics.response_terms, name="response-terms"),
]
