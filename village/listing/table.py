"""一张表的数据区：哪些行是户，哪些是合计、小计、注与落款。"""

import re
from dataclasses import dataclass, field

from portal.core.sheets import cleaning, headers
from portal.core.sheets.addresses import address
from portal.core.sheets.reading import Sheet
from portal.core.sheets.rows import NOTE, SIGNATURE

TOTAL = re.compile(r".{0,16}(合计|总计|小计|共计|累计)([:(（].*)?")
# 没有姓名的行，“合计人民币（大写）……”之类也算。
LOOSE = re.compile(r".{0,16}(合计|总计|小计|共计|累计)")
# 合计行的“计”字写在最前几格里；再往后就是备注了。
HEAD = 6
# 金额、数量竖向合并时只算第一行，不能铺到每一户。
ONCE = frozenset({"quantity", "amount", "months"})
DITTO = frozenset({"同上", "〃", '"', "″", "..", "''"})
VITAL = ("name", "id_number", "quantity", "amount")
LONG_DIGITS = re.compile(r"\d{6}")
LONGEST_SECTION = 30
CARRIED = ("township", "village", "place", "group", "rate", "period")


@dataclass(frozen=True)
class Total:
    """一行合计：在第几行、它之前有几户。"""

    row: int
    label: str
    before: int
    values: dict[str, object]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """占一整行的小标题（如村名），管着它以下各户。"""

    text: str
    before: int


@dataclass
class Table:
    """`columns`：键 → 各户的原值；`numbers` 各户的行号；`titles` 是表头之上的文字。"""

    sheet: str
    mapping: dict[str, int]
    header: int
    titles: tuple[str, ...]
    numbers: list[int] = field(default_factory=list)
    columns: dict[str, list] = field(default_factory=dict)
    totals: list[Total] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)

    def cell(self, key: str, place: int) -> str:
        """第 `place` 户（从 0 起）`key` 所在的格。"""
        return address(self.numbers[place], self.mapping.get(key, 0))


def tabulate(sheet: Sheet, header: headers.Header) -> Table:
    mapping = header.matching.mapping
    above = tuple(
        str(v) for n, row in sheet.rows if n < header.first for v in row if isinstance(v, str) and v
    )
    table = Table(sheet.title, mapping, header.last, above)
    once = {mapping[key] for key in ONCE & mapping.keys()}
    covered = {place for place in sheet.covered if place[1] in once}
    rows, width = [], max(mapping.values()) + 1
    titles = {heading.index: heading.levels[-1] for heading in header.headings}
    table.heads = {
        key: heading.title
        for key, index in mapping.items()
        for heading in header.headings
        if heading.index == index
    }
    name, amount = mapping["name"], mapping["amount"]
    over = {number for number, index in sheet.covered if index == name}
    # 序号是数字的，“合计”二字只会写在姓名一格；别的行把前面几格都看一看。
    serial = mapping.get("number", amount)
    labels = sorted(
        {0, *(mapping[key] for key in ("number", "township", "village", "name") if key in mapping)}
    )
    for number, row in sheet.rows:
        if number <= header.last:
            continue
        if len(row) < width:
            row = row + [""] * (width - len(row))
        suspect = (
            row[name] in ("", titles[name])
            or row[amount] == ""
            or number in over
            or "计" in str(row[name])
            or (
                (serial == amount or type(row[serial]) is not float)
                and "计" in "".join([str(row[at]) for at in labels])
            )
        )
        if suspect and not _is_household(table, number, row, titles, len(rows), sheet):
            continue
        table.numbers.append(number)
        rows.append(row)
    if covered:
        rows = [_uncovered(number, row, covered) for number, row in zip(table.numbers, rows, strict=True)]
    table.columns = {key: [row[index] for row in rows] for key, index in mapping.items()}
    for key in CARRIED:
        if key in table.columns:
            table.columns[key] = _carried(table.columns[key])
    if "rate" in table.columns:
        table.columns["rate"] = _single_rate(table.columns["rate"])
    return table


def _is_household(table: Table, number: int, row: list, titles: dict, before: int, sheet: Sheet) -> bool:
    """这一行是不是一户；合计行记下来核对，注、落款、重复的表头不算。"""
    own = [(i, v) for i, v in enumerate(row) if v != "" and (number, i) not in sheet.covered]
    if not any(i in table.mapping.values() for i, _ in own):
        return False
    texts = [headers.tidy(v) for _, v in own[:HEAD] if isinstance(v, str)]
    texts.append("".join(texts[:2]))  # “合”“计”分写在两格
    label = next((text for text in texts if TOTAL.fullmatch(text)), "")
    filled = {key: value for key, index in table.mapping.items() for i, value in own if i == index}
    if "name" not in filled:
        label = label or next((text for text in texts if LOOSE.match(text)), "")
    if label and "id_number" not in filled:
        words = tuple(v for _, v in own if isinstance(v, str))
        table.totals.append(Total(number, label, before, filled, words))
        return False
    first = texts[0] if texts and len(own) <= 3 else ""
    if len(own) == 1 and first and len(first) <= LONGEST_SECTION:
        table.sections.append(Section(str(own[0][1]), before))
    if NOTE.fullmatch(first) or SIGNATURE.fullmatch(first) or (len(own) == 1 and "name" not in filled):
        return False
    if len(own) > 1 and all(titles.get(i) == str(v).strip() for i, v in own):
        return False
    # 姓名、身份证号、数量、金额一样也没有的，是预填了序号、村名的空行，或盖章、日期一类的落款。
    return any(_says_household(key, filled[key]) for key in VITAL if key in filled)


def _says_household(key: str, value) -> bool:
    return key != "id_number" or not isinstance(value, str) or bool(LONG_DIGITS.search(value))


def _uncovered(number: int, row: list, covered: set) -> list:
    return ["" if (number, index) in covered else value for index, value in enumerate(row)]


def _carried(values: list) -> list:
    """“同上”之类换成上一行的值。"""
    if DITTO.isdisjoint(values):
        return values
    above, carried = "", []
    for value in values:
        if isinstance(value, str) and cleaning.line(value) in DITTO:
            value = above
        above = value
        carried.append(value)
    return carried


def _single_rate(values: list) -> list:
    """标准只在第一户写了一次、下面都空着的，各户都用它。"""
    rest = set(values[1:])
    return [values[0]] * len(values) if values and values[0] != "" and rest == {""} else values
