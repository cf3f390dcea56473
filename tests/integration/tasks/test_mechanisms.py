"""四项机制：由另一人审核才施行，新的施行旧的被替代；施行那天算办到；工作簿来回不变。"""

import datetime as dt

import pytest
from django.urls import reverse

from portal.core import clock
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.desk import selectors as desk
from tasks.ground import Ground
from tasks.models import Mechanism
from tasks.registers.mechanisms import actions, selectors, standing
from tasks.registers.mechanisms.steps import Step
from tests.integration.tasks.test_organising import edited, plan_of
from tests.integration.tasks.test_task_book import YEAR, City

pytestmark = pytest.mark.django_db
TODAY = dt.date(YEAR, 8, 10)
AT = clock.day_start(TODAY) + dt.timedelta(hours=9)
STEPS = [
    Step("起草", "信息员", "当日"),
    Step("保密审查", "分管负责人", "1 个工作日"),
    Step("发布", "网站管理员"),
]
VALUES = {
    "kind": "release",
    "title": "信息管理和发布办法",
    "number": "东政办〔2026〕9号",
    "effective_on": TODAY,
    "link": "https://example.gov.cn/a.html",
}


@pytest.fixture
def city(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return City()


def drafted(city, *, steps=STEPS, **changes):
    values = VALUES | changes
    return actions.draft_mechanism(
        county=city.places["YD"], values=values, steps=steps, by=city.officer, at=AT
    )


def move(mechanism, name, by, *, at=AT, reason=""):
    return actions.move_mechanism(mechanism=mechanism, move=name, by=by, at=at, reason=reason)


def in_force(city, **changes):
    return move(move(drafted(city, **changes), "submit", city.officer), "approve", city.head)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"link": ""}, "还没有文件"),
        ({"number": ""}, "文号"),
        ({"effective_on": None}, "施行日期"),
        ({"steps": STEPS[:2]}, "只有 2 步"),
    ],
)
def test_what_is_not_ready_is_not_submitted(city, changes, said):
    with pytest.raises(Denied, match=said):
        move(drafted(city, **changes), "submit", city.officer)


def test_a_county_head_approves_and_the_officer_does_not(city):
    mechanism = move(drafted(city), "submit", city.officer)
    assert [todo.kind for todo in desk.todos(city.head, on=TODAY)] == ["工作机制"]
    with pytest.raises(Denied, match="负责人"):
        move(mechanism, "approve", city.officer)
    assert move(mechanism, "approve", city.head).status == Mechanism.Status.IN_FORCE


def test_a_new_one_replaces_the_old_from_its_first_day(city):
    old = in_force(city)
    later = TODAY + dt.timedelta(days=20)
    new = in_force(city, title="信息发布办法（修订）", effective_on=later)
    old.refresh_from_db()
    assert (old.status, old.replaced_by, old.ended_on) == ("replaced", new, later)
    with pytest.raises(Denied, match="不能单独办理"):
        move(new, "replace", city.head)


def test_a_replacement_does_not_start_before_the_one_it_replaces(city):
    in_force(city)
    again = move(drafted(city, title="更早的", effective_on=dt.date(YEAR, 7, 1)), "submit", city.officer)
    with pytest.raises(Denied, match="不能更早"):
        move(again, "approve", city.head)


def done(city, on, kind="release"):
    items = standing.items(Ground(city.campaign, on), [city.places["YD"]])
    return next(item.done_on for item in items if f":{kind}:" in item.key)


def test_it_counts_from_the_day_it_takes_effect_and_stays_through_a_replacement(city):
    first = TODAY + dt.timedelta(days=5)
    old = in_force(city, effective_on=first)
    assert (done(city, TODAY), done(city, first)) == (None, first)
    in_force(city, title="修订", effective_on=first + dt.timedelta(days=30))
    assert done(city, first + dt.timedelta(days=40)) == first
    assert old.status == Mechanism.Status.IN_FORCE


def test_a_repeal_with_nothing_in_its_place_owes_it_again(city):
    mechanism = in_force(city)
    at = AT + dt.timedelta(days=10)
    move(mechanism, "repeal", city.head, at=at, reason="机构改革")
    gone = clock.local_date(at)
    assert done(city, gone - dt.timedelta(days=1)) == TODAY
    assert done(city, gone) is None


def test_four_items_a_county_in_a_fixed_number_of_queries(city, django_assert_max_num_queries):
    counties = [place for place in city.places.values() if place.kind == "county"]
    with django_assert_max_num_queries(3):
        items = standing.items(Ground(city.campaign, TODAY), counties)
    assert len(items) == 4 * len(counties)
    assert {item.due_on for item in items} == {dt.date(YEAR, 10, 31)}


def test_counties_compare_side_by_side(city):
    in_force(city)
    drafted(city, kind="response", title="解读办法")
    rows = selectors.table(city.campaign, city.clerk)
    row = next(one for one in rows if one.county.code == "YD")
    assert (len(rows), row.count, row.cells[0].mechanism.step_count) == (8, 1, 3)
    assert row.cells[1].draft.title == "解读办法"


def test_a_second_editor_does_not_overwrite_the_first(city):
    mechanism = drafted(city)
    save = {"mechanism": mechanism, "steps": STEPS, "version": 1, "by": city.officer, "at": AT}
    actions.save_mechanism(values=VALUES | {"number": "甲"}, **save)
    with pytest.raises(actions.Moved) as moved:
        actions.save_mechanism(values=VALUES | {"number": "乙"}, **save)
    assert moved.value.theirs.number == "甲"


def test_what_is_exported_and_imported_again_changes_nothing(city):
    in_force(city)
    drafted(city, kind="response", title="解读办法", effective_on=None, number="", link="")
    book = kinds.get_exporter("mechanisms").workbook(campaign=YEAR, by=city.officer, at=AT)
    plan = plan_of("mechanisms", book, city.officer)
    assert (plan.problems, plan.new, plan.changed, plan.same) == ([], 0, 0, 2)


def test_a_line_becomes_a_draft_and_every_mistake_has_its_cell(city):
    in_force(city)
    book = kinds.get_exporter("mechanisms").workbook(campaign=YEAR, by=city.officer, at=AT)
    cells = {"县区编码_2": "YD", "机制_2": "公众参与", "文件名称_2": "公众参与办法", "流程_2": "征集｜专员"}
    data = edited(book, "工作机制", **cells)
    plan = plan_of("mechanisms", data, city.officer)
    assert (plan.problems, plan.new) == ([], 1)
    kinds.get("mechanisms").apply(plan, by=city.officer, at=AT)
    assert Mechanism.objects.get(kind="participation").status == Mechanism.Status.DRAFT
    wrong = edited(
        data, "工作机制", 文号_1="改了", 流程_2="征集", 县区编码_3="WS", 机制_3="公众参与", 文件名称_3="乙"
    )
    problems = plan_of("mechanisms", wrong, city.officer).problems
    assert sorted(problem.cell for problem in problems) == ["A5", "C3", "H4"]


def test_a_county_files_a_mechanism_through_the_pages(city, client):
    client.force_login(city.officer)
    data = VALUES | {"flow": "起草｜信息员\n审查"}
    answer = client.post(reverse("tasks:mechanism-add"), data)
    assert (answer.status_code, "第 2 步" in answer.text) == (422, True)
    data["flow"] = "起草｜信息员\n审查｜负责人\n发布｜管理员"
    client.post(reverse("tasks:mechanism-add"), data)
    mechanism = Mechanism.objects.get()
    stale = client.post(reverse("tasks:mechanism-edit", args=[mechanism.pk]), data | {"version": 0})
    assert (stale.status_code, "采用对方" in stale.text) == (409, True)
    assert client.get(reverse("tasks:mechanism", args=[mechanism.pk])).status_code == 200
    printed = client.get(reverse("tasks:mechanism-print", args=[mechanism.pk]))
    assert printed.content.startswith(b"%PDF-")
    client.post(reverse("tasks:mechanism-move", args=[mechanism.pk, "submit"]))
    mechanism.refresh_from_db()
    assert mechanism.status == Mechanism.Status.SUBMITTED
