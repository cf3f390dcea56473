"""虚构的人：每个角色都有账号，口令在本机随机生成，只写入 var/demo-accounts.json。"""

import datetime as dt
import random
from dataclasses import dataclass

from django.utils import timezone

from portal.accounts import actions as accounts
from portal.desk.demo.places import LINE_DEPARTMENT
from portal.organisations import actions as organisations
from portal.organisations.models import Organisation
from portal.organisations.roles import Role

K = Organisation.Kind
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = (
    "建国",
    "丽华",
    "志强",
    "晓燕",
    "海涛",
    "雪梅",
    "文博",
    "思远",
    "立新",
    "春燕",
    "国栋",
    "玉兰",
    "明辉",
    "佳怡",
    "宏伟",
    "静",
)
CITY_ROLES = (
    ("clerk", Role.CITY_CLERK, "市政务公开办科员"),
    ("editor", Role.CITY_CLERK, "市政务公开办信息员"),
    ("reviewer", Role.CITY_REVIEWER, "市政务公开办副主任"),
    ("director", Role.CITY_REVIEWER, "市政务公开办主任"),
    ("auditor", Role.AUDITOR, "审计员"),
    ("admin", Role.ADMINISTRATOR, "系统管理员"),
)


@dataclass(frozen=True)
class Account:
    """一个演示账号。"""

    username: str
    password: str
    role: str
    organisation: str

    def as_dict(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("username", "password", "role", "organisation")}


class Cast:
    """全部人物：`who("county_officer", "YD")` 取云东县填报人。乡镇只有每县第一个有账号，`everywhere` 时个个都有。"""

    def __init__(self, places: dict[str, Organisation], *, year: int, seed: int, everywhere: bool = False):
        self.everywhere = everywhere
        self.random = random.Random(seed)  # noqa: S311 只用来挑名字
        self.start_on = dt.date(year, 1, 1)
        self.accounts: list[Account] = []
        self.people: dict[tuple[str, str], object] = {}
        for organisation in places.values():
            self._staff(organisation)

    def who(self, role: str, code: str, number: int = 1):
        return self.people[(role if number == 1 else f"{role}{number}", code)]

    def _staff(self, place: Organisation) -> None:
        code = place.code.lower()
        if place.kind == K.CITY:
            for username, role, post in CITY_ROLES:
                self._hire(username, place, role, post)
        elif place.kind == K.DEPARTMENT:
            self._hire(f"{code}-scorer", place, Role.DEPARTMENT_SCORER, "政务公开专员")
            self._hire(f"{code}-head", place, Role.DEPARTMENT_HEAD, "分管负责人")
        elif place.kind == K.COUNTY:
            self._hire(f"{code}-officer", place, Role.COUNTY_OFFICER, "县公开办科员")
            self._hire(f"{code}-head", place, Role.COUNTY_HEAD, "县政府办副主任")
        elif place.code == LINE_DEPARTMENT[1]:
            self._hire(f"{code}-officer", place, Role.COUNTY_OFFICER, "补贴经办")
        elif place.kind == K.TOWNSHIP and (self.everywhere or place.code.endswith("T1")):
            self._hire(f"{code}-officer", place, Role.TOWNSHIP_OFFICER, "党政办科员")
        elif place.kind == K.VILLAGE and place.code.endswith("T1-V1"):
            self._hire(f"{code}-clerk", place, Role.VILLAGE_CLERK, "村文书")

    def _hire(self, username: str, place: Organisation, role: Role, post: str) -> None:
        now = timezone.now()
        name = self.random.choice(SURNAMES) + self.random.choice(GIVEN)
        person, password = accounts.create_user(
            username=username, name=name, must_change=False, by=None, at=now
        )
        organisations.appoint(
            person=person, organisation=place, role=role, post=post, start_on=self.start_on, by=None, at=now
        )
        key = role.value if (role.value, place.code) not in self.people else f"{role.value}2"
        self.people[(key, place.code)] = person
        self.accounts.append(Account(username, password, role.label, place.name))
