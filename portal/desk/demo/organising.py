"""演示组织推进：各县责任分工，每季度的工作会议与纪要，市里的一次交流会。"""

import datetime as dt

from portal.desk.demo.campaign import moment
from portal.organisations.models import Organisation
from tasks.models import Campaign
from tasks.registers.organising import actions, selectors

# 县区 → 各次工作会议的月日，与纪要是否已存。
MEETINGS = {
    "YD": (((6, 9), True), ((7, 15), True), ((8, 20), True)),
    "YX": (((6, 16), True), ((8, 11), True)),
    "CN": (((6, 23), True), ((9, 2), False)),
    "CB": (((6, 29), True),),
    "WS": (((6, 18), True), ((8, 28), False)),
    "LJ": (((7, 22), True),),
}
TOPICS = "1. 传达市里工作部署\n2. 逐项过任务书，明确责任单位与时限\n3. 研究目录编制与专区建设"
MINUTES = (
    "会议听取了各单位进展情况，逐项研究了任务书。\n会议要求：各责任单位按时限完成，完成情况在下次会议上通报。"
)
DECISIONS = (("补齐本单位公开事项目录缺项", "T1", 25), ("核对政务公开专区栏目，更新办事指南", "B1", 40))
LEADERS = ("YD", "YX", "CN", "WS", "LJ")


def build(places: dict[str, Organisation], cast, campaign: Campaign, *, today: dt.date) -> None:
    """办到 `today` 为止。"""
    for code in LEADERS:
        _lead(places, cast, campaign, code, today)
    for code, days in MEETINGS.items():
        for number, (month_day, is_filed) in enumerate(days, start=1):
            on = dt.date(campaign.year, *month_day)
            if on <= today:
                _meet(places, cast, campaign, code, number, on, today, is_filed=is_filed)
    _exchange(places, cast, campaign, today)


def _lead(places, cast, campaign: Campaign, code: str, today: dt.date) -> None:
    """备了案的照备案登记，再补上职务；没有的直接登记。乡镇、县直各登一个。"""
    officer, on = cast.who("county_officer", code), dt.date(campaign.year, 6, 28)
    if on > today:
        return
    for place in (places[code], places[f"{code}-T1"], places[f"{code}-B1"]):
        values = _people(cast, code, place) | selectors.leader_row(campaign, place).values
        from_on = values.pop("from_on", on)
        actions.record_responsibility(
            organisation=place,
            values=values,
            from_on=min(from_on, on),
            seen=None,
            by=officer,
            at=moment(campaign.year, 6, 28),
        )


def _people(cast, code: str, place: Organisation) -> dict:
    return {
        "leader": cast.who("county_head", code).name,
        "leader_post": "分管政务公开的负责人",
        "leader_phone": "0999-5550110",
        "unit": f"{place.short_name}政务公开工作小组",
        "contact": cast.who("county_officer", code).name,
        "contact_phone": "0999-5550120",
    }


def _meet(places, cast, campaign, code: str, number: int, on: dt.date, today: dt.date, *, is_filed: bool):
    officer, county = cast.who("county_officer", code), places[code]
    who = {"by": officer, "at": moment(campaign.year, on.month, on.day, 18)}
    guests = list(selectors.invitable(county))
    values = {
        "kind": "working",
        "title": f"{county.short_name}政务公开工作第{number}次推进会",
        "planned_on": on,
        "place": "县政府第二会议室",
        "chaired_by": cast.who("county_head", code).name,
        "topics": TOPICS,
    }
    meeting = actions.call_meeting(
        campaign=campaign, organisation=county, values=values, invited=guests, **who
    )
    present = [guest.pk for guest in guests[: len(guests) - number % 2]]
    meeting = actions.hold_meeting(meeting=meeting, held_on=on, chaired_by="", present=present, **who)
    for text, part, days in DECISIONS:
        place = places[f"{code}-{part}"]
        due_on = on + dt.timedelta(days=days)
        actions.add_decision(meeting=meeting, text=text, organisation=place, due_on=due_on, **who)
    if not is_filed:
        return
    who["at"] = moment(campaign.year, on.month, on.day, 20)
    actions.file_minutes(meeting=meeting, minutes=actions.Minutes(text=MINUTES), **who)
    done = on + dt.timedelta(days=20)
    first = meeting.decisions.order_by("number").first()
    if done <= today:
        at = moment(campaign.year, done.month, done.day)
        actions.finish_decision(decision=first, result="已补齐并公开", by=officer, at=at)


def _exchange(places, cast, campaign: Campaign, today: dt.date) -> None:
    """市里七月底的交流会：各县区参加。"""
    on, clerk = dt.date(campaign.year, 7, 30), cast.who("city_clerk", "YC")
    called = dt.date(campaign.year, 7, 20)
    if called > today:
        return
    counties = [place for place in places.values() if place.kind == place.Kind.COUNTY]
    values = {
        "kind": "exchange",
        "title": f"{places['YC'].short_name}基层政务公开经验交流会",
        "planned_on": on,
        "place": "云东县青石镇便民服务中心",
        "chaired_by": cast.who("city_reviewer", "YC").name,
        "topics": "云东县介绍涉农补贴村级公开做法；各县区交流政务公开专区建设情况",
    }
    who = {"by": clerk, "at": moment(campaign.year, 7, 20)}
    meeting = actions.call_meeting(
        campaign=campaign, organisation=places["YC"], values=values, invited=counties, **who
    )
    if on > today:
        return
    who["at"] = moment(campaign.year, 7, 30, 18)
    pks = [county.pk for county in counties]
    meeting = actions.hold_meeting(meeting=meeting, held_on=on, chaired_by="", present=pks, **who)
    actions.file_minutes(meeting=meeting, minutes=actions.Minutes(text=MINUTES), **who)
