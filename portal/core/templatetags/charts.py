"""网页上的图。"""

from django import template
from django.utils.safestring import mark_safe

from portal.core.charts import Chart

register = template.Library()


@register.inclusion_tag("components/chart.html", name="chart")
def figure(chart: Chart) -> dict:
    """`{% chart 图 %}`：标题、图，以及收起来的等值的表。只认 `Chart`：它的文字在画时已转义。"""
    if not isinstance(chart, Chart):
        raise TypeError("{% chart %} 只画 portal.core.charts.Chart")
    svg, phone = map(mark_safe, (chart.svg, chart.phone))  # drawing.words 与 drawing.chart 已转义
    return {"chart": chart, "svg": svg, "phone": phone}
