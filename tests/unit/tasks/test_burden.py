"""减负：摊到各县各月、合计、像不像同一件事。"""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

import pytest

from tasks.burden import Demand, Kind, likeness, measuring, months_between


class PlaceKind(StrEnum):
    CITY = "city"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class Place:
    short_name: str
    kind: PlaceKind
    Kind = PlaceKind


CITY, CIVIL = Place("云川市", PlaceKind.CITY), Place("市民政局", PlaceKind.DEPARTMENT)
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
ASKED = Demand(
    "task:1", Kind.TASK, CITY, "6月底前报送责任领导名单", "/", frozenset({1, 2}), (JUNE, JULY), 0, 1
)
AGAIN = replace(
    ASKED,
    key="indicator:9",
    kind=Kind.INDICATOR,
    asker=CIVIL,
    text="提供责任领导名单材料",
    counties=frozenset({2}),
)


def test_what_the_city_asks_is_asked_by_its_office():
    assert (ASKED.asker_name, AGAIN.asker_name) == ("市政务公开办", "市民政局")


def test_months_are_those_of_the_span_and_quarters_end_it():
    year_end = dt.date(2026, 12, 31)
    assert len(months_between(JUNE, year_end)) == 7
    assert months_between(JUNE, year_end, every=3) == tuple(dt.date(2026, month, 1) for month in (6, 9, 12))


def test_each_county_bears_each_month_once():
    asked = measuring.spread([ASKED], [1, 2, 3])
    assert measuring.total(asked) == measuring.Load(4, 0, 4)
    assert measuring.by(asked, lambda one: one.county_id) == dict.fromkeys((1, 2), measuring.Load(2, 0, 2))


def test_what_is_merged_is_not_borne_twice():
    asked = measuring.spread([ASKED, AGAIN], [1, 2], spared={"indicator:9"})
    assert measuring.total(asked).documents == 4


def test_the_same_thing_asked_by_two_is_found_once_in_order():
    [(a, b, share)] = likeness.alike([ASKED, AGAIN])
    assert (a.key, b.key, share) == ("indicator:9", "task:1", 1.0)


@pytest.mark.parametrize(
    "other",
    [
        replace(AGAIN, text="召开现场会并留会议纪要"),
        replace(AGAIN, counties=frozenset({3})),
        replace(AGAIN, asker=CITY, kind=Kind.TASK),
    ],
)
def test_another_thing_other_counties_or_the_same_asker_again_is_no_pair(other):
    assert likeness.alike([ASKED, other]) == []


def test_two_fields_are_two_things():
    assert likeness.alike([replace(ASKED, subject="救灾"), replace(AGAIN, subject="就业")]) == []


def test_what_was_asked_so_often_is_borne_so_often_and_not_elsewhere():
    often = replace(ASKED, fields=3, counts={(1, JUNE): 4, (2, JULY): 1})
    asked = measuring.spread([often], [1, 2])
    assert measuring.total(asked) == measuring.Load(5, 15, 5)
    assert [(one.county_id, one.month) for one in asked] == [(1, JUNE), (2, JULY)]


def test_a_clause_of_the_plan_is_found_to_ask_for_the_form_it_speaks_of():
    """实施方案原文里的一条，与按它设的备案期限是同一件事。"""
    clause = (
        "各县区要于6月底前将专项行动方案报市政务公开办备案，并在政务公开“监督保障〞栏目“专项工作〞中同步予以公开，"
        "主动接受社会公众监督和上级考评。"
    )
    filing = replace(ASKED, key="filing:2026", kind=Kind.FILING, text="专项行动方案备案并同步公开")
    meeting = replace(ASKED, key="task:2", text="召开动员部署会议，印发本县区专项行动方案（会议纪要、方案）")
    [(a, b, _)] = likeness.alike([replace(ASKED, text=clause), filing, meeting])
    assert {a.key, b.key} == {"task:1", "filing:2026"}


def test_a_paper_that_urges_a_thing_does_not_ask_for_it_twice():
    paper = replace(AGAIN, key="supervision:1", kind=Kind.SUPERVISION, text=ASKED.text)
    assert likeness.alike([ASKED, paper]) == []


def test_forms_that_ask_for_the_same_columns_are_alike():
    columns = ("方案名称", "责任领导", "联系人", "联系电话")
    left = replace(ASKED, text="备案", columns=columns)
    right = replace(AGAIN, text="人员一览", columns=(*columns[1:], "职务"))
    assert likeness.of_columns(left.columns, right.columns) == 0.75
    assert len(likeness.alike([left, right])) == 1
    assert likeness.of_columns(("甲", "乙"), ("甲", "乙")) == 0.0
