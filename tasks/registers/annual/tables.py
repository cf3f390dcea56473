"""年度报告的三张固定表：有哪些数、叫什么、怎样合计、照什么样子排。不认识 Django。

一个数的键是 `表.行.列`，如 `3.new.natural`；合计不存，由各数算出（`3.sum.*`、`3.*.total`、`4.*.total`）。
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from portal.core.spanning import HEAD, LABEL, NUMBER, TOTAL, Form, Span
from tasks.registers.requests.outcomes import APPLICANTS, GROUPS, OUTCOMES

Values = Mapping[str, Decimal]
TITLES = {
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
}
SUM, ALL = "sum", "total"
NEW, CARRIED, FORWARD = "new", "carried", "forward"

# 表二：（行, 名称, 各列）。
MADE, REPEALED, VALID, COUNT, AMOUNT = "made", "repealed", "valid", "count", "amount"
COLUMNS_2 = {
    MADE: "本年制发件数",
    REPEALED: "本年废止件数",
    VALID: "现行有效件数",
    COUNT: "本年处理决定数量",
    AMOUNT: "本年收费金额（单位：万元）",
}
ROWS_2 = (
    ("regulations", "规章", (MADE, REPEALED, VALID)),
    ("normative", "行政规范性文件", (MADE, REPEALED, VALID)),
    ("licence", "行政许可", (COUNT,)),
    ("penalty", "行政处罚", (COUNT,)),
    ("coercion", "行政强制", (COUNT,)),
    ("fee", "行政事业性收费", (AMOUNT,)),
)
ITEMS_2 = (
    ("第二十条第（一）项", ("regulations", "normative")),
    ("第二十条第（五）项", ("licence",)),
    ("第二十条第（六）项", ("penalty", "coercion")),
    ("第二十条第（八）项", ("fee",)),
)
# 表三：行是新收、结转、二十一种结果、结转下年度，列是六类申请人。
RESULTS = tuple(one.code for one in OUTCOMES)
ROWS_3 = (
    (NEW, "一、本年新收政府信息公开申请数量"),
    (CARRIED, "二、上年结转政府信息公开申请数量"),
    *((one.code, one.label) for one in OUTCOMES),
    (FORWARD, "四、结转下年度继续办理"),
)
COLUMNS_3 = dict(APPLICANTS)
# 表四：三种途径各有四种结果。
ROWS_4 = (
    ("reconsideration", "行政复议"),
    ("direct", "未经复议直接起诉"),
    ("after", "复议后起诉"),
)
COLUMNS_4 = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}

KEYS_2 = tuple(f"2.{row}.{column}" for row, _, columns in ROWS_2 for column in columns)
KEYS_3 = tuple(f"3.{row}.{column}" for row, _ in ROWS_3 for column in COLUMNS_3)
KEYS_4 = tuple(f"4.{row}.{column}" for row, _ in ROWS_4 for column in COLUMNS_4)
KEYS = (*KEYS_2, *KEYS_3, *KEYS_4)
ROW_NAMES = {
    **{f"2.{row}": name for row, name, _ in ROWS_2},
    **{f"3.{row}": name for row, name in ROWS_3},
    f"3.{SUM}": "（七）总计",
    **{f"4.{row}": name for row, name in ROWS_4},
}
COLUMN_NAMES = {2: COLUMNS_2, 3: COLUMNS_3 | {ALL: "总计"}, 4: COLUMNS_4 | {ALL: "总计"}}
NUMERALS = {2: "二", 3: "三", 4: "四"}
CHECK_HEAD = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def row_of(key: str) -> str:
    """键所在的行，如 `3.new`。"""
    return key.rpartition(".")[0]


def name_of(key: str) -> str:
    """给人看的名字：表三“一、本年新收…”的“自然人”。"""
    table, _, column = key.split(".")
    short = ROW_NAMES[row_of(key)].split("（区分")[0]
    return f"表{NUMERALS[int(table)]}“{short}”的“{COLUMN_NAMES[int(table)][column]}”"


def is_money(key: str) -> bool:
    return key.endswith(f".{AMOUNT}")


def totals(values: Values) -> dict[str, Decimal]:
    """各合计；有缺数的不合计，不把缺当作零。"""
    found: dict[str, Decimal | None] = {}
    for column in COLUMNS_3:
        found[f"3.{SUM}.{column}"] = add(values, (f"3.{row}.{column}" for row in RESULTS))
    known = {**values, **{key: value for key, value in found.items() if value is not None}}
    for row in (*(row for row, _ in ROWS_3), SUM):
        found[f"3.{row}.{ALL}"] = add(known, (f"3.{row}.{column}" for column in COLUMNS_3))
    for row, _ in ROWS_4:
        found[f"4.{row}.{ALL}"] = add(values, (f"4.{row}.{column}" for column in COLUMNS_4))
    return {key: value for key, value in found.items() if value is not None}


def add(values: Values, keys: Iterable[str]) -> Decimal | None:
    """几个数之和；缺一个就没有和。"""
    parts = [values.get(key) for key in keys]
    return None if any(part is None for part in parts) else sum(parts, Decimal(0))


def shown(value: Decimal | None) -> str:
    """缺的是空，零是 0。"""
    return "" if value is None else f"{value.normalize():f}"


Draw = Callable[[str], Span]


def plain(values: Values) -> Draw:
    """照 `values`（合计自动算）画出各数。"""
    known = {**values, **totals(values)}

    def draw(key: str) -> Span:
        kind = NUMBER if key in KEYS else TOTAL
        return Span(shown(known.get(key)), kind=kind, key=key, value=known.get(key))

    return draw


def forms(draw: Draw) -> dict[int, Form]:
    """三张表的样子；`draw(键)` 给出装那个数的一格。"""
    return {2: _form_2(draw), 3: _form_3(draw), 4: _form_4(draw)}


def _wide(span: Span, cols: int) -> Span:
    return Span(span.text, span.rows, cols, span.kind, span.key, span.value, span.url, span.mark)


def _form_2(draw: Draw) -> Form:
    names = {row: (name, columns) for row, name, columns in ROWS_2}
    rows: list[list[Span]] = []
    for item, members in ITEMS_2:
        columns = names[members[0]][1]
        cols = 3 // len(columns)
        rows.append([Span(item, cols=4)])
        rows.append([Span("信息内容"), *(Span(COLUMNS_2[column], cols=cols) for column in columns)])
        for row in members:
            cells = (_wide(draw(f"2.{row}.{column}"), cols) for column in columns)
            rows.append([Span(names[row][0], kind=LABEL), *cells])
    return Form(TITLES[2], (22, 16, 16, 16), rows, heads=0)


def _form_3(draw: Draw) -> Form:
    corporate = [label for code, label in APPLICANTS if code != "natural"]
    rows: list[list[Span]] = [
        [Span(CHECK_HEAD, rows=3, cols=3), Span("申请人情况", cols=7)],
        [Span("自然人", rows=2), Span("法人或其他组织", cols=5), Span("总计", rows=2)],
        [Span(label) for label in corporate],
    ]
    names = dict(ROWS_3)
    rows += [[Span(names[row], cols=3, kind=LABEL), *_cells_3(draw, row)] for row in (NEW, CARRIED)]
    whole = Span("三、本年度办理结果", rows=len(RESULTS) + 1, kind=LABEL)
    for place, (group, label) in enumerate(GROUPS):
        members = [one for one in OUTCOMES if one.group == group]
        for index, one in enumerate(members):
            line = [whole] if place == index == 0 else []
            if len(members) == 1:
                line.append(Span(one.label, cols=2, kind=LABEL))
            else:
                line += [Span(label, rows=len(members), kind=LABEL)] if index == 0 else []
                line.append(Span(one.label, kind=LABEL))
            rows.append([*line, *_cells_3(draw, one.code)])
    rows.append([Span("（七）总计", cols=2, kind=LABEL), *_cells_3(draw, SUM)])
    rows.append([Span(names[FORWARD], cols=3, kind=LABEL), *_cells_3(draw, FORWARD)])
    return Form(TITLES[3], (9, 13, 40, 9, 9, 9, 9, 9, 9, 9), rows, heads=3)


def _cells_3(draw: Draw, row: str) -> list[Span]:
    return [draw(f"3.{row}.{column}") for column in (*COLUMNS_3, ALL)]


def _form_4(draw: Draw) -> Form:
    first, *suits = ROWS_4
    leaves = [*COLUMNS_4.values(), "总计"]
    rows = [
        [Span(first[1], rows=2, cols=5), Span("行政诉讼", cols=10)],
        [Span(name, cols=5) for _, name in suits],
        [Span(leaf, kind=HEAD) for _ in ROWS_4 for leaf in leaves],
        [draw(f"4.{row}.{column}") for row, _ in ROWS_4 for column in (*COLUMNS_4, ALL)],
    ]
    return Form(TITLES[4], (1,) * 15, rows, heads=3)
