"""考核的后台任务。"""

from django.utils import timezone

from assessments import actions
from assessments.models import Report
from portal.core import jobs


def sees_report(user, args: dict) -> bool:
    return Report.objects.visible_to(user).filter(pk=args["report"]).exists()


@jobs.job("assessments.build_report", atomic=False, lane="reports", watch=sees_report)
def build_report(running, *, report, version):
    return actions.build_report(report=report, version=version, step=running.step, at=timezone.now())
