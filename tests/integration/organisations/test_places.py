"""机构：设立、修改、撤并、恢复；代码重复说得出用在哪里。"""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.core import creditcode
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.organisations import actions
from portal.organisations.models import Organisation


def add(town, parent, kind, code="NEW", **more):
    values = {"name": "新设机构", "short_name": "新设", "by": None, "at": town.at}
    return actions.add_organisation(parent=parent, kind=kind, code=code, **values | more)


@pytest.mark.parametrize(
    ("parent", "kind"),
    [
        ("city", "township"),
        ("county", "village"),
        ("department", "county"),
        ("village", "village"),
        (None, "county"),
    ],
)
def test_a_place_stands_only_under_its_own_kind_of_parent(town, parent, kind):
    with pytest.raises(Denied, match="不能设在"):
        add(town, town.places.get(parent), kind)
    assert Organisation.objects.count() == 5


def test_there_is_one_city(town):
    with pytest.raises(Denied, match="不能再设一个"):
        add(town, None, "city")
    assert Organisation.objects.filter(kind="city").count() == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("code", "YD", "机构编码“YD”已用于云东县人民政府"),
        ("region_code", "999001", "区划代码“999001”已用于云东县人民政府"),
        (
            "credit_code",
            creditcode.make("11999000000000002"),
            "”已用于云东县人民政府",
        ),
        ("region_code", "99900", "6、9 或 12 位"),
        ("credit_code", "119990000000000020", "末位应为"),
    ],
)
def test_a_wrong_or_taken_code_is_refused_with_a_sentence(town, name, value, words):
    with pytest.raises(ValidationError) as caught:
        add(town, town.city, "county", **{"code": "NEW"} | {name: value})
    assert list(caught.value.message_dict) == [name]
    assert words in str(caught.value.message_dict[name])


def test_departments_may_share_the_region_code_of_their_area(town):
    assert add(town, town.county, "county_department", region_code="999001").pk


def test_the_database_keeps_region_codes_apart(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=town.township.pk).update(region_code="999001")
    assert Organisation.objects.filter(region_code="999001").count() == 1


def test_changes_are_recorded_by_field_and_nothing_is_recorded_without_one(town):
    actions.update_organisation(
        organisation=town.county, phone="0999-1", name=town.county.name, by=town.admin, at=town.at
    )
    actions.update_organisation(organisation=town.county, phone="0999-1", by=town.admin, at=town.at)
    (event,) = AuditEvent.objects.filter(event="organisations.organisation.updated")
    assert event.detail == {"fields": ["phone"]}


def test_a_place_ends_after_its_people_and_its_children(town):
    town.hire("cun", town.village, "village_clerk", end_on=town.on + dt.timedelta(days=1))
    terms = {"on": town.on, "successor": None, "by": None, "at": town.at}
    with pytest.raises(Denied, match="还有 1 个下级机构"):
        actions.end_organisation(organisation=town.township, **terms)
    with pytest.raises(Denied, match="之后还有人任职"):
        actions.end_organisation(organisation=town.village, **terms)
    with pytest.raises(Denied, match="还没有到"):
        actions.end_organisation(organisation=town.village, **terms | {"on": dt.date(2026, 4, 1)})
    with pytest.raises(Denied, match="市不能撤并"):
        actions.end_organisation(organisation=town.city, **terms)
    assert Organisation.objects.current().count() == 5


def test_an_ended_place_keeps_its_history_names_its_successor_and_takes_nothing_new(town):
    other = add(town, town.township, "village", "YD-T1-V2")
    ended = actions.end_organisation(
        organisation=town.village, on=town.on, successor=other, by=None, at=town.at
    )
    assert (ended.ended_on, ended.successor) == (town.on, other)
    with pytest.raises(Denied, match="已于 2026-03-02 撤并"):
        actions.end_organisation(organisation=ended, on=town.on, successor=None, by=None, at=town.at)
    with pytest.raises(Denied, match="撤并"):
        actions.end_organisation(organisation=other, on=town.on, successor=ended, by=None, at=town.at)
    assert ended not in Organisation.objects.current()


def test_an_ended_place_can_be_reopened_unless_its_code_was_taken(town):
    ended = actions.end_organisation(
        organisation=town.village, on=town.on, successor=None, by=None, at=town.at
    )
    taken = add(town, town.township, "village", "V9", region_code=ended.region_code)
    with pytest.raises(Denied, match="已用于新设机构"):
        actions.reopen_organisation(organisation=ended, by=None, at=town.at)
    actions.update_organisation(organisation=taken, region_code="", by=None, at=town.at)
    assert actions.reopen_organisation(organisation=ended, by=None, at=town.at).is_current
    with pytest.raises(Denied, match="没有撤并"):
        actions.reopen_organisation(organisation=ended, by=None, at=town.at)
