"""年度报告的核对：勾稽关系逐列、逐行、与上年，一次全部列出，每处给出两个数与改法。缺不等于零。"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tasks.registers.annual import tables
from tasks.registers.annual.tables import ALL, CARRIED, COLUMN_NAMES, FORWARD, NEW, RESULTS, SUM, Values


@dataclass(frozen=True)
class Finding:
    """一处不符。`keys` 是有关的数，第一个是该看的那一格；`left`、`right` 是两边的数（缺的为空）。"""

    rule: str
    keys: tuple[str, ...]
    message: str
    hint: str
    left: str = ""
    right: str = ""


def check(values: Values, typed: Values | None = None, last_year: Values | None = None) -> list[Finding]:
    """全部不符之处。`typed` 是工作簿里填写的合计，`last_year` 是上年报告的数（没有上年报告的为 None）。"""
    typed = typed or {}
    found = [*_blanks(values), *_balances(values), *_sums(values, typed), *_across(values, typed)]
    return [*found, *_disputes(values, typed), *_carried(values, last_year or {})]


def _blanks(values: Values) -> Iterator[Finding]:
    for key in tables.KEYS:
        if values.get(key) is None:
            yield Finding("blank", (key,), f"{tables.name_of(key)}没有填写", "没有的填 0，不留空")


def _number(value: Decimal) -> str:
    return tables.shown(value)


def _differs(rule: str, keys, message: str, hint: str, left: Decimal | None, right: Decimal | None):
    """两边都有数而不相等的一处。"""
    if left is not None and right is not None and left != right:
        gap = f"，相差 {_number(abs(left - right))}"
        yield Finding(rule, tuple(keys), message + gap, hint, _number(left), _number(right))


def _balances(values: Values) -> Iterator[Finding]:
    """各列：一＋二 ＝（七）＋四。"""
    known = {**values, **tables.totals(values)}
    for column, name in COLUMN_NAMES[3].items():
        came = tables.add(known, (f"3.{NEW}.{column}", f"3.{CARRIED}.{column}"))
        went = tables.add(known, (f"3.{SUM}.{column}", f"3.{FORWARD}.{column}"))
        yield from _differs(
            "balance",
            (f"3.{FORWARD}.{column}", f"3.{SUM}.{column}"),
            f"表三“{name}”一列：第一项加第二项为 {tables.shown(came)}，第三项（七）加第四项为 {tables.shown(went)}",
            "收到的每一件不是办了就是结转：请核对这一列的新收、上年结转、各种结果与结转下年度",
            came,
            went,
        )


def _sums(values: Values, typed: Values) -> Iterator[Finding]:
    """各列：（七）＝ 各种结果之和。"""
    for column, name in tables.COLUMNS_3.items():
        key = f"3.{SUM}.{column}"
        total = tables.add(values, (f"3.{row}.{column}" for row in RESULTS))
        yield from _differs(
            "sum",
            (key,),
            f"表三“{name}”一列：（七）总计填 {tables.shown(typed.get(key))}，（一）至（六）各行之和为 {tables.shown(total)}",
            "把（七）总计改为各行之和，或核对各行的数",
            typed.get(key),
            total,
        )


def _across(values: Values, typed: Values) -> Iterator[Finding]:
    """表三各行：总计 ＝ 六类申请人之和。（七）这一行用填写的数，没有填的用算出的。"""
    known = {**tables.totals(values), **values, **{k: v for k, v in typed.items() if ALL not in k}}
    for row in (*(row for row, _ in tables.ROWS_3), SUM):
        key = f"3.{row}.{ALL}"
        total = tables.add(known, (f"3.{row}.{column}" for column in tables.COLUMNS_3))
        yield from _differs(
            "across",
            (key,),
            f"{tables.name_of(key)}填 {tables.shown(typed.get(key))}，六类申请人之和为 {tables.shown(total)}",
            "把总计改为六列之和，或核对各列的数",
            typed.get(key),
            total,
        )


def _disputes(values: Values, typed: Values) -> Iterator[Finding]:
    """表四：总计 ＝ 四种结果之和。"""
    for row, _ in tables.ROWS_4:
        key = f"4.{row}.{ALL}"
        total = tables.add(values, (f"4.{row}.{column}" for column in tables.COLUMNS_4))
        yield from _differs(
            "disputes",
            (key,),
            f"{tables.name_of(key)}填 {tables.shown(typed.get(key))}，四种结果之和为 {tables.shown(total)}",
            "把总计改为四种结果之和，或核对各种结果",
            typed.get(key),
            total,
        )


def _carried(values: Values, last_year: Values) -> Iterator[Finding]:
    """上年结转 ＝ 上年报告的结转下年度继续办理。"""
    for column, name in tables.COLUMNS_3.items():
        key = f"3.{CARRIED}.{column}"
        before = last_year.get(f"3.{FORWARD}.{column}")
        yield from _differs(
            "carried",
            (key,),
            f"表三“{name}”一列：上年结转填 {tables.shown(values.get(key))}，上年报告的结转下年度为 {tables.shown(before)}",
            "上年结转须与上年报告一致；上年报告有误的，先更正上年报告",
            values.get(key),
            before,
        )


def by_key(findings: list[Finding]) -> Mapping[str, list[Finding]]:
    """{第一个键: 各处}，供标在格子旁。"""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.keys[0], []).append(finding)
    return found
