"""减负的页面：县区只看向自己要的，市里定合并之后少计一件，每个数打开就是它的行。"""

import datetime as dt
import io

import openpyxl  # noqa: TID251 核对导出
import pytest
from django.urls import reverse

from portal.core import audit
from portal.core.rules import Denied
from tasks import actions
from tasks.actions import TaskLine
from tasks.models import BurdenVerdict
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
