"""依申请公开与年度报告各行要用的对象：望山区的。"""

import datetime as dt
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core.views import XLSX
from portal.organisations.models import Organisation
from tasks.registers.annual import actions as annual
from tasks.registers.annual import sheets as annual_sheets
from tasks.registers.annual import tables
from tasks.registers.annual.models import AnnualReport
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

    def annual(self) -> AnnualReport:
        """填好、核对相符的一份。"""
        body = Organisation.objects.get(code="WS")
        report = annual.open_report(body=body, year=TODAY.year - 1, **self.by("officer"))
        cells = {key: Decimal(0) for key in tables.KEYS if key not in report.cells}
        report = annual.set_cells(report=report, cells=cells, **self.by("officer"))
        texts = {"overview": "总体", "problems": "问题", "others": "无"}
        return annual.save_texts(report=report, texts=texts, version=report.version, **self.by("officer"))

    def _annual(self, report: AnnualReport, move: str, role: str) -> AnnualReport:
        return annual.move_report(report=report, move=move, **self.by(role))

    def annual_submitted(self) -> AnnualReport:
        return self._annual(self.annual(), "submit", "officer")

    def annual_passed(self) -> AnnualReport:
        return self._annual(self.annual_submitted(), "pass", "county_head")

    def annual_checked(self) -> AnnualReport:
        return self._annual(self.annual_passed(), "check", "clerk")

    def annual_published(self) -> AnnualReport:
        return self._annual(self.annual_checked(), "publish", "reviewer")

    def uploaded_annual(self):
        data = annual_sheets.workbook(AnnualReport.objects.get(body__code="WS"), at=self.by("officer")["at"])
        return SimpleUploadedFile("年报.xlsx", data, content_type=XLSX)
