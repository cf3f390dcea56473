"""工作日表的工作簿：把一年的放假通知填成几行导入；导出现有的调整，改了可以再导入。"""

import datetime as dt
from dataclasses import asdict

from django.utils import timezone

from portal.core import rules
from portal.core.clock import local_date
from portal.core.models import DayOverride
from portal.core.sheets import kinds, stamp
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, choice, text
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.rows import Row, parse_book
from portal.core.sheets.stamp import Stamp
from portal.core.sheets.writing import Draft, SheetDraft, build
from portal.desk.workdays import actions, permissions
from portal.desk.workdays.actions import DayLine
from portal.desk.workdays.ranges import DayRange

KIND, LABEL, VERSION = "workdays", "工作日调整", "1"
STATES = {"休息": False, "上班": True}
SYNONYMS = {
    "放假": False,
    "休": False,
    "假": False,
    "班": True,
    "调休上班": True,
    "工作日": True,
    "补班": True,
}
SHEET = SheetSpec(
    "工作日调整",
    (
        Column(
            "days",
            "日期",
            DayRange(),
            required=True,
            aliases=("日期或起止", "放假日期", "起止日期"),
            width=28,
            help="一天，或一段，如 2027-10-01至2027-10-07",
        ),
        Column(
            "is_workday", "上班或休息", choice(STATES, SYNONYMS), required=True, aliases=("类型",), width=12
        ),
        Column(
            "name", "名称", text(40), aliases=("节日", "说明"), width=18, help="如 国庆节、国庆节调休上班"
        ),
        Column(
            "source",
            "依据",
            text(120),
            required=True,
            aliases=("文件", "依据文件"),
            width=40,
            help="通知的名称与文号",
        ),
    ),
)
BOOK = WorkbookSpec(KIND, LABEL, VERSION, (SHEET,))
SPARE_ROWS, PREVIEW = 60, 200


class WorkdayImporter:
    """表里的日子没有的新增、有的更正；表里没有的日子不因此删去。"""

    kind, label = KIND, LABEL

    def plan(self, book, *, campaign, scope, by) -> Plan:
        if by is not None and (refused := rules.refusal(permissions.check_can_change, by)):
            return Plan(KIND, problems=[Problem("", "", "", refused)])
        own = stamp.read_stamp(book)
        problems = stamp.verify(own, kind=KIND, label=LABEL, version=VERSION, scope={}) if own else []
        if problems:
            return Plan(KIND, problems=problems)
        (parsed,) = parse_book(book, BOOK)
        lines, found = _lines(parsed.rows)
        return _plan(lines, problems=[*parsed.errors, *found], doubts=parsed.doubts)

    def apply(self, plan: Plan, *, by, at):
        if plan.new or plan.changed:
            lines = [
                DayLine(**item | {"date": dt.date.fromisoformat(item["date"])})
                for item in plan.payload["lines"]
            ]
            actions.adjust_days(lines=lines, fingerprint=plan.payload["fingerprint"], by=by, at=at)
        return plan.outcome()


def _lines(rows: list[Row]) -> tuple[list[DayLine], list[Problem]]:
    """每天一条，与其错误：同一天写了两次的。"""
    lines, problems, seen = [], [], {}
    for row in rows:
        doubled = [day for day in row["days"] if day in seen]
        if doubled:
            said = f"{doubled[0]} 与第 {seen[doubled[0]]} 行重复"
            problems.append(row.problem("days", said, "同一天只写一次，请改正起止"))
        for day in row["days"]:
            if day not in seen:
                seen[day] = row.number
                lines.append(DayLine(day, row["is_workday"], row["name"] or "", row["source"]))
    return lines, problems


def _plan(lines: list[DayLine], *, problems: list[Problem], doubts: list[Problem]) -> Plan:
    known = {row.date: DayLine(row.date, row.is_workday, row.name, row.source) for row in _all()}
    new = [line for line in lines if line.date not in known]
    changed = [line for line in lines if line.date in known and known[line.date] != line]
    years = {line.date.year for line in lines}
    listed = {line.date for line in lines}
    fresh = [] if problems else [*new, *changed]
    proposal = actions.propose(lines=fresh, on=local_date(timezone.now()))
    return Plan(
        KIND,
        rows=len(lines),
        new=len(new),
        changed=len(changed),
        same=len(lines) - len(new) - len(changed),
        gone=sum(day.year in years and day not in listed for day in known),
        problems=problems,
        doubts=doubts,
        payload={
            "lines": [asdict(line) | {"date": line.date.isoformat()} for line in fresh],
            "fingerprint": proposal.fingerprint,
        },
        preview=[] if problems else _previews(new, changed, proposal.shifts),
    )


def _all():
    return DayOverride.objects.order_by("date")


def _previews(new, changed, shifts) -> list[Table]:
    found = [_days("新增的日子", new), _days("改动的日子", changed), moved_table(shifts)]
    return [table for table in found if table.rows or table.title == MOVED]


def _days(title: str, lines: list[DayLine]) -> Table:
    rows = tuple((str(n.date), "上班" if n.is_workday else "休息", n.name, n.source) for n in lines[:PREVIEW])
    return Table(title, ("日期", "上班或休息", "名称", "依据"), rows, max(0, len(lines) - PREVIEW))


MOVED = "随之变动的期限"


def moved_table(shifts) -> Table:
    """没有办结、随之变动的期限；一个也没有的说明没有。"""
    rows = tuple((s.title, s.label, str(s.before), str(s.after)) for s in shifts[:PREVIEW])
    none = (("没有随之变动的期限", "—", "—", "—"),)
    return Table(MOVED, ("事项", "日期", "原为", "改为"), rows or none, max(0, len(shifts) - PREVIEW))


class WorkdayExporter:
    """全部调整，一天一行。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        return [
            {"days": row.date, "is_workday": row.is_workday, "name": row.name, "source": row.source}
            for row in _all()
        ]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        notes = ("注：表里没有的日子按国务院办公厅放假通知；尚未收录的年份按周末推算。",)
        sheet = SheetDraft(SHEET, self.rows(), frozen=1, spare_rows=SPARE_ROWS, notes=notes)
        return build(Draft((sheet,), stamp=Stamp(KIND, LABEL, VERSION, {}, at)))


kinds.register(WorkdayImporter())
kinds.register_exporter(WorkdayExporter())
