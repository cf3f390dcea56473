"""县区交办的任务也提醒承办的人，办完即止；推进情况里仍只有市交办的。"""

import datetime as dt

import pytest

from tasks import actions, owing, standing
from tasks.actions import TaskLine
from tasks.ground import Ground
from tasks.models import Assignment
from tasks.registers.book.standing import SOURCE
from tests.integration.tasks.test_assignments import DUE, Town, city  # noqa: F401

pytestmark = pytest.mark.django_db


def owed(town: Town, on: dt.date) -> list:
    return [one for one in owing.owing(town.campaign, on=on) if one.source == SOURCE]


def test_a_part_split_off_is_owed_by_the_township_until_it_is_handed_in(city):  # noqa: F811
    [part] = city.split(city.received(), "YD-T1", due_on=DUE - dt.timedelta(days=5))
    [one] = owed(city, DUE)
    assert one.key == f"assignment:{part.pk}"
    assert one.due_on == DUE - dt.timedelta(days=5)
    assert one.people == (city.township,)
    assert one.seniors == (city.head,)
    part = city.move(part, "receive", city.township)
    city.tell(part, by=city.township)
    part = city.move(part, "submit", city.township)
    assert not owed(city, DUE)
    city.move(part, "return", city.head, reason="缺名单")
    assert len(owed(city, DUE)) == 1


def test_a_task_of_the_countys_own_book_is_owed_by_whom_the_county_gave_it(city):  # noqa: F811
    line = TaskLine(number="Y1", title="碰头会", due_on=DUE, organisations=("YD-T1", "YD-T2"))
    county = city.places["YD"]
    actions.record_tasks(campaign=city.campaign, owner=county, lines=[line], by=city.officer, at=city.at)
    found = owed(city, DUE)
    assert [one.organisation.code for one in found] == ["YD-T1", "YD-T2"]
    assert found[1].people == (city.officer,)  # 柳湾镇没有经办，由县区填报人代知
    counted = [
        item
        for register in standing.registers()
        for item in register.items(Ground(city.campaign, DUE), [county])
        if item.key.startswith("assignment:")
    ]
    assert not counted


def test_what_the_city_gives_is_owed_once(city):  # noqa: F811
    city.give()
    keys = [one.key for one in owing.owing(city.campaign, on=DUE) if one.key.startswith("assignment:")]
    assert len(keys) == len(set(keys)) == Assignment.objects.count()
    assert not owed(city, DUE)


def test_the_source_has_its_name_in_the_settings(city):  # noqa: F811
    assert (SOURCE, "任务：县区交办的") in owing.sources()
