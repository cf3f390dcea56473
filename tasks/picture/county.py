"""一个县区的一页：八个方面、走势、接下来到期的、超期的、预报。"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal.core import workdays
from portal.core.charts import Chart
from tasks.models import TaskArea
from tasks.picture import rows, trends
from tasks.picture.board import Line, board, lots_by_area
from tasks.picture.lights import Rules
from tasks.picture.rows import Chosen, Row
from tasks.picture.sight import Sight
from tasks.standing import State

AHEAD, SHOWN = 10, 12


@dataclass(frozen=True)
class CountyPage:
    """`coming` 是十个工作日内到期的，`overdue` 是超期久的几件；各自的总数另给。"""

    line: Line
    charts: tuple[Chart, ...]
    coming: list[Row]
    coming_total: int
    coming_by: dt.date
    overdue: list[Row]


def county_page(
    sight: Sight, areas: Sequence[TaskArea], rules: Rules, *, on: dt.date, start: dt.date
) -> CountyPage:
    """`sight` 已经收窄到这个县区。"""
    found = board(sight, areas, rules, on=on)
    waiting = rows.rows(sight, areas, Chosen(state="waiting"), rules, on)
    by = workdays.add_workdays(on, AHEAD, rules.table)
    coming = [row for row in waiting if row.item.last_day and on <= row.item.last_day <= by]
    overdue = [row for row in waiting if row.state == State.OVERDUE]
    return CountyPage(
        line=found.lines[0],
        charts=charts(sight, areas, start=start, on=on),
        coming=coming[:SHOWN],
        coming_total=len(coming),
        coming_by=by,
        overdue=overdue[:SHOWN],
    )


def charts(sight: Sight, areas: Sequence[TaskArea], *, start: dt.date, on: dt.date) -> tuple[Chart, ...]:
    """办结率与超期件数的走势。"""
    lots = lots_by_area(sight, areas, on)
    days = trends.days_since(min(start, on), on)
    found = [*trends.lines(lots, areas, days), trends.total(lots, days)]
    return (
        trends.share_chart(found, days, title="办结率走势（%）"),
        trends.overdue_chart(found, days, title="超期未办走势（件）"),
    )
