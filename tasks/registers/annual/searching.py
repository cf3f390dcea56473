"""年度报告：全站检索可查。"""

from portal.core import search
from tasks.registers.annual.models import AnnualReport

search.register(
    "annual-reports",
    "年度报告",
    AnnualReport,
    lambda user: AnnualReport.objects.visible_to(user),
    ("body__name", "overview", "problems", "others"),
    title=lambda report: report.title,
    note=lambda report: report.get_status_display(),
    follow=("body",),
)
