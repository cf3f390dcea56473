"""经验做法：县区推荐、两人评审、另有人确认；推荐那天算办到；采纳数得出来；公开走三审；工作簿来回不变。"""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from portal.core import clock
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.desk import selectors as desk
from portal.publications.models import Publication
from tasks.ground import Ground
from tasks.models import Case
from tasks.registers.cases import actions, selectors, standing
from tasks.registers.rules import reading
from tests.integration.tasks.test_organising import called, edited, plan_of
from tests.integration.tasks.test_task_book import YEAR, City

pytestmark = pytest.mark.django_db
TODAY = dt.date(YEAR, 8, 10)
AT = clock.day_start(TODAY) + dt.timedelta(hours=9)
LATER = dt.date(YEAR, 11, 1)
TEXTS = dict.fromkeys(("problem", "practice", "effect", "measured", "replicable"), "如文")


@pytest.fixture
def city(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    city = City()
    city.reviewer = city.cast.who("city_reviewer", "YC")
    return city


def drafted(city, *, title="一码查", code="YD", by=None, evidence=True):
    who = {"by": by or city.officer, "at": AT}
    values = TEXTS | {"title": title, "kind": "form", "area": city.campaign.areas.get(code="villages")}
    case = actions.draft_case(campaign=city.campaign, organisation=city.places[code], values=values, **who)
    if evidence:
        actions.add_evidence(case=case, title="页面", link="https://example.gov.cn/1", **who)
    return case


def move(case, name, by, *, at=AT, reason=""):
    return actions.move_case(case=case, move=name, by=by, at=at, reason=reason)


def endorsed(city, **how):
    return move(move(drafted(city, **how), "submit", city.officer), "endorse", city.head)


def judge(city, case, by, share="0.9"):
    scale = reading.rule_of(city.campaign).scale
    scores = {one.name: (one.points * Decimal(share)).quantize(Decimal("0.1")) for one in scale}
    return actions.judge_case(case=case, scores=scores, is_for=True, opinion="有成效", by=by, at=AT)


def confirmed(city, **how):
    case = endorsed(city, **how)
    for person in (city.clerk, city.reviewer):
        judge(city, case, person)
    return move(case, "confirm", city.reviewer)


def done(city, on=LATER):
    [item] = standing.items(Ground(city.campaign, on), [city.places["YD"]])
    return item.done_on


def test_a_case_without_evidence_is_not_submitted(city):
    with pytest.raises(Denied, match="佐证"):
        move(drafted(city, evidence=False), "submit", city.officer)


def test_the_county_head_endorses_and_that_day_counts(city):
    case = move(drafted(city), "submit", city.officer)
    assert done(city) is None
    with pytest.raises(Denied, match="负责人"):
        move(case, "endorse", city.officer)
    move(case, "endorse", city.head)
    assert (done(city), done(city, TODAY - dt.timedelta(days=1))) == (TODAY, None)


def test_a_township_case_is_endorsed_by_its_county_and_counts_for_it(city):
    town = city.cast.who("township_officer", "YD-T1")
    case = move(drafted(city, code="YD-T1", by=town), "submit", town)
    with pytest.raises(Denied, match="负责人"):
        move(case, "endorse", city.cast.who("county_head", "WS"))
    move(case, "endorse", city.head)
    assert done(city) == TODAY


def test_a_withdrawn_case_no_longer_counts_from_that_day(city):
    case = endorsed(city)
    move(case, "withdraw", city.officer, at=AT + dt.timedelta(days=5), reason="数据有误")
    assert (done(city, TODAY + dt.timedelta(days=4)), done(city)) == (TODAY, None)


def test_two_people_judge_before_a_case_is_confirmed(city):
    case = endorsed(city)
    judge(city, case, city.clerk)
    with pytest.raises(Denied, match="须有 2 人"):
        move(case, "confirm", city.reviewer)
    with pytest.raises(Denied, match="每人每轮"):
        judge(city, case, city.clerk)
    judge(city, case, city.reviewer, "0.8")
    assert selectors.mean(case) == Decimal("85.0")
    assert move(case, "confirm", city.reviewer).status == Case.Status.CONFIRMED


def test_a_low_average_is_not_confirmed_and_a_new_round_starts_afresh(city):
    case = endorsed(city)
    for person in (city.clerk, city.reviewer):
        judge(city, case, person, "0.5")
    with pytest.raises(Denied, match="低于 60"):
        move(case, "confirm", city.reviewer)
    case = move(case, "return", city.reviewer, reason="数据不足")
    case = move(move(case, "submit", city.officer), "endorse", city.head)
    assert (case.round, list(selectors.judgements(case)), case.judgements.count()) == (2, [], 2)


def test_a_score_over_the_full_points_is_refused(city):
    with pytest.raises(Denied, match="应为 0 至"):
        judge(city, endorsed(city), city.clerk, "1.1")


def test_whoever_acts_next_has_it_among_the_todos(city):
    def waits(person):
        return [todo.state for todo in desk.todos(person, on=TODAY) if todo.kind == "经验做法"]

    case = move(drafted(city), "submit", city.officer)
    assert (waits(city.head), waits(city.clerk)) == (["待推荐"], [])
    move(case, "endorse", city.head)
    assert (waits(city.head), waits(city.clerk)) == ([], ["待评审"])
    judge(city, case, city.clerk)
    assert (waits(city.clerk), waits(city.reviewer)) == ([], ["待评审"])


def test_other_counties_adopt_and_the_shelf_counts_them(city):
    case = confirmed(city)
    other = city.cast.who("county_officer", "WS")
    adopt = {"case": case, "since": TODAY, "link": "https://example.gov.cn/2", "at": AT}
    actions.adopt_case(county=city.places["WS"], by=other, **adopt)
    with pytest.raises(Denied, match="已经登记"):
        actions.adopt_case(county=city.places["WS"], by=other, **adopt)
    with pytest.raises(Denied, match="不算采纳"):
        actions.adopt_case(county=city.places["YD"], by=city.officer, **adopt)
    assert [(row.title, row.adopted) for row in selectors.shelf(other)] == [("一码查", 1)]


def test_a_case_under_judgement_is_not_on_the_shelf(city):
    endorsed(city)
    assert not selectors.shelf(city.clerk).exists()


def test_publishing_makes_one_draft_for_three_reviews(city):
    case = confirmed(city)
    first = actions.draft_publication(case=case, by=city.clerk, at=AT)
    assert (first.status, first.column.slug) == (Publication.Status.DRAFT, "experience")
    assert actions.draft_publication(case=case, by=city.clerk, at=AT) == first
    assert Publication.objects.filter(column__slug="experience").count() == 1


def test_a_case_is_presented_once_at_a_meeting(city):
    case = confirmed(city)
    meeting = called(city, code="YC", invited=("YD",), by=city.clerk, kind="exchange")
    for _ in range(2):
        actions.present_case(case=case, meeting=meeting, by=city.clerk, at=AT)
    assert case.presentations.count() == 1


def test_what_is_exported_and_imported_again_changes_nothing(city):
    confirmed(city)
    drafted(city, title="另一个")
    book = kinds.get_exporter("cases").workbook(campaign=YEAR, by=city.officer, at=AT)
    plan = plan_of("cases", book, city.officer)
    assert (plan.problems, plan.new, plan.changed, plan.same) == ([], 0, 0, 2)


def test_a_line_becomes_a_draft_and_every_mistake_has_its_cell(city):
    confirmed(city)
    book = kinds.get_exporter("cases").workbook(campaign=YEAR, by=city.officer, at=AT)
    names = ("解决什么问题", "怎样做的", "成效", "数据怎样得来", "怎样复制推广")
    cells = {f"{name}_2": "如文" for name in names} | {
        "单位编码_2": "YD",
        "名称_2": "新做法",
        "类别_2": "内容创新",
        "任务方面_2": "解读回应",
    }
    data = edited(book, "经验做法", **cells)
    plan = plan_of("cases", data, city.officer)
    assert (plan.problems, plan.new) == ([], 1)
    kinds.get("cases").apply(plan, by=city.officer, at=AT)
    assert Case.objects.get(title="新做法").area.code == "interpretation"
    wrong = edited(data, "经验做法", 成效_1="改了", 公开领域_2="没有的领域", 单位编码_2="WS")
    problems = plan_of("cases", wrong, city.officer).problems
    assert {problem.cell for problem in problems} >= {"A4", "F4"}
    assert any("不能改动" in problem.message for problem in problems)


def test_a_case_is_judged_through_the_pages_and_others_do_not_see_opinions(city, client):
    case = endorsed(city)
    client.force_login(city.clerk)
    url = reverse("tasks:case-judge", args=[case.pk])
    assert client.post(url, {"score_0": 99}).status_code == 422
    good = {f"score_{n}": 15 for n in range(4)} | {"opinion": "意见甲", "is_for": "yes"}
    assert client.post(url, good).status_code == 302
    judge(city, case, city.reviewer)
    move(case, "confirm", city.reviewer)
    page = reverse("tasks:case", args=[case.pk])
    assert "意见甲" in client.get(page).text
    client.force_login(city.cast.who("county_officer", "WS"))
    seen = client.get(page)
    assert (seen.status_code, "意见甲" in seen.text, "一码查" in seen.text) == (200, False, True)
    assert client.get(reverse("tasks:case-print", args=[case.pk])).content.startswith(b"%PDF-")


def test_the_command_exports_the_cases_of_one_place_and_refuses_one_that_is_not_there(city):
    drafted(city)
    exporter = kinds.get_exporter("cases")
    assert [line["code"] for line in exporter.rows(scope={"code": "YD"})] == ["YD"]
    assert exporter.rows(scope={"code": "YX"}) == []
    with pytest.raises(Denied, match="没有编码或名称为“XX”的机构"):
        exporter.rows(scope={"code": "XX"})
