"""经验做法的摘要与要印的单子。"""

from portal.core import clock
from portal.core.printing import Table
from tasks.register_papers import Paper
from tasks.registers.cases import selectors
from tasks.registers.cases.models import Case


def facts(case: Case) -> list[tuple[str, str]]:
    """案例的各栏。"""
    return [
        ("推荐单位", case.organisation.name),
        ("类别", case.get_kind_display()),
        ("任务方面", case.area.name),
        ("对应任务", str(case.task) if case.task else ""),
        ("公开领域", case.field.name if case.field else ""),
        ("改进的公开事项", case.item),
        ("对应问题编号", case.issue_number),
        ("推荐到市", clock.local_time(case.nominated_at) if case.nominated_at else ""),
    ]


def passages(case: Case) -> list[tuple[str, str]]:
    """案例的各段。"""
    return [
        ("解决什么问题", case.problem),
        ("怎样做的", case.practice),
        ("成效", case.effect),
        ("数据怎样得来", case.measured),
        ("怎样复制推广", case.replicable),
    ]


def paper(case: Case, *, with_opinions: bool) -> Paper:
    """案例单：各栏、各段、评审与采纳；评审意见只印给看得到的人。"""
    tables = []
    if with_opinions and (rows := _opinions(case)):
        mean = selectors.mean(case)
        tables.append(
            Table(f"评审意见（平均 {mean} 分）", ("评审人", "总分", "结论", "意见"), rows, (16, 12, 18, 54))
        )
    if adopted := _adoptions(case):
        tables.append(Table("采纳情况", ("县区", "起始日期", "网址"), adopted, (20, 20, 60)))
    return Paper(
        title=case.title,
        author=case.organisation.name,
        facts=(*facts(case), ("状态", case.get_status_display())),
        passages=tuple(passages(case)),
        tables=tuple(tables),
    )


def _opinions(case: Case) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (one.judge.name, str(one.total), "建议确认" if one.is_for else "不建议", one.opinion)
        for one in selectors.judgements(case)
    )


def _adoptions(case: Case) -> tuple[tuple[str, ...], ...]:
    rows = case.adoptions.select_related("county")
    return tuple((one.county.short_name, f"{one.since:%Y-%m-%d}", one.link) for one in rows)
