"""一个小城：市、一个部门、一个县、一个乡镇、一个村，以及管理员、审计员、经办各一人。"""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.contrib.auth import get_user_model

from portal.core import clock, creditcode
from portal.organisations import actions

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=clock.TZ)
PLACES = (
    ("city", "", "YC", "云川市人民政府", "云川市", "city", "999000"),
    ("department", "YC", "NY", "云川市农业农村局", "市农业农村局", "department", ""),
    ("county", "YC", "YD", "云东县人民政府", "云东县", "county", "999001"),
    ("township", "YD", "YD-T1", "云东县青石镇", "青石镇", "township", "999001001"),
    ("village", "YD-T1", "YD-T1-V1", "青石镇东风村", "东风村", "village", "999001001001"),
)


@dataclass
class Town:
    """`town.county` 是机构，`town.admin` 是人。"""

    at: dt.datetime = AT
    on: dt.date = AT.date()
    places: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)

    def __getattr__(self, name):
        for found in (self.__dict__["places"], self.__dict__["people"]):
            if name in found:
                return found[name]
        raise AttributeError(name)

    def hire(self, username, place, role, name="", **terms):
        """建立账号并任命，返回人。"""
        person = get_user_model().objects.create_user(username, name=name or username)
        self.appoint(person, place, role, **terms)
        return person

    def appoint(self, person, place, role, start_on=dt.date(2026, 1, 1), **terms):
        return actions.appoint(
            person=person, organisation=place, role=role, start_on=start_on, by=None, at=self.at, **terms
        )


@pytest.fixture
def town(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    town = Town()
    codes = {}
    for number, (key, parent, code, name, short_name, kind, region) in enumerate(PLACES):
        town.places[key] = codes[code] = actions.add_organisation(
            parent=codes.get(parent),
            name=name,
            short_name=short_name,
            kind=kind,
            code=code,
            region_code=region,
            credit_code=creditcode.make(f"11999000{number:09d}"),
            by=None,
            at=AT,
        )
    for username, name, role in (
        ("admin", "甲管理", "administrator"),
        ("auditor", "乙审计", "auditor"),
        ("clerk", "丙经办", "city_clerk"),
    ):
        town.people[username] = town.hire(username, town.city, role, name)
    return town


@pytest.fixture
def sign_in(client, settings):
    """登录的手势；两步验证与一次性密码另有测试，这里不拦。"""
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if name != "portal.accounts.middleware.AccountDuties"
    ]

    def enter(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter
