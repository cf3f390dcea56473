"""年度报告 → 推进情况：行动当年该公开的是上年的报告；下一份的准备自当年十二月起列出。

县区政府每年都该公开；县直部门与乡镇，在平台上编过年度报告的，以后每年都算该办的。
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.urls import reverse

from portal.core import clock
from portal.organisations.models import Organisation
from tasks import standing, where
from tasks.ground import Ground
from tasks.registers.annual import terms
from tasks.registers.annual.models import AnnualReport

CODE, AREA, NAME = "annual", "regulation", "政府信息公开年度报告"


def items(ground: Ground, counties: Sequence[Organisation]) -> Iterable[standing.Item]:
    """各单位在行动当年该公开的一份，与正在准备的下一份；一次查询。"""
    of = where.by_path(counties)
    rows = where.inside(AnnualReport.objects.select_related("body", "publication"), counties, "body__path")
    reports: dict[tuple[int, int], list[AnnualReport]] = {}
    bodies = {county.pk: county for county in counties}
    for row in rows:
        bodies[row.body_id] = row.body
        reports.setdefault((row.body_id, row.year), []).append(row)
    found = [
        _item(body, of[body.path[: where.COUNTY]], year, reports.get((body.pk, year), []))
        for body in bodies.values()
        for year in (ground.campaign.year - 1, ground.campaign.year)
    ]
    return [item for item in found if item.since <= ground.on]


def _item(body: Organisation, county_id: int, year: int, reports: list[AnnualReport]) -> standing.Item:
    newest = max(reports, key=lambda report: report.edition, default=None)
    published = [clock.local_date(r.published_at) for r in reports if r.is_public]
    return standing.Item(
        key=f"annual:{year}:{body.pk}",
        county_id=county_id,
        organisation=body,
        text=f"{body} {year} 年政府信息公开工作年度报告",
        url=newest.get_absolute_url() if newest else f"{reverse('tasks:annuals')}?year={year}",
        since=dt.date(year, 12, 1),
        due_on=terms.due_on(body, year),
        done_on=min(published, default=None),
    )


def records(organisation: Organisation) -> list[standing.Record]:
    """公开了的，可引用为佐证。"""
    rows = AnnualReport.objects.filter(body__in=Organisation.objects.within([organisation.path]))
    return [
        standing.Record(
            CODE, str(row.pk), row.title, row.publication.public_url, clock.local_date(row.published_at)
        )
        for row in rows.published().select_related("body", "publication")
    ]


standing.register(standing.Register(CODE, AREA, NAME, items, records=records))
