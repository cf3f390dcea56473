"""行动与备案：到“今天”为止该发生的都发生，各县各有先后。"""

import datetime as dt

from django.db.models import Model

from portal.core import clock
from portal.core.word import Document
from tasks import actions
from tasks.models import Campaign, Filing

HOW = {
    "YD": ((6, 12), "accepted"),
    "YX": ((6, 18), "accepted"),
    "CN": ((6, 25), "accepted"),
    "CB": ((6, 30), "accepted"),
    "LJ": ((7, 3), "accepted"),
    "WS": ((6, 28), "returned"),
    "QY": ((6, 29), "handed_in"),
    "AH": (None, "draft"),
}
GOALS = (
    ("组织领导", "成立由县政府办牵头的工作专班，每月召开一次工作会议，逐项研究落实。"),
    ("时间表", "六月完成部署，七月至十月全面实施，十一月至十二月总结评估、整改提升。"),
    ("路线图", "先补目录、再提质量、后建机制：七月完成目录修订，八月补齐公开内容，九月规范专区，十月自查。"),
    ("任务书", "八个方面任务分解到县直部门与乡镇，逐条明确责任单位、完成时限与成果形式。"),
    ("监督保障", "方案和进展在“监督保障”栏目同步公开，接受社会公众监督。"),
)


def moment(year: int, month: int, day: int, hour: int = 10) -> dt.datetime:
    return clock.day_start(dt.date(year, month, day)) + dt.timedelta(hours=hour)


def build(places, cast, *, year: int, today: dt.date) -> Campaign:
    """建立并启动行动，办到 `today`。"""
    city = places["YC"]
    clerk = cast.who("city_clerk", "YC")
    counties = [place for place in places.values() if place.kind == place.Kind.COUNTY]
    at = moment(year, 6, 1, 9)
    campaign = actions.create_campaign(city=city, year=year, counties=counties, by=clerk, at=at, is_demo=True)
    campaign = actions.move_campaign(campaign=campaign, move="start", by=clerk, at=at)
    for code, (month_day, state) in HOW.items():
        _file(campaign, places[code], cast, month_day, state, today)
    return campaign


def _file(campaign, county, cast, month_day, state: str, today: dt.date) -> Filing | None:
    start = moment(campaign.year, *(month_day or (6, 20)), 9)
    if clock.local_date(start) > today:
        return None
    officer, head = cast.who("county_officer", county.code), cast.who("county_head", county.code)
    filing = actions.open_filing(campaign=campaign, county=county, by=officer, at=start)
    filing = actions.save_filing(
        filing=filing,
        values=_values(campaign, county, head, officer, start),
        version=filing.version,
        by=officer,
        at=start,
    )
    if state == "draft":
        return filing
    actions.attach_file(
        filing=filing,
        slot="plan_file",
        data=_plan(county),
        name=f"{county.short_name}专项行动方案.docx",
        by=officer,
        at=start,
    )
    filing = actions.move_filing(filing=filing, move="submit", by=officer, at=start)
    filing = actions.hand_in_filing(filing=filing, by=head, at=start + dt.timedelta(hours=3))
    return _city_side(filing, cast, state, start + dt.timedelta(hours=5), today)


def _city_side(filing: Filing, cast, state: str, at: dt.datetime, today: dt.date) -> Filing:
    clerk, reviewer = cast.who("city_clerk", "YC"), cast.who("city_reviewer", "YC")
    if state == "handed_in" or clock.local_date(at) > today:
        return filing
    if state == "returned":
        reason = "任务书没有逐条列明责任单位和完成时限，请补充后重新报送。"
        return actions.move_filing(filing=filing, move="return", by=clerk, at=at, reason=reason)
    filing = actions.move_filing(filing=filing, move="receive", by=clerk, at=at)
    return actions.accept_filing(filing=filing, by=reviewer, at=at + dt.timedelta(hours=1))


def _values(campaign, county: Model, head, officer, at: dt.datetime) -> dict:
    return {
        "title": f"{county.short_name}{campaign.year}年基层政务公开提升行动方案",
        "document_number": f"{county.short_name[:2]}政办〔{campaign.year}〕{county.pk % 30 + 5}号",
        "written_on": clock.local_date(at) - dt.timedelta(days=2),
        "leader": f"{head.name}（县政府办副主任）",
        "contact": officer.name,
        "contact_phone": "0999-5550100",
        "summary": f"明确{county.short_name}提升行动的时间表、路线图和任务书，把八个方面任务落实到部门和乡镇。",
    }


def _plan(county) -> bytes:
    document = Document(title=f"{county.short_name}基层政务公开提升行动方案")
    document.title(f"{county.short_name}基层政务公开提升行动方案")
    document.paragraph("（本文件为演示数据，机构与内容均为虚构。）")
    for number, (heading, text) in enumerate(GOALS):
        document.heading(f"{'一二三四五'[number]}、{heading}")
        document.paragraph(text)
    return document.to_bytes()
