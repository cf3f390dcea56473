"""图：数据进，SVG 出，纯函数，网页、PDF 与 Word 用同一份。每张图都有一张等值的表。"""

from portal.core.charts.figures import Chart, heat_map, ranking_bars

__all__ = ["Chart", "heat_map", "ranking_bars"]
