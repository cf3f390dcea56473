"""任务书的页面：方案进，核对，任务出；县区看得到自己的，市里看得到全部。"""

from pathlib import Path

import pytest
from django.urls import reverse

from tasks import actions, task_lists
from tasks.models import Assignment, Task
from tests.integration.tasks.test_task_book import LINES, City

pytestmark = pytest.mark.django_db
SPECIMEN = (Path(__file__).parents[2] / "data/plans/specimen.txt").read_text("utf-8")


@pytest.fixture
def city(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return City()


def fields_of(formset) -> dict:
    """确认页原样提交时的各格。"""
    data = {"form-TOTAL_FORMS": len(formset.forms), "form-INITIAL_FORMS": len(formset.forms)}
    for form in formset:
        for bound in form:
            value = bound.value()
            if value not in (None, False, ""):
                data[bound.html_name] = "on" if value is True else str(value)
    return data


def test_the_specimen_becomes_a_task_book(city, client):
    client.force_login(city.clerk)
    answer = client.post(reverse("tasks:plan"), {"text": SPECIMEN})
    assert not Task.objects.exists()
    data = fields_of(answer.context["formset"])
    data.pop("form-0-keep")
    assert client.post(reverse("tasks:plan-confirm"), data).status_code == 302
    found = Task.objects.filter(campaign=city.campaign)
    assert found.count() == len(answer.context["formset"].forms) - 1
    filing = found.get(clause="四、（四）", due_on="2023-06-30")
    assert filing.assignments.count() == city.campaign.participants.count()
    assert "标准化规范化" in found.get(clause="三、（三）", due_on="2023-10-31").title


def test_a_repeated_number_is_refused_with_what_was_typed(city, client):
    client.force_login(city.clerk)
    page = client.post(reverse("tasks:plan"), {"text": SPECIMEN})
    data = fields_of(page.context["formset"]) | {"form-1-number": "1", "form-2-title": "改过的话"}
    answer = client.post(reverse("tasks:plan-confirm"), data)
    assert answer.status_code == 422
    assert "编号 1 重复" in answer.text and "改过的话" in answer.text
    assert not Task.objects.exists()


def test_nothing_to_read_says_so(city, client):
    client.force_login(city.clerk)
    answer = client.post(reverse("tasks:plan"), {"text": "今天天气好"})
    assert (answer.status_code, "没有读出任务" in answer.text) == (422, True)


def test_a_county_sees_every_task_but_only_its_own_share(city, client):
    city.record()
    client.force_login(city.officer)
    rows = client.get(reverse("tasks:tasks")).context["rows"]
    assert [(row.total, row.one and row.one.organisation.code) for row in rows] == [(1, "YD"), (0, None)]
    other = Assignment.objects.get(organisation__code="WS")
    assert client.get(reverse("tasks:assignment", args=[other.pk])).status_code == 404


def test_a_county_works_a_task_through_the_pages(city, client):
    city.record()
    mine = Assignment.objects.get(organisation__code="YD")
    client.force_login(city.officer)
    client.post(reverse("tasks:assignment-move", args=[mine.pk, "receive"]))
    client.post(
        reverse("tasks:assignment-progress", args=[mine.pk]),
        {"text": "名单已报", "link": "https://example.org/1"},
    )
    client.post(reverse("tasks:assignment-move", args=[mine.pk, "submit"]))
    client.force_login(city.clerk)
    client.post(reverse("tasks:assignment-move", args=[mine.pk, "return"]), {"reason": "缺职务"})
    answer = client.get(reverse("tasks:assignment", args=[mine.pk]))
    assert "缺职务" in answer.text and "名单已报" in answer.text


def test_filters_narrow_the_list(city, client):
    city.record()
    client.force_login(city.clerk)
    rows = client.get(reverse("tasks:tasks"), {"area": "interpretation"}).context["rows"]
    assert [row.task.number for row in rows] == ["2"]
    assert not client.get(reverse("tasks:tasks"), {"status": "done"}).context["rows"]
    assert len(client.get(reverse("tasks:tasks"), {"q": "责任领导"}).context["rows"]) == 1


def test_the_list_costs_the_same_for_many_tasks(city, client, django_assert_max_num_queries):
    line = LINES[0].__class__
    city.record([line(str(n), f"任务 {n}", organisations=("WS", "YD")) for n in range(40)])
    client.force_login(city.clerk)
    with django_assert_max_num_queries(16):
        client.get(reverse("tasks:tasks"))


def test_a_task_waits_for_the_county_and_then_for_the_city(city):
    city.record()
    assert [item[2] for item in task_lists.awaiting(city.officer)] == ["未接收"]
    assert task_lists.awaiting(city.clerk) == []
    mine = city.move(Assignment.objects.get(organisation__code="YD"), "receive", city.officer)
    actions.add_progress(assignment=mine, text="名单已报", by=city.officer, at=city.at)
    city.move(mine, "submit", city.officer)
    assert task_lists.awaiting(city.officer) == []
    assert [item[2] for item in task_lists.awaiting(city.clerk)] == ["已提交"]
    assert task_lists.awaiting(city.head) == []
