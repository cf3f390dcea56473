"""依申请公开各行要用的对象：望山区的。"""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core.views import XLSX
from portal.organisations.models import Organisation
from tasks.registers.requests import actions, sheets
from tasks.registers.requests.actions import Done, Facts
from tasks.registers.requests.models import DisclosureRequest, RequestDispute
from tests.integration.access.city import TODAY


class RegulationStage:
    """`Stage` 的一部分。"""

    def request(self, received_on: dt.date = TODAY - dt.timedelta(days=2)) -> DisclosureRequest:
        facts = Facts("natural", received_on, "online", "道路硬化项目的决算")
        body = Organisation.objects.get(code="WS")
        return actions.register_request(
            body=body, facts=facts, applicant="某人，0999-5550111", **self.by("officer")
        )

    def _step(self, request, move: str, role: str = "officer", on: dt.date = TODAY) -> DisclosureRequest:
        done = Done(on, days=5, text="写明原因", outcome="disclosed")
        return actions.move_request(request=request, move=move, done=done, **self.by(role))

    def request_asked(self) -> DisclosureRequest:
        return self._step(self.request(), "ask")

    def request_overdue(self) -> DisclosureRequest:
        """补正期限已过的。"""
        received_on = TODAY - dt.timedelta(days=30)
        return self._step(self.request(received_on), "ask", on=received_on)

    def request_consulted(self) -> DisclosureRequest:
        return self._step(self.request(), "consult")

    def request_suspended(self) -> DisclosureRequest:
        return self._step(self.request(), "suspend")

    def request_drafted(self) -> DisclosureRequest:
        return self._step(self.request(), "draft")

    def request_answered(self) -> DisclosureRequest:
        return self._step(self.request_drafted(), "approve", "county_head")

    def request_delivered(self) -> DisclosureRequest:
        return self._step(self.request_answered(), "deliver")

    def dispute(self) -> RequestDispute:
        return actions.record_dispute(
            request=self.request(), route="reconsideration", filed_on=TODAY, **self.by("officer")
        )

    def uploaded_ledger(self):
        data = sheets.workbook([], at=self.by("officer")["at"])
        return SimpleUploadedFile("台账.xlsx", data, content_type=XLSX)
