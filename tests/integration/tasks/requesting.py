"""依申请公开的小城：云东县（填报人、负责人）与它的公开办、青石镇，外县一人。"""

import datetime as dt

from portal.core import clock
from tasks.registers.requests import actions
from tasks.registers.requests.actions import Done, Facts
from tasks.registers.requests.models import DisclosureRequest
from tests.integration.settled import settled

W, A = DisclosureRequest.Way, DisclosureRequest.Applicant
DAY = dt.date(2026, 6, 1)


def moment(day: dt.date, hour: int = 10) -> dt.datetime:
    return clock.day_start(day) + dt.timedelta(hours=hour)


class Town:
    """机构与人；`register`、`take` 只经动作到达各个状态。"""

    def __init__(self):
        started = moment(dt.date(2026, 1, 1))
        self.places, self.cast = settled(started, "YC", "YD", "YX", "YD-T1", "D02")
        self.county, self.township = self.places["YD"], self.places["YD-T1"]
        self.officer, self.head = (self.cast.who(f"county_{role}", "YD") for role in ("officer", "head"))
        self.other = self.cast.who("county_officer", "YX")

    def register(
        self,
        received_on=DAY,
        *,
        body=None,
        by=None,
        kind=A.NATURAL,
        subject="青石镇道路硬化项目的决算",
        applicant="",
    ):
        facts = Facts(kind, received_on, W.ONLINE, subject)
        return actions.register_request(
            body=body or self.county,
            facts=facts,
            applicant=applicant,
            by=by or self.officer,
            at=moment(received_on),
        )

    def take(self, request, move, on, *, by=None, **done):
        by = by or (self.head if move in ("approve", "return") else self.officer)
        return actions.move_request(request=request, move=move, done=Done(on, **done), by=by, at=moment(on))

    def answer(self, request, on, outcome="disclosed"):
        request = self.take(request, "draft", on, outcome=outcome, text="依据第三十六条第（一）项")
        return self.take(request, "approve", on)
