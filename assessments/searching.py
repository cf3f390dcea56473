"""问题、考核方案、综合评估报告：全站检索可查的种类。"""

from assessments.models import Issue, Rectification, Report, Scheme
from portal.core import search


def _answers(user):
    return Rectification.objects.filter(issue__in=Issue.objects.visible_to(user))


search.register(
    "issues",
    "问题",
    Issue,
    lambda user: Issue.objects.visible_to(user),
    ("description", "number", "kind", "requirement", "link"),
    title=lambda issue: f"{issue.number} {issue.description}"[:80],
    note=lambda issue: f"{issue.scorecard.county} · {issue.get_status_display()}",
    follow=("scorecard__county",),
)
search.register(
    "schemes",
    "考核方案",
    Scheme,
    lambda user: Scheme.objects.visible_to(user),
    ("field__name", "department__name"),
    follow=("field", "department", "campaign"),
)
search.register(
    "reports",
    "综合评估报告",
    Report,
    lambda user: Report.objects.visible_to(user).defer("snapshot"),
    ("title", "document_number"),
    note=lambda report: report.get_status_display(),
)
search.register_files("assessments.rectification", _answers)
search.register_files("assessments.report", lambda user: Report.objects.visible_to(user))
