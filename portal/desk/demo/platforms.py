"""演示的公开平台：每县一个专区、一个专栏与几个栏目；网址是编的，核验结果照编好的网页记下。"""

import datetime as dt

from portal.core import clock
from portal.core.links import actions as checker
from portal.core.links import fetching
from portal.core.links.page import Page
from portal.organisations.models import Organisation
from tasks.registers.platforms import actions
from tasks.registers.platforms.models import Zone

SITE = "政府信息公开专栏"
# 名称、种类、所属、路径、节奏、功能
ZONES = (
    ("政务公开专区（政务大厅）", "offline", "", "", "none", ["terminal", "ask"]),
    (SITE, "column", "", "open/", "none", ["search", "request", "download"]),
    ("政策文件", "column", SITE, "open/policy/", "monthly", []),
    ("重点领域信息", "column", SITE, "open/fields/", "quarterly", []),
    ("政府信息公开年报", "column", SITE, "open/report/", "half", ["download"]),
    ("县长信箱", "platform", "", "mailbox/", "days", ["mailbox", "ask"]),
)
DEAD, EMPTY = ("CB", "县长信箱"), ("AH", "重点领域信息")
STILL = {("YX", "重点领域信息"), ("QY", "政策文件"), ("AH", "县长信箱")}


def build(places: dict[str, Organisation], cast, *, today: dt.date) -> None:
    """登记于行动开始之时；此后每月初核验过一次，到 `today` 的前一天。"""
    counties = [place for place in places.values() if place.kind == place.Kind.COUNTY]
    start = dt.date(today.year, 6, 1)
    for county in counties:
        person = cast.who("county_officer", county.code)
        made = {}
        for facts in ZONES:
            made[facts[0]] = _zone(county, person, facts, made, start)
        for day in _days(start, today):
            _check(county, list(made.values()), day)


def _zone(county: Organisation, person, facts: tuple, made: dict[str, Zone], start: dt.date) -> Zone:
    name, kind, parent, path, rhythm, functions = facts
    values = {
        "name": name,
        "kind": kind,
        "parent": made.get(parent),
        "url": f"https://{county.code.lower()}.yunchuan.example/{path}" if path else "",
        "place": "" if path else f"{county.short_name}政务服务中心一楼",
        "post": "县公开办信息岗",
        "rhythm": rhythm,
        "rhythm_days": 30 if rhythm == "days" else None,
        "functions": functions,
        "opened_on": start,
    }
    at = clock.day_start(start) + dt.timedelta(hours=9)
    return actions.save_zone(zone=Zone(organisation=county), values=values, by=person, at=at)


def _days(start: dt.date, today: dt.date) -> list[dt.date]:
    """每月四日看一次，昨天又看一次。"""
    months = [dt.date(today.year, month, 4) for month in range(start.month + 1, today.month + 1)]
    yesterday = today - dt.timedelta(days=1)
    return sorted({day for day in months if day < today} | ({yesterday} if yesterday > start else set()))


def _check(county: Organisation, zones: list[Zone], day: dt.date) -> None:
    at = clock.day_start(day) + dt.timedelta(hours=2)
    links = [zone.link for zone in zones if zone.link]
    for zone in zones:
        if zone.link:
            checker.record(zone.link, _sight(county, zone, day), at=at)
    actions.take_findings(link_ids=[link.pk for link in links], at=at)


def _sight(county: Organisation, zone: Zone, day: dt.date) -> checker.Sight:
    """编好的一页：多数两三天前更新过；有的停在七月，有的空白，有的已经没有了。"""
    key, url = (county.code, zone.name), zone.link.url
    if key == DEAD and day >= dt.date(day.year, 8, 1):
        return checker.Sight(fetching.Answer(url, status=404), Page())
    if key == EMPTY:
        return checker.Sight(fetching.Answer(url, status=200), Page(title=zone.name))
    fresh_on = day - dt.timedelta(days=2)
    if key in STILL:
        fresh_on = min(fresh_on, dt.date(day.year, 7, 10))
    page = Page(title=f"{county.short_name}{zone.name}", date=fresh_on, text_hash="0" * 64, text_length=400)
    return checker.Sight(fetching.Answer(url, status=200), page)
