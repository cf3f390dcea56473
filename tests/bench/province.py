"""一个省的规模：演示城市的八个县，各照样再有十二个，一共一百零四个；同样的生成程序，同样的动作，不办评分。"""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from django.db import transaction

from portal.desk.demo import (
    campaign,
    catalogs,
    improving,
    interpretation,
    organising,
    people,
    places,
    platforms,
    regulation,
    task_book,
    village,
    village_catalogs,
)
from portal.desk.demo.load import SEED

COUNTIES = 104
EIGHT = tuple(code for _, code, _ in places.COUNTIES)
# 各生成程序里按县区编码写的表：{编码: …} 或（编码, …）。
TABLES = (
    (campaign, "HOW"),
    (catalogs, "CONFIRMED"),
    (catalogs, "SHARE"),
    (improving, "HOW"),
    (organising, "LEADERS"),
    (organising, "MEETINGS"),
    (task_book, "COUNTIES"),
    (village, "COUNTIES"),
)


@transaction.atomic
def build(*, today: dt.date) -> None:
    """装入空的站点，办到 `today`；两三分钟。"""
    year = today.year
    with _stretched():
        found = places.build(year=year, at=campaign.moment(year, 1, 5))
        cast = people.Cast(found, year=year, seed=SEED)
        catalogs.build(found, cast, today=today, seed=SEED)
        running = campaign.build(found, cast, year=year, today=today)
        organising.build(found, cast, running, today=today)
        improving.build(found, cast, running, today=today)
        task_book.build(running, cast, today=today)
        village.build(found, cast, today=today, seed=SEED)
        village_catalogs.build(found, cast, today=today, seed=SEED)
        regulation.build(found, cast, today=today)
        interpretation.build(found, cast, today=today)
        platforms.build(found, cast, today=today)


@contextmanager
def _stretched() -> Iterator[None]:
    """新添的县区，各表里都照它的原样。"""
    changed = [(module, name, _more(getattr(module, name))) for module, name in TABLES]
    changed += [(places, "COUNTIES", _counties()), (task_book, "TASKS", _tasks())]
    with ExitStack() as stack:
        for one in changed:
            stack.enter_context(mock.patch.object(*one))
        yield


def _counties() -> tuple[tuple, ...]:
    """（名称, 编码, 乡镇）。"""
    named = {code: (name, towns) for name, code, towns in places.COUNTIES}
    more = [(f"{named[code][0]}{new[2:]}", new, named[code][1]) for code in EIGHT for new in _twins(code)]
    return (*places.COUNTIES, *more)


def _tasks() -> tuple[tuple, ...]:
    return tuple((*row, _more(codes)) for *row, codes in task_book.TASKS)


def _twins(code: str) -> list[str]:
    return [f"{code}{number:02d}" for number in range(1, COUNTIES // len(EIGHT))]


def _more(table: dict | tuple) -> dict | tuple:
    if isinstance(table, dict):
        return table | {new: value for code, value in table.items() for new in _twins(code)}
    return (*table, *(new for code in table for new in _twins(code)))
