"""考核的闸门：完成考核的期限（10 月 31 日）管评分、提交与审核；批准的延期计入。"""

import datetime as dt

from assessments.models import Round
from portal.core.rules import Denied
from tasks import deadlines
from tasks.models import Deadline


def check_is_open(round_: Round, act: str, at: dt.datetime) -> None:
    """此刻能否 `act`；没有开放、到期关闭的拒绝并说明向谁申请延期，只记逾期的放行。"""
    scheme = round_.scheme
    deadline = scheme.campaign.deadlines.get(code=Deadline.Code.ASSESSMENT)
    verdict = deadlines.term(deadline, scheme.department).verdict(act, at)
    if not verdict.allowed:
        raise Denied(f"{verdict.reason}需要延期的，可向{verdict.helper}申请延期。")
