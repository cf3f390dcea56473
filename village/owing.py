"""工作台的待办：清单、申报信息、公示、异议、留存，欠着的列在欠的人那里；主管部门列自己主管的，上级列合计。"""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from village import competent
from village.models import Material, Objection, Posting, Programme

K = Organisation.Kind
# 申报开始前这些天还没有公开的，提请留意。
AHEAD = dt.timedelta(days=15)
Todo = tuple[str, str, str, str, dt.date | None]


def awaiting(user, *, on: dt.date) -> list[Todo]:
    """（种类, 标题, 状态, 网址, 期限）。"""
    held = Organisation.objects.filter(pk__in=scope_of(user).organisations("draft"))
    held = list(held.of_kind(K.VILLAGE, K.TOWNSHIP, K.COUNTY))
    of = {kind: [one for one in held if one.kind == kind] for kind in (K.VILLAGE, K.TOWNSHIP, K.COUNTY)}
    return [
        *_postings(of[K.VILLAGE]),
        *_objections(held),
        *_materials(of[K.VILLAGE], on),
        *_destructions(of[K.TOWNSHIP], user),
        *_overdue([*of[K.TOWNSHIP], *of[K.COUNTY]], on),
        *_applications(Programme.objects.filter(county__in=of[K.COUNTY], year=on.year), on),
        *_unpaid(Programme.objects.filter(county__in=of[K.COUNTY], year=on.year), on),
        *(todo for department in competent.departments_of(user) for todo in _of_department(department, on)),
    ]


def _of_department(department: Organisation, on: dt.date) -> Iterator[Todo]:
    """主管部门：自己主管的各项还没有清单、没有申报信息、有村逾期没有张贴的。"""
    county, names = Organisation.objects.get_parent(department), "programme__name"
    programmes = competent.of_departments([department], Programme.objects.filter(county=county, year=on.year))
    yield from _applications(programmes, on, "&mine=on")
    yield from _unpaid(programmes, on, "&mine=on")
    rows = Posting.objects.filter(programme__in=programmes).overdue(on=on)
    for name, count in rows.order_by(names).values_list(names).annotate(Count("village", distinct=True)):
        query = urlencode({"place": county.code, "year": on.year, "programme": name, "state": "overdue"})
        yield (
            "公示",
            f"{name}：{count} 个村逾期未张贴",
            "逾期",
            f"{reverse('village:postings')}?{query}",
            None,
        )


def _postings(villages: list[Organisation]) -> Iterator[Todo]:
    rows = Posting.objects.due().filter(village__in=villages)
    for village, count, first in _grouped(rows, Min("due_on")):
        url = reverse("village:posting-board", args=[village.code])
        yield "公示", f"{village}：待张贴 {count} 项", "待公示", url, first
    rows = Posting.objects.filter(village__in=villages, status="ended", materials__isnull=True)
    for village, count, _ in _grouped(rows, Min("ends_on")):
        url = reverse("village:posting-board", args=[village.code])
        yield "留存", f"{village}：公示结束 {count} 项，请登记留存材料", "待登记", url, None


def _grouped(rows: QuerySet, first) -> Iterator[tuple[Organisation, int, dt.date]]:
    found = list(rows.order_by().values_list("village").annotate(Count("pk"), first))
    villages = Organisation.objects.in_bulk([village for village, *_ in found])
    return ((villages[village], count, day) for village, count, day in found)


def _objections(held: list[Organisation]) -> Iterator[Todo]:
    """村里与县里各自列出；乡镇也看得到，由村里先办。"""
    inside = Q(pk__in=[])
    for place in held:
        inside |= Q(posting__village__path__startswith=place.path)
    for one in (
        Objection.objects.open()
        .filter(inside)
        .select_related("posting__village", "posting__programme")
        .order_by("due_on", "pk")[:50]
    ):
        yield "异议", str(one), "待答复", one.get_absolute_url(), one.due_on


def _materials(villages: list[Organisation], on: dt.date) -> Iterator[Todo]:
    count = Material.objects.filter(village__in=villages).expired(on=on).count() if villages else 0
    if count:
        url = f"{reverse('village:materials')}?state=expired"
        yield "留存", f"{count} 份材料留存期满，请复核：继续留存或提请销毁", "期满", url, None


def _destructions(towns: list[Organisation], user) -> Iterator[Todo]:
    for town in towns:
        rows = Material.objects.within(town).filter(status="proposed").exclude(proposed_by=user)
        if count := rows.count():
            url = f"{reverse('village:materials')}?place={town.code}&state=proposed"
            yield "留存", f"{town}：{count} 份材料提请销毁", "待批准销毁", url, None


def _overdue(places: list[Organisation], on: dt.date) -> Iterator[Todo]:
    for place in places:
        rows = Posting.objects.within(place).overdue(on=on)
        found = rows.aggregate(
            count=Count("pk"), villages=Count("village", distinct=True), year=Min("programme__year")
        )
        if found["count"]:
            title = f"{place}：{found['villages']} 个村逾期未张贴公示 {found['count']} 项"
            url = f"{reverse('village:postings')}?place={place.code}&year={found['year']}&state=overdue"
            yield "公示", title, "逾期", url, None


def _unpaid(programmes: QuerySet, on: dt.date, more: str = "") -> Iterator[Todo]:
    """今年还没有发放清单的项目；`more` 是网址里另加的条件。"""
    if count := programmes.unpaid().count():
        url = f"{reverse('village:programmes')}?year={on.year}&unpaid=on{more}"
        yield "补贴清单", f"{count} 项补贴今年还没有发放清单", "待导入", url, None


def _applications(programmes: QuerySet, on: dt.date, more: str = "") -> Iterator[Todo]:
    """今年没有登记申报信息的项目；申报将近而没有公开的。"""
    if count := programmes.filter(applications__isnull=True).count():
        url = f"{reverse('village:programmes')}?year={on.year}&lacking=on{more}"
        yield "申报信息", f"{count} 项补贴还没有申报信息", "待登记", url, None
    near = programmes.filter(
        applications__publication__isnull=True,
        applications__opens_on__lte=on + AHEAD,
        applications__closes_on__gte=on,
    )
    for one in near.annotate(opens_on=Min("applications__opens_on")).order_by("opens_on", "name"):
        title = f"{one}：申报信息还没有公开"
        yield "申报信息", title, "待公开", one.get_absolute_url(), one.opens_on
