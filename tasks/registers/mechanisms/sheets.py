"""工作机制：一份一行，县区、机制、名称合起来认行；流程写在一格里，一行一步。现行的不能经表格改动。"""

import datetime as dt
from collections.abc import Sequence

from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, choice, day, text, url, whole
from tasks.register_books import RegisterBook
from tasks.registers.mechanisms import actions, permissions, selectors, steps
from tasks.registers.mechanisms.models import Mechanism

KINDS = {label: value for value, label in Mechanism.Kind.choices}
SHEET = SheetSpec(
    "工作机制",
    (
        Column("code", "县区编码", text(20, narrow=True), required=True, width=10),
        Column("kind", "机制", choice(KINDS), required=True, aliases=("类别",), width=16),
        Column("title", "文件名称", text(120), required=True, aliases=("名称",), width=36),
        Column("county", "县区", text(80), width=12, help="给人看的，以编码为准"),
        Column("number", "文号", text(60), width=20),
        Column("effective_on", "施行日期", day(), width=12),
        Column("link", "文件网址", url(), width=28),
        Column(
            "steps",
            "流程",
            text(9000, multiline=True),
            width=60,
            help="一行一步：步骤｜责任岗位或单位｜时限；时限可以不写",
        ),
        Column("step_count", "步数", whole(), width=6, help="给人看的"),
        Column("status", "状态", text(20), width=10, help="给人看的；提交与审核在页面办理"),
        Column("ended_on", "终止日期", day(), width=12, help="给人看的"),
    ),
)


class MechanismBook(RegisterBook):
    kind, label, sheet = "mechanisms", "工作机制", SHEET
    key = ("code", "kind", "title")
    shown = frozenset({"county", "step_count", "status", "ended_on"})

    def check_can_import(self, by, campaign) -> None:
        permissions.check_can_import(by, campaign)

    def lines(self, campaign, by) -> list[dict]:
        return lines_of(selectors.mechanisms(by))

    def prepare(self, campaign, by):
        """此人填报的县区，与它们已有各份的状态。"""
        codes = _codes(campaign, by)
        rows = Mechanism.objects.filter(county__code__in=codes).select_related("county")
        return codes, {(row.county.code, row.kind, row.title): row for row in rows}

    def check(self, row, old, known):
        codes, held = known
        if row["code"] not in codes:
            yield row.problem("code", "不是你填报的县区", f"县区编码应为 {'、'.join(sorted(codes))}")
        try:
            steps.read(row["steps"] or "")
        except steps.Unclear as unclear:
            yield row.problem("steps", str(unclear), "如：1. 起草｜信息员｜当日")
        found = held.get(tuple(row[name] for name in self.key))
        if found is not None and not found.is_editable:
            said = f"这一份{found.get_status_display()}，不能经表格改动"
            yield row.problem("title", said, "要改请换一个名称另拟一份，审核施行后替代它")

    def write(self, campaign, lines: Sequence[dict], *, by, at: dt.datetime) -> None:
        counties = {county.code: county for county in permissions.drafting_counties(by)}
        _, held = self.prepare(campaign, by)
        for line in lines:
            values = {name: line[name] or "" for name in ("kind", "title", "number", "link")}
            values["effective_on"] = line["effective_on"]
            flow = steps.read(line["steps"] or "")
            found = held.get(self._key(line))
            if found is None:
                actions.draft_mechanism(
                    county=counties[line["code"]], values=values, steps=flow, by=by, at=at
                )
            else:
                actions.save_mechanism(
                    mechanism=found, values=values, steps=flow, version=found.version, by=by, at=at
                )


def _codes(campaign, by) -> list[str]:
    if by is not None:
        return [county.code for county in permissions.drafting_counties(by)]
    return list(campaign.participants.values_list("county__code", flat=True))


def lines_of(rows) -> list[dict]:
    """各份写成工作簿的列。"""
    return [_line(row) for row in rows.prefetch_related("steps")]


def _line(row: Mechanism) -> dict:
    names = ("kind", "title", "number", "effective_on", "link", "step_count", "ended_on")
    return {name: getattr(row, name) for name in names} | {
        "code": row.county.code,
        "county": row.county.short_name,
        "steps": steps.write(row.steps.all()),
        "status": row.get_status_display(),
    }


MECHANISMS = MechanismBook()
kinds.register(MECHANISMS)
kinds.register_exporter(MECHANISMS)
