"""每一种既能导出又能导入的工作簿：演示城市里现有的数据导出来，原样导入，什么也不变。

没有写在这里的种类按望山区填报人来试；演示城市里没有它的数据、换了范围才导得出的，测试不过：
请在 `PLACES`、`PLANTED` 里写明怎样导出，或在 `ONE_WAY`、`REPORTS` 里写明为什么不必互逆。
"""

import pytest
import time_machine

from portal.core import imports
from portal.core.models import DayOverride, ImportBatch
from portal.core.sheets import kinds, reading
from portal.organisations.scope import forget
from tests.integration.access import city
from tests.integration.access.asking import rolled_back
from tests.integration.access.stage import NEW_FIELD, Stage

WS, FIELD = {"code": "WS"}, {"code": NEW_FIELD}
ELSEWHERE = (WS, "officer")
# 种类 → （范围, 谁来导）。
PLACES = {
    "annual-report": (WS | {"year": city.TODAY.year - 1}, "officer"),
    "catalog": (WS, "officer"),
    "disclosures": (WS, "officer"),
    "issues": (FIELD, "scorer"),
    "leaders": (WS, "officer"),
    "meetings": (WS, "officer"),
    "organisations": ({}, "admin"),
    "policies": (WS, "officer"),
    "questions": (WS, "officer"),
    "rectifications": (WS, "officer"),
    "requests": (WS, "officer"),
    "scheme": (FIELD, "scorer"),
    "scores": (FIELD, "scorer"),
    "tasks": ({}, "clerk"),
    "topics": (WS, "officer"),
    "users": ({}, "admin"),
    "village-catalog": ({"code": "WS-T1-V1"}, "village"),
    "workdays": ({}, "clerk"),
}
# 导出的是待填的表：反馈栏空着，行数从填了的算起。
TO_FILL = {"rectifications"}
# 演示城市办到九月还没有的，先照页面上的动作办到有。
PLANTED = {
    "annual-report": "annual",
    "cases": "case",
    "issues": "issue_received",
    "rectifications": "issue_received",
    "scheme": "scheme_draft",
    "scores": "round_scored",
    "tasks": "task",
}
# 只导出、不能再导入的，与不互逆的，各有缘故。
ONE_WAY = {
    "subsidies": "导出的是空模板：发放清单只由县里导入，已入账的户不再下发",
}
REPORTS = {
    "results": "综合成绩由评分算出",
    "subsidy-sums": "合计由复核过的清单算出",
    "village-duties": "由各村的登记汇总",
}


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back(), time_machine.travel(city.AT, tick=False):
        yield city.build()


@pytest.fixture(autouse=True)
def _here(people, db):
    for person in people.values():
        forget(person)
    with time_machine.travel(city.AT, tick=False):
        yield


def both_ways() -> set[str]:
    return set(kinds.exporter_names()) & set(kinds.names())


def test_every_kind_has_its_place_here():
    assert set(PLACES) | set(ONE_WAY) <= both_ways(), "这些种类已经没有了，请删去"
    assert set(kinds.exporter_names()) - set(kinds.names()) == set(REPORTS)


@pytest.mark.parametrize("kind", sorted(both_ways() - set(ONE_WAY)))
def test_what_is_exported_comes_back_without_change(people, kind):
    if kind == "workdays":
        DayOverride.objects.create(
            date="2027-10-01", is_workday=False, name="国庆节", source="国务院办公厅通知"
        )
    if kind in PLANTED:
        getattr(Stage(people), PLANTED[kind])()
    scope, role = PLACES.get(kind, ELSEWHERE)
    exporter, importer = kinds.get_exporter(kind), kinds.get(kind)
    data = exporter.workbook(campaign=city.TODAY.year, scope=scope, by=people[role], at=city.AT)
    book = reading.read(data, f"{kind}.xlsx")
    plan = importer.plan(book, campaign=city.TODAY.year, scope=scope, by=people[role])
    assert [str(problem) for problem in plan.problems] == []
    assert (plan.new, plan.changed, plan.gone) == (0, 0, 0), kind
    assert plan.rows > 0 or kind in TO_FILL, f"演示城市里没有 {kind} 的数据，等于没有试"


def test_confirming_it_writes_nothing(people):
    Stage(people).task()
    data = kinds.get_exporter("tasks").workbook(campaign=city.TODAY.year, scope={}, by=None, at=city.AT)
    batch = imports.stage(
        kind="tasks",
        data=data,
        name="任务书.xlsx",
        campaign=city.TODAY.year,
        scope={},
        by=people["clerk"],
        at=city.AT,
    )
    outcome = imports.confirm(batch, by=people["clerk"], at=city.AT)
    assert (outcome.new, outcome.changed) == (0, 0)
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportBatch.State.APPLIED
