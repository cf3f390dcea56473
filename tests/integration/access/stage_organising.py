"""组织推进各行要用的对象：望山区的责任分工与会议，市里召集的交流会。"""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core.views import XLSX
from portal.organisations.models import Organisation
from tasks.models import Campaign, Decision, Filing, Meeting, Responsibility
from tasks.registers.organising import actions
from tasks.registers.organising.sheets import LEADERS, MEETINGS
from tests.integration.access.city import AT, TODAY


class OrganisingStage:
    """`Stage` 的一部分。"""

    def county_leader(self) -> Responsibility:
        return Responsibility.objects.current().get(organisation__code="WS")

    def township_leader(self) -> Responsibility:
        return Responsibility.objects.current().get(organisation__code="WS-T1")

    def county_with_a_filing(self) -> str:
        """望山区的方案备了案、责任分工还没有登记。"""
        Responsibility.objects.filter(organisation__code="WS").delete()
        filing = Filing.objects.get(county__code="WS")
        donor = Filing.objects.get(county__code="YD")
        stamps = ("handed_in", "received", "accepted", "submitted")
        for name in stamps:
            for suffix in ("_by", "_at"):
                setattr(filing, name + suffix, getattr(donor, name + suffix))
        filing.save()
        return "WS"

    def uploaded_leaders(self):
        return _book("责任分工", LEADERS)

    def uploaded_meetings(self):
        return _book("会议", MEETINGS)

    def meeting(self) -> Meeting:
        return self._called("officer", "WS", invited=["WS-T1"])

    def city_meeting(self) -> Meeting:
        return self._called("clerk", "YC", invited=["WS"])

    def _called(self, role: str, code: str, invited: list[str]) -> Meeting:
        values = {
            "kind": "exchange",
            "title": "经验交流会",
            "planned_on": TODAY,
            "place": "会议室",
            "chaired_by": "赵甲",
            "topics": "交流做法",
        }
        return actions.call_meeting(
            campaign=Campaign.objects.get(year=TODAY.year),
            organisation=Organisation.objects.get(code=code),
            values=values,
            invited=list(Organisation.objects.filter(code__in=invited)),
            **self.by(role),
        )

    def meeting_held(self) -> Meeting:
        return actions.hold_meeting(
            meeting=self.meeting(), held_on=TODAY, chaired_by="", present=[], **self.by("officer")
        )

    def decision(self) -> Decision:
        return actions.add_decision(
            meeting=self.meeting_held(),
            text="补齐目录",
            organisation=self.township(),
            due_on=TODAY + dt.timedelta(days=10),
            **self.by("officer"),
        )

    def decision_minuted(self) -> Decision:
        decision = self.decision()
        minutes = actions.Minutes(text="纪要")
        actions.file_minutes(meeting=decision.meeting, minutes=minutes, **self.by("officer"))
        return decision


def _book(name: str, book) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.xlsx", book.workbook(at=AT), content_type=XLSX)
