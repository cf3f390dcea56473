"""图：数据进，SVG 出，纯函数，网页、PDF 与 Word 用同一份。每张图都有一张等值的表。"""

from portal.core.charts.bars import ranking_bars, stacked_bars
from portal.core.charts.drawing import Chart
from portal.core.charts.gantt import gantt
from portal.core.charts.heat import heat_map
from portal.core.charts.paging import evenly, in_pages
from portal.core.charts.times import phase_bar, trend

__all__ = [
    "Chart",
    "evenly",
    "gantt",
    "heat_map",
    "in_pages",
    "phase_bar",
    "ranking_bars",
    "stacked_bars",
    "trend",
]
