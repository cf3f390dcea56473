"""合计行的核对：小计、合计、总计写在各户之后或之前，单级或按乡镇、村分级，都对得上才算对。"""

import re
from typing import TYPE_CHECKING

from portal.core.sheets import cleaning
from portal.core.sheets.addresses import address
from portal.core.sheets.problems import CellProblem
from village.listing import numbers
from village.listing.columns import TITLES
from village.listing.lines import CENT_SCALE, QUANTITY_SCALE, text_of
from village.listing.table import Total

if TYPE_CHECKING:
    from village.listing.checking import Checker

WHOLE = re.compile(r"总计|(全县|全市|全区|全镇|全乡|全部)(合计|共计)")
HOUSEHOLDS = re.compile(r"共?(\d+)户次?")


def check(checker: "Checker", cents: list, quantity: list) -> None:
    """金额、数量各对一遍；写明户数的，户数也对。"""
    for key, values, scale in (("amount", cents, CENT_SCALE), ("quantity", quantity, QUANTITY_SCALE)):
        _Sums(checker, key, values, scale).check()
    _check_households(checker)


class _Sums:
    """一列的合计。一行合计应是从某个分界到它为止各户之和；合计写在各户前面的，则是从它到后面某个分界为止。"""

    def __init__(self, checker: "Checker", key: str, values: list, scale: int):
        self.checker, self.key, self.scale = checker, key, scale
        self.totals = checker.table.totals
        self.is_ahead = bool(self.totals) and self.totals[0].before == 0
        self.upto = [0]
        for value in values:
            self.upto.append(self.upto[-1] + (value or 0))
        unknown = [at for at, value in enumerate(values) if value is None] if key == "amount" else []
        self.known = unknown[0] if unknown else len(values)

    def check(self) -> None:
        edges = [total.before for total in self.totals]
        for at, total in enumerate(self.totals):
            later = edges[at + 1 :] if self.is_ahead else ()
            self._check(total, edges[:at], later)

    def _check(self, total: Total, earlier: list[int], later) -> None:
        raw = total.values.get(self.key, "")
        if raw == "" or total.before > self.known:
            return
        cell = address(total.row, self.checker.table.mapping[self.key])
        try:
            written = numbers.Scaled(self.scale)[raw]
        except CellProblem as problem:
            message = f"{total.label}行的{TITLES[self.key]}：{problem.message}"
            self.checker.report(cell, raw, message, problem.hint)
            return
        if written not in self._right(total, earlier, later):
            worth = text_of(self._expected(total, earlier, later), self.scale)
            message = (
                f"{total.label}行的{TITLES[self.key]}是 {text_of(written, self.scale)}，各户相加是 {worth}"
            )
            self.checker.report(cell, raw, message, "请核对是漏了户，还是合计没有更新")

    def _right(self, total: Total, earlier: list[int], later) -> set[int]:
        """可以是哪些数；写明“总计”的只能是全部。"""
        here, end = self.upto[total.before], self.upto[-1]
        if WHOLE.search(cleaning.key(total.label)):
            return {here, end} if not self.is_ahead else {end}
        ahead = {self.upto[edge] - here for edge in later} | {end - here} if self.is_ahead else set()
        return {here, *(here - self.upto[edge] for edge in earlier)} | ahead

    def _expected(self, total: Total, earlier: list[int], later) -> int:
        """说给人听的那个数：小计是上一个合计以来的，合计是全部的。"""
        here = self.upto[total.before]
        if self.is_ahead:
            is_first = total.before == 0 and not earlier
            return self.upto[-1] if is_first else self.upto[min([*later, len(self.upto) - 1])] - here
        is_part = "小计" in total.label or total is not self.totals[-1]
        return here - self.upto[max(earlier)] if is_part and earlier else here


def _check_households(checker: "Checker") -> None:
    """合计行里写着“120户”而清单不是的，提醒一句：有的按人、按户次写。"""
    table, edges = checker.table, [0]
    for total in table.totals:
        said = [found[1] for text in total.texts if (found := HOUSEHOLDS.fullmatch(cleaning.key(text)))]
        counts = {total.before - edge for edge in edges} | {checker.count - total.before, checker.count}
        if said and int(said[0]) not in counts:
            message = f"{total.label}行写的是 {said[0]} 户，清单里是 {total.before} 户"
            checker.doubt(address(total.row, 0), said[0], message, "请核对是不是漏了户")
        edges.append(total.before)
