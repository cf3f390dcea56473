"""逐户核对：必填、号码、地方、数量乘标准、重复的户、合计行。每处错误带地址、原因与改法。"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from portal.core import personal
from portal.core.sheets import cleaning, parsers
from portal.core.sheets.addresses import address
from portal.core.sheets.problems import CellProblem, Problem
from village.listing import locating, numbers, totals, veiling
from village.listing.columns import PERSONAL, TITLES
from village.listing.lines import CENT_SCALE, QUANTITY_SCALE, Line, Listing, text_of
from village.listing.places import Found, Places
from village.listing.table import Table

if TYPE_CHECKING:
    from village.listing.reading import Terms

LENGTHS = {"name": 60, "group": 30, "period": 30, "remark": 200}
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
        cell = self.table.cell(key, place)
        self.listing.problems.append(Problem(self.table.sheet, cell, _shown(key, raw), message, hint))

    def report(self, cell: str, raw, message: str, hint: str) -> None:
        """合计行等不属于某一户的错误。"""
        self.listing.problems.append(Problem(self.table.sheet, cell, _shown("", raw), message, hint))

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
    villages, groups = locating.locate(checker, checker.column("group", _Texts("group").__getitem__, ""))
    text = checker.column
    names, ids = text("name", _name), text("id_number", numbers.id_number, "")
    accounts, phones = text("account", numbers.account, ""), text("phone", numbers.phone, "")
    quantity, rate, cents = _amounts(checker)
    periods, remarks = (
        text("period", _Texts("period").__getitem__, ""),
        text("remark", _Texts("remark").__getitem__, ""),
    )
    listing.lines += [
        Line(table.sheet, row, village, group, name, id_number, account, phone, many, price, money,
             period or terms.period, remark)
        for place, (row, village, group, name, id_number, account, phone, many, price, money, period, remark)
        in enumerate(zip(table.numbers, villages, groups, names, ids, accounts, phones, quantity, rate, cents,
                         periods, remarks, strict=True))
        if place not in checker.bad
    ]  # fmt: skip
    totals.check(checker, cents, quantity)
    _tell_blank_numbers(checker)


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
        elif key in ("rate", "amount") and "万元" in checker.table.heads.get(key, ""):
            checker.fail_column(key, f"“{TITLES[key]}”以万元为单位", "请换算成元，表头也改为“元”")
            dead = True
    return dead


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
            checker.fail(
                "amount",
                place,
                "金额：没有填写",
                "每一户都要有金额，没有发放的不要列入；写的是公式的，请用 Excel 或 WPS 打开保存一次",
            )
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
        hint = "核减的，数量与金额都写负数" if right == -money else "请核对数量、标准与金额"
        message = f"金额：{factors}应为 {worth} 元，写的是 {text_of(money, CENT_SCALE)} 元"
        checker.fail("amount", place, message, hint)


def check_households(listing: Listing, tables: list[Table]) -> None:
    """整份清单里同一户、同一期只能有一行（核减的负数行另计）。"""
    seen: dict[tuple, Line] = {}
    named: dict[tuple, Line] = {}
    columns = {table.sheet: table.mapping for table in tables}
    for line in listing.lines:
        if line.cents < 0:
            continue
        place = columns[line.sheet]
        if line.id_number:
            number = line.id_number if len(line.id_number) == 18 else personal.as_18(line.id_number)
            first = seen.setdefault((number, line.period), line)
            if first is not line:
                cell, message = (
                    address(line.row, place["id_number"]),
                    f"与{_where(first, line)}重复：同一个身份证号",
                )
                listing.problems.append(Problem(line.sheet, cell, "", message, "同一户、同一期只列一行"))
        else:
            first = named.setdefault((line.village, line.group, line.name, line.period), line)
            if first is not line:
                message = f"与{_where(first, line)}同村同组同名，又没有身份证号"
                cell = address(line.row, place["name"])
                listing.doubts.append(Problem(line.sheet, cell, "", message, "确是两户才留着"))


def _where(first: Line, line: Line) -> str:
    return f"第 {first.row} 行" if first.sheet == line.sheet else f"工作表“{first.sheet}”第 {first.row} 行"


def _tell_blank_numbers(checker: Checker) -> None:
    """有身份证号这一列而有的户没填：查重只能凭村、组、姓名，说一声。"""
    raws = checker.table.columns.get("id_number", ())
    rows = (
        [number for number, raw in zip(checker.table.numbers, raws, strict=True) if raw == ""] if raws else []
    )
    if rows:
        some = "、".join(map(str, rows[:5])) + ("等" if len(rows) > 5 else "")
        cell = address(rows[0], checker.table.mapping["id_number"])
        checker.doubt(cell, "", f"{len(rows)} 户没有身份证号（第 {some} 行），查重只按村、组、姓名")


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


class _Texts(dict):
    """成列识读文字：原值 → 清洗过、号码打过码的文字；组、备注多有相同，同样的只看一次。"""

    def __init__(self, key: str):
        super().__init__({"": ""})
        self.limit = LENGTHS[key]

    def __missing__(self, raw) -> str:
        text = veiling.kept(cleaning.line(_plain(raw)))
        if len(text) > self.limit:
            raise CellProblem(f"共 {len(text)} 字，超过 {self.limit} 字", f"请精简到 {self.limit} 字以内")
        self[raw] = text
        return text


def _plain(raw) -> str:
    return raw if isinstance(raw, str) else parsers.as_text(raw)


def _shown(key: str, raw) -> str:
    """错误清单里的原值：号码打码；写错了列的、校验不合的长号码也一样。"""
    text = parsers.shown(raw)
    if key in PERSONAL:
        return veiling.masked(text)
    return veiling.cell(text)
