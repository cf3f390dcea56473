"""减负的页面：县区只看向自己要的，市里定合并之后少计一件，每个数打开就是它的行。"""

import datetime as dt
import io

import openpyxl  # noqa: TID251 核对导出
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core import audit, clock
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from tasks import actions, burden, owing
from tasks.actions import TaskLine
from tasks.burden import Kind, measuring
from tasks.burden.measuring import Load
from tasks.models import BurdenVerdict
from tasks.registers.requests import actions as requests
from tasks.registers.requests.actions import Facts
from tests.integration.tasks.test_task_book import YEAR, City

pytestmark = pytest.mark.django_db
LINES = [
    TaskLine(
        "1", "报送责任领导名单", area="组织推进", deliverable="责任领导名单、承办人员名单", due_on=dt.date(YEAR, 6, 15),
        organisations=("WS", "YD"),
    ),
    TaskLine("2", "每月报送政策解读情况", deliverable="情况表", recurrence="monthly", organisations=("WS",)),
    TaskLine("3", "召开工作会议", recurrence="quarterly", organisations=("WS",)),
]  # fmt: skip


@pytest.fixture
def city(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    built = City()
    built.record(LINES)
    return built


def context(client, person, name="tasks:burden", **query):
    client.force_login(person)
    return client.get(reverse(name), query).context


def test_deliverables_recurrences_and_forms_are_counted(city, client):
    found = context(client, city.clerk)
    rows = {row.county.code: row.total for row in found["rows"]}
    assert (rows["YD"].documents, rows["YD"].fields) == (2 + 2, 7)
    assert rows["WS"].documents == 2 + 2 + 7
    assert found["total"].documents == sum(load.documents for load in rows.values())


def test_a_county_sees_what_is_asked_of_it_alone(city, client):
    assert [row.county.code for row in context(client, city.officer)["rows"]] == ["YD"]


def test_every_number_opens_its_rows_and_exports_them(city, client):
    total = next(row.total for row in context(client, city.clerk)["rows"] if row.county.code == "WS")
    opened = context(client, city.clerk, "tasks:burden-rows", county="WS")
    assert opened["total"] == total
    answer = client.get(reverse("tasks:burden-rows"), {"county": "WS", "export": "1"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 2 + total.times


def loads(city) -> dict[str, Load]:
    """{类别: 各县区合计}。"""
    counties = city.campaign.participants.values_list("county_id", flat=True)
    asked = measuring.spread(burden.demands(city.campaign), counties)
    return measuring.by(asked, lambda one: one.demand.kind)


def test_a_paper_asks_for_an_answer_each_time_it_is_returned(city):
    at = clock.day_start(dt.date(YEAR, 7, 6))
    key = next(
        one.key
        for one in owing.owing(city.campaign, on=at.date())
        if one.organisation == city.places["YD"] and one.source == "deadline:filing"
    )
    said = {"title": "方案逾期未报", "demand": "立即报送。", "due_on": dt.date(YEAR, 7, 12)}
    [row] = actions.draft_supervisions(campaign=city.campaign, keys=[key], **said, by=city.clerk, at=at)
    assert Kind.SUPERVISION not in loads(city)
    row = actions.issue_supervision(supervision=row, by=city.clerk, at=at)
    row = actions.move_supervision(supervision=row, move="sign", by=city.officer, at=at)
    proof = {"text": "已报送", "link": "https://www.example.cn/plan"}
    row = actions.answer_supervision(supervision=row, **proof, by=city.officer, at=at)
    assert loads(city)[Kind.SUPERVISION] == Load(1, 1, 1)
    reviewer = city.cast.who("city_reviewer", "YC")
    row = actions.move_supervision(supervision=row, move="return", by=reviewer, at=at, reason="没有附方案")
    assert loads(city)[Kind.SUPERVISION] == Load(2, 2, 2)


def test_only_a_notice_to_be_confirmed_asks_something_of_the_counties(city):
    def sent(must_confirm, audience):
        values = {
            "title": "关于召开现场会的通知",
            "body": "<p>请到会。</p>",
            "audience": audience,
            "chosen": [],
        }
        values |= {"must_confirm": must_confirm, "confirm_by": None}
        row = notifications.save_bulletin(
            bulletin=None, issuer=city.places["YC"], values=values, by=city.clerk, at=city.at
        )
        notifications.publish_bulletin(bulletin=row, by=city.clerk, at=city.at)

    sent(False, "counties")
    sent(True, "townships")
    assert Kind.NOTICE not in loads(city)
    sent(True, "counties")
    assert loads(city)[Kind.NOTICE] == Load(8, 8, 0)


def registered(city, code: str, post: str = "county_officer") -> None:
    facts = Facts("natural", dt.date(YEAR, 6, 2), "online", "道路决算")
    who = city.cast.who(post, code)
    requests.register_request(body=city.places[code], facts=facts, applicant="", by=who, at=city.at)


def test_a_line_of_a_register_is_its_columns_filled_once(city, client):
    for code, post in (("YD", "county_officer"), ("YD-T1", "township_officer"), ("YX", "county_officer")):
        registered(city, code, post)
    [one] = [one for one in burden.demands(city.campaign) if one.key == "register:requests"]
    mine = measuring.spread([one], [city.places["YD"].pk])
    assert measuring.total(mine) == Load(2, 2 * len(one.columns), 0)
    assert {"状态", "答复期限"}.isdisjoint(one.columns) and "申请内容" in one.columns
    opened = context(client, city.officer, "tasks:burden-rows", kind="request")
    assert opened["total"] == measuring.total(mine)
    answer = client.get(reverse("tasks:burden-rows"), {"kind": "request", "export": "1"})
    row = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.content)).active[3]]
    assert row[5:] == [2, opened["total"].fields, 0]


def test_more_lines_of_the_registers_ask_no_more_questions(city, django_assert_max_num_queries):
    registered(city, "YD")
    with CaptureQueriesContext(connection) as few:
        burden.demands(city.campaign)
    for code in ("YX", "CN", "CN"):
        registered(city, code)
    with django_assert_max_num_queries(len(few)):
        burden.demands(city.campaign)


def test_a_pair_judged_the_same_is_asked_once(city, client):
    task = city.campaign.tasks.get(number="2")
    values = {"left": f"task:{task.pk}", "right": f"filing:{YEAR}"}
    before = context(client, city.clerk)["total"]
    answer = client.post(
        reverse("tasks:burden-pairs"), values | {"verdict": "merge", "reason": "备案时已经报过"}
    )
    assert answer.status_code == 302
    verdict = BurdenVerdict.objects.get()
    assert (verdict.left, verdict.right) == (f"filing:{YEAR}", f"task:{task.pk}")
    assert context(client, city.clerk)["total"].documents == before.documents - 7
    actions.judge_pair(
        campaign=city.campaign, verdict="keep", reason="用处不同", by=city.clerk, at=city.at, **values
    )
    assert context(client, city.clerk)["total"] == before
    assert audit.history(verdict).count() == 2


def test_a_verdict_needs_the_city_office_and_a_reason(city, client):
    values = {"campaign": city.campaign, "left": "a", "right": "b", "verdict": "keep", "at": city.at}
    with pytest.raises(Denied, match="市政务公开办"):
        actions.judge_pair(reason="用处不同", by=city.officer, **values)
    with pytest.raises(Denied, match="理由"):
        actions.judge_pair(reason=" ", by=city.clerk, **values)
    client.force_login(city.clerk)
    answer = client.post(reverse("tasks:burden-pairs"), {"left": "a", "right": "b", "verdict": "keep"})
    assert answer.status_code == 422
