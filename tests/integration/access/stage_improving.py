"""机制完善、开拓创新各行要用的对象：望山区的。"""

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core.views import XLSX
from tasks.models import Campaign, Case, CaseEvidence, Mechanism, RegisterRule
from tasks.registers.cases import actions as cases
from tasks.registers.cases.sheets import CASES
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

    def uploaded_cases(self):
        return SimpleUploadedFile("经验做法.xlsx", CASES.workbook(at=AT), content_type=XLSX)

    def area(self):
        return Campaign.objects.get(year=TODAY.year).areas.get(code="innovation")

    def case(self) -> Case:
        texts = dict.fromkeys(("problem", "practice", "effect", "measured", "replicable"), "如文")
        case = cases.draft_case(
            campaign=Campaign.objects.get(year=TODAY.year),
            organisation=self.county(),
            values=texts | {"title": "公开栏二维码", "kind": "form", "area": self.area()},
            **self.by("officer"),
        )
        link = "https://example.gov.cn/1"
        cases.add_evidence(case=case, title="公开页面", link=link, **self.by("officer"))
        return case

    def case_evidence(self) -> CaseEvidence:
        return self.case().evidence.get()

    def case_submitted(self) -> Case:
        return self._case(self.case(), "submit", "officer")

    def case_endorsed(self) -> Case:
        return self._case(self.case_submitted(), "endorse", "county_head")

    def case_judged(self) -> Case:
        case = self.case_endorsed()
        scores = {one.name: one.points for one in RegisterRule().scale}
        for role in ("clerk", "reviewer"):
            cases.judge_case(case=case, scores=scores, is_for=True, opinion="好", **self.by(role))
        return case

    def case_confirmed(self) -> Case:
        return self._case(self.case_judged(), "confirm", "reviewer")

    def _case(self, row: Case, move: str, role: str) -> Case:
        return cases.move_case(case=row, move=move, **self.by(role))
