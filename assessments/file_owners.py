"""考核文件的发放：看得到问题的人可以下载整改佐证，看得到报告的人可以下载报告文件。"""

from assessments.models import Issue, Rectification, Report
from portal.core import files


def may_read_evidence(user, pk: str) -> bool:
    issues = Rectification.objects.filter(pk=pk).values("issue_id")
    return Issue.objects.visible_to(user).filter(pk__in=issues).exists()


def may_read_report(user, pk: str) -> bool:
    return Report.objects.visible_to(user).filter(pk=pk).exists()


def may_read_report_file(user, pk: str) -> bool:
    return Report.objects.visible_to(user).filter(files__pk=pk).exists()


files.register_owner("assessments.rectification", may_read_evidence)
files.register_owner("assessments.report", may_read_report)
files.register_owner("assessments.reportfile", may_read_report_file)
