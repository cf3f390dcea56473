"""通知与督办：市里发两份通知，一县已签收督办，几件催办。"""

import datetime as dt

from portal.core import clock
from portal.notifications import actions as notifications
from portal.notifications.models import Bulletin
from portal.organisations.models import Organisation
from tasks import actions, owing
from tasks.models import Campaign

BODY = (
    "<p>定于下周三在云东县召开全市基层政务公开提升行动现场会，请各县区分管负责人和一名业务骨干参加。</p>"
    "<p>请提前准备五分钟的交流发言，内容为本县区目录编制和专区建设的做法。</p>"
)
MONTHLY = "<p>请各县区在每月 5 日前核对上月任务进展，逾期未办的逐件写明原因。</p>"
A = Bulletin.Audience


def build(campaign: Campaign, cast, *, today: dt.date) -> None:
    """办到 `today` 为止；没有超期的就没有督办。"""
    at = clock.day_start(today) + dt.timedelta(hours=9)
    _publish(
        campaign.city, cast, "关于召开提升行动现场会的通知", BODY, at - dt.timedelta(days=2), until=today
    )
    _publish(
        campaign.city, cast, "关于按月核对任务进展的通知", MONTHLY, at - dt.timedelta(days=9), until=None
    )
    _supervise(campaign, cast, today, at)


def _publish(
    city: Organisation, cast, title: str, body: str, at: dt.datetime, *, until: dt.date | None
) -> None:
    clerk = cast.who("city_clerk", city.code)
    values = {
        "title": title,
        "body": body,
        "audience": A.COUNTIES,
        "chosen": [],
        "must_confirm": until is not None,
        "confirm_by": until + dt.timedelta(days=2) if until else None,
    }
    row = notifications.save_bulletin(bulletin=None, issuer=city, values=values, by=clerk, at=at)
    row = notifications.publish_bulletin(bulletin=row, by=clerk, at=at)
    for number, code in enumerate(("YD", "YX", "CN")):
        officer, later = cast.who("county_officer", code), at + dt.timedelta(hours=number + 1)
        notifications.read_bulletin(bulletin=row, by=officer, at=later)
        if row.must_confirm and number < 2:
            notifications.confirm_bulletin(bulletin=row, by=officer, at=later)


def _supervise(campaign: Campaign, cast, today: dt.date, at: dt.datetime) -> None:
    clerk = cast.who("city_clerk", campaign.city.code)
    late = [
        one
        for one in owing.owing(campaign, on=today)
        if one.source == "deadline:filing" and one.days_left(today) < 0
    ]
    if not late:
        return
    actions.urge(campaign=campaign, key=late[-1].key, by=clerk, at=at)
    [row, *_] = actions.draft_supervisions(
        campaign=campaign,
        keys=[late[0].key],
        title="专项行动方案逾期未报",
        demand="请立即按实施方案要求报送专项行动方案，附任务书。\n一并书面说明逾期的原因和今后的措施。",
        due_on=today + dt.timedelta(days=5),
        by=clerk,
        at=at,
    )
    row = actions.issue_supervision(supervision=row, by=clerk, at=at)
    head = cast.who("county_head", row.organisation.code)
    actions.move_supervision(supervision=row, move="sign", by=head, at=at + dt.timedelta(hours=1))
