"""工作机制的摘要、流程图与要印的单子。"""

from portal.core import clock
from portal.core.charts import Chart
from portal.core.printing import Table
from tasks.register_papers import Paper
from tasks.registers.mechanisms import flow
from tasks.registers.mechanisms.models import Mechanism


def facts(mechanism: Mechanism) -> list[tuple[str, str]]:
    """机制的各栏。"""
    approved = mechanism.approved_by
    return [
        ("县区", mechanism.county.name),
        ("机制", mechanism.get_kind_display()),
        ("文号", mechanism.number),
        ("施行日期", f"{mechanism.effective_on:%Y-%m-%d}" if mechanism.effective_on else ""),
        ("拟定", f"{mechanism.created_by.name}　{clock.local_time(mechanism.created_at)}"),
        ("审核", f"{approved.name}　{clock.local_time(mechanism.approved_at)}" if approved else ""),
        ("终止日期", f"{mechanism.ended_on:%Y-%m-%d}" if mechanism.ended_on else ""),
    ]


def drawn(mechanism: Mechanism) -> Chart | None:
    """流程图；一步也没有为 None。"""
    steps = list(mechanism.steps.all())
    return flow.draw(f"{mechanism.title}流程", steps) if steps else None


def paper(mechanism: Mechanism) -> Paper:
    """机制单：各栏、流程图、步骤表。"""
    chart = drawn(mechanism)
    tables = ()
    if chart:
        tables = (Table("流程步骤", chart.headers, chart.rows, (8, 46, 28, 18)),)
    kept = tuple(pair for pair in facts(mechanism) if pair[0] not in ("拟定", "审核"))
    return Paper(
        title=mechanism.title,
        author=mechanism.county.name,
        facts=(*kept, ("状态", mechanism.get_status_display()), ("文件网址", mechanism.link)),
        tables=tables,
        drawing=chart.svg if chart else "",
    )
