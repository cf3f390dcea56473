"""考核的后台任务。"""

from django.utils import timezone

from assessments import actions
from portal.core import jobs


@jobs.job("assessments.build_report", atomic=False, lane="reports")
def build_report(running, *, report, version):
    return actions.build_report(report=report, version=version, step=running.step, at=timezone.now())
