"""工作台的待办：村里列出逾期的与一个月内到期的各期，乡镇与县列合计。"""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from village.duties import presenting, reading
from village.duties.counting import Tally

K = Organisation.Kind
KIND = "村务公开"
SOON = dt.timedelta(days=31)
Todo = tuple[str, str, str, str, dt.date | None]


def awaiting(user, *, on: dt.date) -> list[Todo]:
    """（种类, 标题, 状态, 网址, 期限）。开年三个月里上一年的也算。"""
    held = Organisation.objects.filter(pk__in=scope_of(user).organisations("draft"))
    years = [on.year - 1, on.year] if on.month <= 3 else [on.year]
    found: list[Todo] = []
    for place in held.of_kind(K.VILLAGE, K.TOWNSHIP, K.COUNTY):
        of_place = _of_village if place.kind == K.VILLAGE else _of_places
        for year in years:
            found += of_place(place, year, on)
    return found


def _of_village(village: Organisation, year: int, on: dt.date) -> Iterator[Todo]:
    board = reading.board(village, year=year, on=on)
    url = f"{reverse('village:board', args=[village.code])}?year={year}"
    if board.overdue:
        first = board.overdue[0].period.due_on
        yield KIND, f"{village}：{year}年逾期未公开 {len(board.overdue)} 项", "逾期", url, first
    for group in presenting.grouped(board.waiting):
        if group.due_on - on <= SOON:
            yield KIND, f"{village}：{group.label}应公开 {len(group.slots)} 项", "待公开", url, group.due_on


def _of_places(place: Organisation, year: int, on: dt.date) -> Iterator[Todo]:
    rows = reading.village_rows(place, year=year, on=on)
    total = sum((row.tally for row in rows), Tally())
    if total.overdue:
        villages = sum(row.tally.overdue > 0 for row in rows)
        title = f"{place}：{villages} 个村{year}年逾期未公开 {total.overdue} 项"
        url = f"{reverse('village:catalogs')}?place={place.code}&year={year}"
        yield KIND, title, "逾期", url, None
