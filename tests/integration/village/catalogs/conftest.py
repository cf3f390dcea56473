"""云东县有了村级样本：四条按周期的、一条及时的、一条周期不清的，三月一日起施行。"""

import datetime as dt

import pytest
import time_machine
from django.conf import settings

from catalogs import actions as catalogs
from catalogs.models import Catalog, Edition, Field
from portal.core import clock, creditcode
from portal.organisations.models import Organisation
from portal.organisations.roles import Role
from tests.integration.village.conftest import YEAR, County
from village.duties import reading
from village.duties.items import VillageItem

START = dt.date(YEAR, 3, 1)
TODAY = dt.date(YEAR, 7, 10)
MODEL = (
    ("村级财务收支", "每月"),
    ("惠农补贴发放", "每季度"),
    ("村集体资产", "每年"),
    ("低保对象名单", "每月10日前"),
    ("宅基地审批", "及时"),
    ("其他事项", "酌情"),
)


def moment(day: dt.date) -> dt.datetime:
    return clock.day_start(day) + dt.timedelta(hours=9)


class Villages(County):
    """`item("东风村的编码", "村级财务收支")` 取一村的一个事项。"""

    def __init__(self):
        super().__init__()
        self.places["YD"].credit_code = creditcode.make("11999000000000007")
        self.places["YD"].save(update_fields=["credit_code"])
        self.add("MZ", "YC", "市民政局", Organisation.Kind.DEPARTMENT)
        self.hire("scorer", Role.DEPARTMENT_SCORER, "MZ")
        self.hire("reviewer", Role.CITY_REVIEWER, "YC")
        at = moment(dt.date(YEAR, 1, 5))
        catalogs.load_fields(by=None, at=at)
        self.field = Field.objects.get(is_village=True)
        catalogs.set_owner(field=self.field, year=YEAR, department=self.places["MZ"], by=None, at=at)
        self.issue(MODEL)

    def issue(self, rows, *, effective_on: dt.date = START) -> Edition:
        """样本的一版，办到市里确认；同名的事项沿用标识。"""
        officer, at = self.who("officer"), moment(effective_on)
        catalog = catalogs.open_village_model(county=self.places["YD"], by=officer, at=at)
        draft = self.draft(catalog, rows, at=at)
        document = catalogs.Document(issued_on=effective_on, effective_on=effective_on)
        catalogs.describe_edition(edition=draft, document=document, by=officer, at=at)
        return self.confirm(draft, at=at)

    def draft(self, catalog: Catalog, rows, *, at: dt.datetime) -> Edition:
        draft = catalogs.open_draft(catalog=catalog, by=self.who("officer"), at=at)
        known = {item.item_1: item.key for item in draft.items.all()}
        lines = [
            catalogs.Line(known.get(name, ""), self.field.pk, values(number, name, limit))
            for number, (name, limit) in enumerate(rows, start=1)
        ]
        catalogs.replace_items(edition=draft, lines=lines, by=self.who("officer"), at=at)
        return draft

    def confirm(self, draft: Edition, *, at: dt.datetime) -> Edition:
        for section in catalogs.submit_sections(edition=draft, by=self.who("officer"), at=at):
            catalogs.move_section(section=section, move="pass", by=self.who("scorer"), at=at)
        draft = catalogs.move_edition(edition=draft, move="hand_in", by=self.who("head"), at=at)
        return catalogs.confirm_edition(edition=draft, by=self.who("reviewer"), at=at)

    def items(self, code: str = "YD-T1-V1", on: dt.date = TODAY) -> dict[str, VillageItem]:
        return {item.name: item for item in reading.items_of(self.places[code], on=on)}

    def item(self, name: str, code: str = "YD-T1-V1") -> VillageItem:
        return self.items(code)[name]


def values(number: int, name: str, limit: str) -> dict:
    return {
        "number": str(number),
        "item_1": name,
        "content": f"{name}的内容",
        "basis": "《中华人民共和国村民委员会组织法》",
        "time_limit": limit,
        "subject": "村民委员会",
        "channels": [],
        "channels_other": ["村务公开栏"],
        "level": ["村级"],
    }


@pytest.fixture
def county(db):
    return Villages()


@pytest.fixture
def browse(client):
    """以某人的身份打开浏览器，时间停在 `TODAY`。"""

    def signed_in(person):
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[1])
        return client

    with time_machine.travel(moment(TODAY), tick=False):
        yield signed_in
