"""一份报告够不够报送：文字、核对、与台账不同的说明。"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tasks.registers.annual import checks, tables
from tasks.registers.annual.models import AnnualReport


@dataclass(frozen=True)
class Figures:
    """台账与上年报告给出的数。台账一件也没有的单位，`ledger` 为空；没有上年报告的，`last_year` 为空。"""

    ledger: Mapping[str, Decimal]
    last_year: Mapping[str, Decimal]

    @property
    def offered(self) -> dict[str, Decimal]:
        """可以预填的各数；上年结转以上年报告为准。"""
        carried = {
            f"3.{tables.CARRIED}.{column}": self.last_year[f"3.{tables.FORWARD}.{column}"]
            for column in tables.COLUMNS_3
            if f"3.{tables.FORWARD}.{column}" in self.last_year
        }
        return {**self.ledger, **carried}


def findings(report: AnnualReport, figures: Figures) -> list[checks.Finding]:
    return checks.check(report.values, last_year=figures.last_year)


def differing(values: Mapping[str, Decimal], figures: Figures) -> dict[str, list[str]]:
    """与台账不同的：{行: 各数的键}；没有填的不算。"""
    found: dict[str, list[str]] = {}
    for key, offered in figures.offered.items():
        if key in values and values[key] != offered:
            found.setdefault(tables.row_of(key), []).append(key)
    return found


def unexplained(report: AnnualReport, figures: Figures) -> list[str]:
    """与台账不同而没有说明的各行。"""
    return [row for row in differing(report.values, figures) if not report.notes.get(row)]


def lacking(report: AnnualReport, figures: Figures) -> str:
    """还不能报送的原因；可以报送为空。"""
    empty = [
        report._meta.get_field(name).verbose_name
        for name in report.TEXTS
        if not getattr(report, name).strip()
    ]
    if empty:
        return f"还没有写“{'”“'.join(empty)}”；没有需要报告的写“无”。"
    if found := findings(report, figures):
        return f"核对有 {len(found)} 处不符，第一处：{found[0].message}。"
    if rows := unexplained(report, figures):
        names = "、".join(tables.ROW_NAMES[row].split("（区分")[0] for row in rows[:3])
        return f"{names}等 {len(rows)} 行与台账不同，请在表里写明原因。"
    return ""
