"""目录测试的城市：标准、县区、各角色的人；状态只经动作到达。"""

import datetime as dt

import pytest

from catalogs import actions
from catalogs.models import Catalog, Edition, Field, Item
from portal.core import clock
from tests.integration.settled import settled

YEAR = 2026
STANDARD = [
    (
        "16",
        "农业生产发展资金",
        "耕地地力保护补贴",
        "政策依据；申请指南；补贴结果；监督渠道",
        ["县级", "乡级"],
    ),
    ("16", "农业生产发展资金", "农机购置与应用补贴", "政策依据；申请指南；补贴结果", ["县级"]),
    ("01", "批准服务信息", "办事指南", "申报材料清单、批准流程、办理时限", ["县级"]),
    ("01", "批准结果信息", "项目建议书审批结果", "批复单位、文号、时间", ["县级"]),
]


def values(item_1: str, item_2: str, content: str, level: list[str]) -> dict:
    return {
        "item_1": item_1,
        "item_2": item_2,
        "content": content,
        "basis": "《中华人民共和国政府信息公开条例》",
        "time_limit": "信息形成或者变更之日起20个工作日内",
        "subject": "县级主管部门",
        "channels": ["政府网站"],
        "audience": ["全社会"],
        "method": ["主动"],
        "level": level,
    }


class City:
    """一座有省级标准的城市。"""

    def __init__(self):
        self.at = clock.day_start(dt.date(YEAR, 6, 1)) + dt.timedelta(hours=9)
        self.places, self.cast = settled(self.at)
        self.fields = {field.code: field for field in Field.objects.all()}
        self.clerk = self.who("city_clerk", "YC")
        self.reviewer = self.who("city_reviewer", "YC")
        self.officer = self.who("county_officer", "YD")
        self.head = self.who("county_head", "YD")

    def who(self, role: str, code: str):
        return self.cast.who(role, code)

    def scorer_of(self, field_code: str):
        owner = self.fields[field_code].owners.get(year=YEAR).department
        return self.who("department_scorer", owner.code)

    def lines(self, rows, known: dict[str, str] | None = None) -> list[actions.Line]:
        """`known` 是 {二级事项: 标识}，不在其中的为新事项。"""
        return [
            actions.Line(
                (known or {}).get(item_2, ""), self.fields[code].pk, values(item_1, item_2, content, level)
            )
            for code, item_1, item_2, content, level in rows
        ]

    def standard(self, rows=STANDARD, *, effective_on=dt.date(YEAR, 6, 1), at=None) -> Edition:
        """印发省级标准的一版；再次调用即是新版，同名事项沿用标识。"""
        draft = self.standard_draft(rows, effective_on=effective_on, at=at)
        return actions.issue_edition(edition=draft, by=self.reviewer, at=at or self.at)

    def standard_draft(self, rows=STANDARD, *, effective_on=dt.date(YEAR, 6, 1), at=None) -> Edition:
        at = at or self.at
        catalog = actions.open_standard(
            kind=Catalog.Kind.PROVINCIAL, title="省级基层政务公开标准目录", by=self.clerk, at=at
        )
        draft = actions.open_draft(catalog=catalog, by=self.clerk, at=at)
        known = {item.item_2: item.key for item in draft.items.all()}
        actions.replace_items(edition=draft, lines=self.lines(rows, known), by=self.clerk, at=at)
        left = draft.items.filter(origin=Item.Origin.WAIVED)
        left.delete()
        document = actions.Document("川公开办〔2026〕1号", effective_on, effective_on)
        return actions.describe_edition(edition=draft, document=document, by=self.clerk, at=at)

    def draft(self, code: str = "YD") -> Edition:
        catalog = actions.open_catalog(
            organisation=self.places[code], by=self.who("county_officer", code), at=self.at
        )
        return actions.open_draft(catalog=catalog, by=self.who("county_officer", code), at=self.at)

    def reviewed(self, draft: Edition) -> Edition:
        for section in actions.submit_sections(edition=draft, by=self.officer, at=self.at):
            scorer = self.scorer_of(section.field.code)
            actions.move_section(section=section, move="pass", by=scorer, at=self.at)
        return Edition.objects.get(pk=draft.pk)

    def handed_in(self, draft: Edition | None = None) -> Edition:
        draft = self.reviewed(draft or self.draft())
        return actions.move_edition(edition=draft, move="hand_in", by=self.head, at=self.at)

    def confirmed(self, draft: Edition | None = None) -> Edition:
        return actions.confirm_edition(edition=self.handed_in(draft), by=self.reviewer, at=self.at)


@pytest.fixture
def city(db):
    return City()
