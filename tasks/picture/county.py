"""一个县区的一页：八个方面、走势、接下来到期的、超期的、预报。"""

import datetime as dt
from dataclasses import dataclass

from portal.core.charts import Chart
from tasks.picture import rows, trends
from tasks.picture.board import Line, board, lots_by_area
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


def county_page(sight: Sight) -> CountyPage:
    """`sight` 已经收窄到这个县区。先逐行读，别的都由读来的行数出来。"""
    on = sight.ground.on
    waiting = rows.rows(sight, Chosen(state="waiting"))
    by = sight.ground.workdays_on(on, AHEAD)
    coming = [row for row in waiting if row.item.last_day and on <= row.item.last_day <= by]
    overdue = [row for row in waiting if row.state == State.OVERDUE]
    return CountyPage(
        line=board(sight).lines[0],
        charts=charts(sight),
        coming=coming[:SHOWN],
        coming_total=len(coming),
        coming_by=by,
        overdue=overdue[:SHOWN],
    )


def charts(sight: Sight) -> tuple[Chart, ...]:
    """办结率与超期件数的走势。"""
    ground, lots = sight.ground, lots_by_area(sight)
    days = trends.days_since(ground.start, ground.on)
    found = [*trends.lines(lots, ground.areas, days), trends.total(lots, days)]
    return (
        trends.share_chart(found, days, title="办结率走势（%）"),
        trends.overdue_chart(found, days, title="超期未办走势（件）"),
    )
