"""逐户核对：必填、号码、地方、数量乘标准、重复的户、合计行。每处错误带地址、原因与改法。"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from portal.core import personal
from portal.core.sheets import cleaning, parsers
from portal.core.sheets.addresses import address
from portal.core.sheets.problems import CellProblem, Problem
from village.listing import numbers
from village.listing.columns import PERSONAL, TITLES
from village.listing.lines import CENT_SCALE, QUANTITY_SCALE, Line, Listing, text_of
from village.listing.places import Found, Places, UnknownTownship
from village.listing.table import Table, Total

if TYPE_CHECKING:
    from village.listing.reading import Terms

BAD = object()
LENGTHS = {"name": 60, "group": 30, "period": 30, "remark": 200}
# 错列的身份证号、账号、电话：带不带空格与短横、全角半角都算。
LONG_NUMBER = re.compile(r"\d[\d \-\u200b]{6,}[\dXxＸｘ]")
# 数量与标准各放大一万倍，乘积要缩回到分。
TO_CENTS = 10 ** (2 * QUANTITY_SCALE - CENT_SCALE)


class Checker:
    """一张表的核对；错误记进 `listing`。"""

    def __init__(self, table: Table, places: Places, terms: "Terms", listing: Listing):
        self.table, self.places, self.terms, self.listing = table, places, terms, listing
        self.count = len(table.numbers)
        self.bad: set[int] = set()
        self.found: dict[tuple, Found] = {}

    def column(self, key: str, parse: Callable, otherwise=None) -> list:
        """成列识读；错的记下，值为 `otherwise`。"""
        raws = self.table.columns.get(key)
        if raws is None:
            return [otherwise] * self.count
        try:
            return [parse(raw) for raw in raws]
        except CellProblem:
            return [self._one(key, place, raw, parse, otherwise) for place, raw in enumerate(raws)]

    def _one(self, key: str, place: int, raw, parse: Callable, otherwise):
        try:
            return parse(raw)
        except CellProblem as problem:
            self.fail(key, place, f"{TITLES[key]}：{problem.message}", problem.hint)
            return otherwise

    def fail(self, key: str, place: int, message: str, hint: str) -> None:
        self.bad.add(place)
        raw = self.table.columns[key][place] if key in self.table.columns else ""
        problem = Problem(self.table.sheet, self.table.cell(key, place), _shown(key, raw), message, hint)
        self.listing.problems.append(problem)

    def fail_column(self, key: str, message: str, hint: str) -> None:
        """整列的毛病只说一次。"""
        cell = address(self.table.header, self.table.mapping.get(key, 0))
        self.listing.problems.append(Problem(self.table.sheet, cell, TITLES[key], message, hint))

    def doubt(self, cell: str, value: str, message: str, hint: str = "") -> None:
        self.listing.doubts.append(Problem(self.table.sheet, cell, value, message, hint))


def check(table: Table, places: Places, terms: "Terms", listing: Listing) -> None:
    """核对一张表的全部户与合计行，没有错的行加进 `listing.lines`。"""
    if not table.numbers:
        return
    checker = Checker(table, places, terms, listing)
    if _dead_columns(checker):
        return
    villages, groups = _places(checker)
    text = checker.column
    names, ids = text("name", _name), text("id_number", numbers.id_number, "")
    accounts, phones = text("account", numbers.account, ""), text("phone", numbers.phone, "")
    quantity, rate, cents = _amounts(checker)
    periods, remarks = text("period", _text("period"), ""), text("remark", _text("remark"), "")
    listing.lines += [
        Line(table.sheet, row, village, group, name, id_number, account, phone, many, price, money,
             period or terms.period, remark)
        for place, (row, village, group, name, id_number, account, phone, many, price, money, period, remark)
        in enumerate(zip(table.numbers, villages, groups, names, ids, accounts, phones, quantity, rate, cents,
                         periods, remarks, strict=True))
        if place not in checker.bad
    ]  # fmt: skip
    _check_totals(checker, cents, quantity)


def _dead_columns(checker: Checker) -> bool:
    """整列空着的必填列、整列都是公式错误的列，各说一次。"""
    dead = False
    for key, raws in checker.table.columns.items():
        if key in ("name", "amount") and not any(raw != "" for raw in raws):
            checker.fail_column(
                key, f"“{TITLES[key]}”整列是空的", "公式没有算出结果的，请用 Excel 或 WPS 打开保存一次"
            )
            dead = True
        elif all(isinstance(raw, str) and raw.startswith("#") for raw in raws):
            checker.fail_column(
                key, f"“{TITLES[key]}”整列是公式错误（{raws[0]}）", "请改正公式，或粘贴为数值"
            )
            dead = True
    return dead


def _places(checker: Checker) -> tuple[list, list]:
    """各户所在的村与组。没有村这一列的，看表名与标题里写的是哪个村。"""
    table = checker.table
    if "village" not in table.columns and "place" not in table.columns:
        return _place_in_title(checker)
    key = "village" if "village" in table.columns else "place"
    names = table.columns[key]
    said = checker.places.town_in(" ".join((table.sheet, *table.titles)))
    towns = table.columns.get("township") or [said] * checker.count
    found = [_place(checker, key, at, *pair) for at, pair in enumerate(zip(towns, names, strict=True))]
    groups = checker.column("group", _text("group"), "")
    villages = [one.village if one else BAD for one in found]
    return villages, [group or (one.group if one else "") for group, one in zip(groups, found, strict=True)]


def _place(checker: Checker, key: str, at: int, town, name) -> Found | None:
    if known := checker.found.get((town, name)):
        return known
    try:
        text = cleaning.line(_plain(name))
        if not text:
            raise CellProblem("没有填写", "每一户都要写明所在的村")
        found = checker.places.find(cleaning.line(_plain(town)), text)
    except CellProblem as problem:
        where = "township" if isinstance(problem, UnknownTownship) else key
        checker.fail(where, at, f"{TITLES[where]}：{problem.message}", problem.hint)
        return None
    checker.found[town, name] = found
    return found


def _place_in_title(checker: Checker) -> tuple[list, list]:
    table = checker.table
    found = checker.places.village_in(" ".join((table.sheet, *table.titles)))
    if found is None and len(checker.places.villages) == 1:
        found = checker.places.villages[0]
    groups = checker.column("group", _text("group"), "")
    if found is None:
        checker.fail_column(
            "village", "缺少“村（居）”列，表名与标题里也没有认出是哪个村", "请补上“乡镇”“村（居）”两列"
        )
        checker.bad.update(range(checker.count))
        return [BAD] * checker.count, groups
    checker.doubt(
        "",
        table.sheet,
        f"没有村这一列，按表名或标题认作{found.township}{found.name}",
        "不对请补上“村（居）”列",
    )
    return [found.pk] * checker.count, groups


def _amounts(checker: Checker) -> tuple[list, list, list]:
    """数量、标准、金额；三样都有的逐户相乘核对到分。"""
    quantity = checker.column("quantity", numbers.Scaled(QUANTITY_SCALE).__getitem__)
    months = checker.column("months", numbers.Scaled(QUANTITY_SCALE).__getitem__)
    rate = checker.column("rate", numbers.Scaled(QUANTITY_SCALE).__getitem__)
    cents = checker.column("amount", numbers.Scaled(CENT_SCALE).__getitem__)
    fixed = checker.terms.rate
    for place, (many, price, money, month) in enumerate(zip(quantity, rate, cents, months, strict=True)):
        if place in checker.bad and money is None:
            continue
        if money is None:
            checker.fail("amount", place, "金额：没有填写", "每一户都要有金额；没有发放的不要列入")
        elif money == 0:
            checker.fail("amount", place, "金额：是零", "没有发放的户不要列入")
        elif many is not None and price is not None:
            _multiply(checker, place, many, price, money, month)
        if fixed is not None and price is not None and price != fixed:
            wanted = text_of(fixed, QUANTITY_SCALE).rstrip("0").rstrip(".")
            checker.fail(
                "rate", place, f"标准：与项目的标准 {wanted} 元不同", "请核对；项目的标准可在项目页修改"
            )
    return quantity, rate, cents


def _multiply(checker: Checker, place: int, many: int, price: int, money: int, month: int | None) -> None:
    product, scale = many * price, TO_CENTS
    if month is not None:
        product, scale = product * month, scale * 10**QUANTITY_SCALE
    # 四舍五入到分，负数按绝对值。
    right = (abs(product) + scale // 2) // scale * (1 if product >= 0 else -1)
    if right != money:
        worth, factors = text_of(right, CENT_SCALE), "数量 × 标准" + (" × 月数" if month is not None else "")
        checker.fail("amount", place, f"金额：{factors}应为 {worth} 元，写的是 {text_of(money, CENT_SCALE)} 元",
                     "请核对数量、标准与金额")  # fmt: skip


def _check_totals(checker: Checker, cents: list, quantity: list) -> None:
    """小计对上一个合计之后的各户，合计对全表；两样都对不上才是错。"""
    start = 0
    for total in checker.table.totals:
        for key, values, scale in (("amount", cents, CENT_SCALE), ("quantity", quantity, QUANTITY_SCALE)):
            _check_total(checker, total, key, values, scale, start)
        start = total.before


def _check_total(checker: Checker, total: Total, key: str, values: list, scale: int, start: int) -> None:
    raw = total.values.get(key, "")
    if raw == "" or any(value is None for value in values[: total.before] if key == "amount"):
        return
    table = checker.table
    cell = address(total.row, table.mapping[key])
    try:
        written = numbers.Scaled(scale)[raw]
    except CellProblem as problem:
        problem_text = f"{total.label}行的{TITLES[key]}：{problem.message}"
        checker.listing.problems.append(
            Problem(table.sheet, cell, _shown(key, raw), problem_text, problem.hint)
        )
        return
    sums = [sum(value or 0 for value in values[begin : total.before]) for begin in (start, 0)]
    if written not in sums:
        right = text_of(sums[0] if "小计" in total.label else sums[1], scale)
        message = f"{total.label}行的{TITLES[key]}是 {text_of(written, scale)}，各户相加是 {right}"
        hint = "请核对是漏了户，还是合计没有更新"
        checker.listing.problems.append(Problem(table.sheet, cell, _shown(key, raw), message, hint))


def check_households(listing: Listing) -> None:
    """整份清单里同一户、同一期只能有一行（核减的负数行另计）。"""
    seen: dict[tuple, Line] = {}
    named: dict[tuple, Line] = {}
    for line in listing.lines:
        if line.cents < 0:
            continue
        if line.id_number:
            first = seen.setdefault((personal.as_18(line.id_number), line.period), line)
            if first is not line:
                where = (
                    f"{first.sheet}”第 {first.row} 行" if first.sheet != line.sheet else f"第 {first.row} 行"
                )
                where = f"工作表“{where}" if first.sheet != line.sheet else where
                listing.problems.append(
                    Problem(
                        line.sheet,
                        f"A{line.row}",
                        "",
                        f"与{where}重复：同一个身份证号",
                        "同一户、同一期只列一行",
                    )
                )
        else:
            first = named.setdefault((line.village, line.group, line.name, line.period), line)
            if first is not line:
                listing.doubts.append(
                    Problem(line.sheet, f"A{line.row}", "", f"与第 {first.row} 行同村同组同名，又没有身份证号",
                            "确是两户才留着")
                )  # fmt: skip


def _name(raw) -> str:
    if type(raw) is str and 2 <= len(raw) <= 4 and raw.isalpha():
        return raw
    text = cleaning.line(_plain(raw))
    if not text:
        raise CellProblem("没有填写", "每一户都要有户主姓名")
    if sum(char.isdigit() for char in text) >= 6:
        raise CellProblem("姓名里有号码", "号码请填在身份证号或账号列")
    if not isinstance(raw, str) or not any(char.isalpha() for char in text):
        raise CellProblem("不是姓名", "请核对列是否错位")
    if len(text) > LENGTHS["name"]:
        raise CellProblem(f"共 {len(text)} 字，过长", "只填户主姓名")
    joined = text.replace(" ", "")
    return joined if not joined.isascii() and joined.isalpha() else text


def _text(key: str) -> Callable:
    limit = LENGTHS[key]

    def parse(raw) -> str:
        if raw == "":
            return ""
        text = cleaning.line(_plain(raw))
        if len(text) > limit:
            raise CellProblem(f"共 {len(text)} 字，超过 {limit} 字", f"请精简到 {limit} 字以内")
        return text

    return parse


def _plain(raw) -> str:
    return raw if isinstance(raw, str) else parsers.as_text(raw)


def _shown(key: str, raw) -> str:
    """错误清单里的原值：号码打码；写错了列的、校验不合的长号码也一样。"""
    text = parsers.shown(raw)
    if key in PERSONAL:
        return _masked(text)
    return LONG_NUMBER.sub(lambda found: _masked(found[0]), text)


def _masked(text: str) -> str:
    return f"{text[:2]}{'*' * max(len(text) - 4, 0)}{text[-2:]}"
