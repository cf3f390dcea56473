"""一县两镇三村的小城：建得快，人与户都齐。发放清单的导入另有测试，这里直接写复核过的批次。"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import pytest
import time_machine
from django.conf import settings
from django.db import transaction

from portal.accounts import actions as accounts
from portal.core import bulk, clock
from portal.organisations import actions as organisations
from portal.organisations.models import Organisation
from portal.organisations.roles import Role
from tests.kept import kept
from village.models import Payment, PaymentBatch, Programme

K = Organisation.Kind
YEAR = 2026
AT = dt.datetime(YEAR, 7, 1, 9, tzinfo=clock.TZ)
PLACES = (
    ("YC", None, "云川市", K.CITY),
    ("YD", "YC", "云东县", K.COUNTY),
    ("YX", "YC", "云西县", K.COUNTY),
    ("YD-T1", "YD", "青石镇", K.TOWNSHIP),
    ("YD-T2", "YD", "柳湾镇", K.TOWNSHIP),
    ("YX-T1", "YX", "大河镇", K.TOWNSHIP),
    ("YD-T1-V1", "YD-T1", "东风村", K.VILLAGE),
    ("YD-T1-V2", "YD-T1", "红旗村", K.VILLAGE),
    ("YD-T2-V1", "YD-T2", "柳林村", K.VILLAGE),
    ("YX-T1-V1", "YX-T1", "大河村", K.VILLAGE),
)
PEOPLE = (
    ("clerk", Role.CITY_CLERK, "YC"),
    ("auditor", Role.AUDITOR, "YC"),
    ("officer", Role.COUNTY_OFFICER, "YD"),
    ("head", Role.COUNTY_HEAD, "YD"),
    ("other_officer", Role.COUNTY_OFFICER, "YX"),
    ("township", Role.TOWNSHIP_OFFICER, "YD-T1"),
    ("other_township", Role.TOWNSHIP_OFFICER, "YD-T2"),
    ("village", Role.VILLAGE_CLERK, "YD-T1-V1"),
    ("other_village", Role.VILLAGE_CLERK, "YD-T1-V2"),
)
FIELDS = ("batch", "village", "row", "household", "name", "group", "quantity", "rate", "amount")
FIELDS += ("period", "remark")


def _settled() -> tuple[dict, dict]:
    places: dict[str, Organisation] = {}
    for code, parent, name, kind in PLACES:
        places[code] = _add(code, places.get(parent), name, kind)
    return places, {name: _hire(name, role, places[code]) for name, role, code in PEOPLE}


def _add(code: str, parent: Organisation | None, name: str, kind: str) -> Organisation:
    return organisations.add_organisation(
        parent=parent, name=name, short_name=name, kind=kind, code=code, by=None, at=AT
    )


def _hire(username: str, role: str, place: Organisation):
    person, _ = accounts.create_user(
        username=username, name=f"经办{username}", must_change=False, by=None, at=AT
    )
    organisations.appoint(
        person=person,
        organisation=place,
        role=role,
        post="",
        start_on=dt.date(YEAR, 1, 1),
        by=None,
        at=AT,
    )
    return person


class County:
    """云东县：`place("YD-T1-V1")` 取机构，`who("officer")` 取人。"""

    def __init__(self):
        self.places, self.people = kept(_settled)

    def add(self, code: str, parent: str | None, name: str, kind: str) -> Organisation:
        self.places[code] = _add(code, self.places.get(parent), name, kind)
        return self.places[code]

    def place(self, code: str) -> Organisation:
        return Organisation.objects.get(code=code)

    def who(self, name: str):
        return self.people[name]

    def hire(self, name: str, role: str, code: str):
        self.people[name] = _hire(name, role, self.places[code])
        return self.people[name]

    def programme(self, name: str = "耕地地力保护补贴", *, county: str = "YD", **rest) -> Programme:
        facts = {
            "department": "县农业农村局",
            "basis": "《农业生产发展资金管理办法》",
            "standard": "每亩 95.35 元",
            "unit": "亩",
            "hotline": "0558-0000000",
            "created_by": self.who("officer"),
            "created_at": AT,
        }
        return Programme.objects.create(
            county=self.places[county], year=rest.pop("year", YEAR), name=name, **facts | rest
        )

    @transaction.atomic
    def pay(self, programme: Programme, village: str, rows, *, status=PaymentBatch.Status.CONFIRMED):
        """一批户：每行（户标识, 姓名, 组, 数量, 标准, 金额）。"""
        stamps = {}
        if status == PaymentBatch.Status.CONFIRMED:
            stamps = {"confirmed_by": self.who("head"), "confirmed_at": AT}
        batch = PaymentBatch.objects.create(
            programme=programme,
            number=programme.batches.count() + 1,
            status=status,
            created_by=self.who("officer"),
            created_at=AT,
            **stamps,
        )
        place = self.places[village].pk
        lines = [
            (batch.pk, place, number, key, name, group, quantity, rate, amount, "", "")
            for number, (key, name, group, quantity, rate, amount) in enumerate(rows, start=2)
        ]
        bulk.load(Payment, FIELDS, [tuple(map(_stored, line)) for line in lines])
        return batch


def _stored(value):
    return str(value) if isinstance(value, Decimal) else value


def acre(key: str, name: str, quantity: str, group: str = "1组", rate: str = "95.35") -> tuple:
    """一户耕地补贴：数量 × 标准 = 金额。"""
    count, price = Decimal(quantity), Decimal(rate)
    return key, name, group, count, price, (count * price).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.fixture
def county(db):
    return County()


@pytest.fixture
def browse(client):
    """以某人的身份打开浏览器，时间停在 `AT`。"""

    def signed_in(person):
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[1])
        return client

    with time_machine.travel(AT, tick=False):
        yield signed_in
