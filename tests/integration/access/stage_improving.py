"""机制完善各行要用的对象：望山区的。"""

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core.views import XLSX
from tasks.models import Mechanism
from tasks.registers.mechanisms import actions as mechanisms
from tasks.registers.mechanisms.sheets import MECHANISMS
from tasks.registers.mechanisms.steps import Step
from tests.integration.access.city import AT, TODAY

STEPS = [Step("自评", "各单位"), Step("测评", "公开办"), Step("通报", "政府办")]


class ImprovingStage:
    """`Stage` 的一部分。"""

    def mechanism(self) -> Mechanism:
        values = {
            "kind": "evaluation",
            "title": "考核评议办法",
            "number": "望政办〔2026〕1号",
            "effective_on": TODAY,
            "link": "https://example.gov.cn/1.html",
        }
        return mechanisms.draft_mechanism(
            county=self.county(), values=values, steps=STEPS, **self.by("officer")
        )

    def mechanism_submitted(self) -> Mechanism:
        return self._mechanism(self.mechanism(), "submit", "officer")

    def mechanism_in_force(self) -> Mechanism:
        return self._mechanism(self.mechanism_submitted(), "approve", "county_head")

    def _mechanism(self, row: Mechanism, move: str, role: str) -> Mechanism:
        return mechanisms.move_mechanism(mechanism=row, move=move, **self.by(role))

    def uploaded_mechanisms(self):
        data = MECHANISMS.workbook(at=AT)
        return SimpleUploadedFile("工作机制.xlsx", data, content_type=XLSX)
