"""考核向县区要的：方案里要看材料的末级指标，下发的问题要反馈的整改措施与链接。"""

import re
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from assessments.models import Indicator, Issue, Scheme
from portal.core import clock
from tasks.burden import Demand, Kind, month_of, register
from tasks.models import Campaign, Deadline

# 评分标准里写了这些字眼的，是要县区交材料的。
WANTS = re.compile("材料|佐证|台账|报送|提供|报表|总结|印证|复印件|会议记录|纪要|文件")
ANSWERED = ("整改措施", "整改链接")


def of_schemes(campaign: Campaign) -> Iterator[Demand]:
    """已下发方案里要看材料的指标，一条一份，在考核完成的那个月之前要齐。三次查询。"""
    due = campaign.deadlines.filter(code=Deadline.Code.ASSESSMENT).values_list("due_on", flat=True).first()
    if due is None:
        return
    counties = frozenset(campaign.participants.values_list("county_id", flat=True))
    rows = Indicator.objects.filter(
        ~Q(rule=""), scheme__campaign=campaign, scheme__status=Scheme.Status.ISSUED
    )
    for row in rows.select_related("scheme__department", "scheme__field"):
        if WANTS.search(f"{row.name}{row.standard}"):
            yield Demand(
                key=f"indicator:{row.pk}",
                kind=Kind.INDICATOR,
                asker=row.scheme.department,
                text=f"{row.name}：{row.standard}"[:200] if row.standard else row.name,
                url=row.scheme.get_absolute_url(),
                counties=counties,
                months=(month_of(due),),
                documents=1,
                subject=row.scheme.field.name,
            )


def of_issues(campaign: Campaign) -> Iterator[Demand]:
    """下发了的问题：整改措施、整改链接两栏，按整改时限的那个月。一次查询。"""
    rows = Issue.objects.filter(scorecard__round__scheme__campaign=campaign, issued_at__isnull=False)
    for row in rows.select_related("scorecard__round__scheme__department", "scorecard__round__scheme__field"):
        yield Demand(
            key=f"issue:{row.pk}",
            kind=Kind.ISSUE,
            asker=row.scorecard.round.scheme.department,
            text=row.description,
            url=reverse("assessments:issue", args=[row.pk]),
            counties=frozenset({row.scorecard.county_id}),
            months=(month_of(row.due_on or clock.local_date(row.issued_at)),),
            fields=len(ANSWERED),
            subject=row.scorecard.round.scheme.field.name,
        )


register("schemes", of_schemes)
register("issues", of_issues)
