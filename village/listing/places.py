"""认乡镇与村：清单里的写法五花八门，认得准才收，认不准就说像哪一个。"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portal.core.sheets import cleaning
from portal.core.sheets.problems import CellProblem

OFFICE = re.compile(r"(人民政府|街道办事处|办事处|政府)$")
COMMITTEE = re.compile(r"(村民委员会|居民委员会|村民委|居民委|村委会|居委会|村委|居委|委员会)$")
GENERIC = re.compile(r"(社区居|行政村|社区|村|居)$")
TOWN_ENDING = re.compile(r"(街道|镇|乡)$")
GROUP = re.compile(r"^[第]?([0-9]+|[一二三四五六七八九十]+)(村民)?(小组|组|社|队)$")


NUMBERED = re.compile(r"^[0-9]{1,3}[.、\-_ ]?(?=[^0-9])|[(（].*[)）]$")


class UnknownTownship(CellProblem):
    """认不出的是乡镇那一格。"""


@dataclass(frozen=True)
class Village:
    """一个村：编号、所在乡镇的名称、村名；`codes` 是机构编码、区划代码。"""

    pk: int
    township: str
    name: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """认到的村；`group` 是写在同一格里的组。"""

    village: int
    group: str = ""


class Places:
    """一个范围（县、乡镇或村）里的全部村。"""

    def __init__(self, name: str, villages: Iterable[Village]):
        self.name, self.villages = name, tuple(villages)
        self._by_name: dict[str, list[Village]] = defaultdict(list)
        self._by_town: dict[str, list[Village]] = defaultdict(list)
        for village in self.villages:
            for form in {*_village_forms(village.name), *map(cleaning.key, village.codes)}:
                self._by_name[form].append(village)
            for form in _town_forms(village.township):
                self._by_town[form].append(village)
        self._cache: dict[tuple[str, str], Found | CellProblem] = {}

    def find(self, township: str, village: str) -> Found:
        """乡镇与村的写法 → 村；乡镇可以为空。认不出抛 `CellProblem`。"""
        key = (township, village)
        if key not in self._cache:
            try:
                self._cache[key] = self._find(self._tidy(township), self._tidy(village))
            except CellProblem as problem:
                self._cache[key] = problem
        found = self._cache[key]
        if isinstance(found, CellProblem):
            raise found
        return found

    def town_in(self, text: str) -> str:
        """`text` 里提到的乡镇；没有或不止一个为空。整个就是简称的（表名“青石”）也算。"""
        tidy = cleaning.key(text)
        names = {village.township for village in self.villages if cleaning.key(village.township) in tidy}
        names = names or {village.township for village in self._by_town.get(self._tidy(text), ())}
        return names.pop() if len(names) == 1 else ""

    def named(self, text: str, township: str = "") -> Found | None:
        """整个就是一个村的文字（表名、小标题），简称、带乡镇与组都算；不是则为 None。"""
        try:
            return self.find(township, NUMBERED.sub("", cleaning.line(text)))
        except CellProblem:
            return None

    def village_in(self, text: str) -> Village | None:
        """`text` 里提到的唯一的村；同名的看有没有写乡镇。"""
        tidy, town = cleaning.key(text), self.town_in(text)
        found = [one for one in self.villages if cleaning.key(one.name) in tidy]
        if town:
            found = [one for one in found if one.township == town]
        return found[0] if len(found) == 1 else None

    def _tidy(self, text: str) -> str:
        return cleaning.key(text).removeprefix(cleaning.key(self.name))

    def _find(self, township: str, village: str) -> Found:
        inside = self.villages
        if township:
            inside = self._by_town.get(OFFICE.sub("", township)) or self._by_town.get(_plain_town(township))
            if not inside:
                raise UnknownTownship(f"{self.name}没有乡镇“{township}”", self._like(township, self._towns()))
        for name, group in _readings(village):
            allowed = {one.pk for one in inside}
            found = [one for one in self._candidates(name) if one.pk in allowed]
            if len(found) == 1:
                return Found(found[0].pk, group)
            if found:
                raise self._several(village, found)
        combined = self._with_town(village, inside)
        if combined:
            return combined
        place = township or self.name
        raise CellProblem(
            f"{place}没有村（居）“{village}”", self._like(village, {one.name for one in inside})
        )

    def _candidates(self, name: str) -> list[Village]:
        return self._by_name.get(name) or self._by_name.get(_plain_village(name)) or []

    def _with_town(self, text: str, inside) -> Found | None:
        """“青石镇东风村3组”：先认乡镇，再认剩下的。"""
        for town in sorted({one.township for one in inside}, key=len, reverse=True):
            for form in sorted(_town_forms(town), key=len, reverse=True):
                if len(form) > 1 and text.startswith(form):
                    rest = text.removeprefix(form).removeprefix("人民政府")
                    for name, group in _readings(rest):
                        found = [one for one in self._candidates(name) if one.township == town]
                        if len(found) == 1:
                            return Found(found[0].pk, group)
        return None

    def _several(self, village: str, found: list[Village]) -> CellProblem:
        towns = "、".join(one.township for one in found[:5])
        return CellProblem(f"{self.name}有 {len(found)} 个“{village}”（{towns}）", "请填写“乡镇”列以区分")

    def _towns(self) -> set[str]:
        return {one.township for one in self.villages}

    @staticmethod
    def _like(text: str, names: set[str]) -> str:
        near = difflib.get_close_matches(text, sorted(names), n=1, cutoff=0.5)
        return f"您是否指“{near[0]}”？" if near else "请与平台里的机构名称一致；新设的村请系统管理员先添加"


def _readings(text: str):
    """（村名, 组）的各种读法：整格是村名，或村名后面跟着组。"""
    yield text, ""
    for cut in range(len(text) - 1, 0, -1):
        if GROUP.match(text[cut:]):
            yield text[:cut], text[cut:]


def _village_forms(name: str) -> set[str]:
    return {cleaning.key(name), _plain_village(cleaning.key(name))}


def _plain_village(name: str) -> str:
    """“东风村民委员会”“东风村委会”“东风村”都是“东风”。"""
    short = COMMITTEE.sub("", name)
    return GENERIC.sub("", short) or short


def _town_forms(name: str) -> set[str]:
    return {cleaning.key(name), _plain_town(cleaning.key(name))}


def _plain_town(name: str) -> str:
    short = OFFICE.sub("", name)
    return TOWN_ENDING.sub("", short) or short
