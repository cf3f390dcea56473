"""任务书：一行一项任务，导入与导出互逆；编号是键，表里没有的任务不会因此删除。"""

import datetime as dt
from dataclasses import asdict

from portal.core import rules
from portal.core.rules import Denied
from portal.core.sheets import kinds, stamp
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, choice, day, text
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.rows import Row, parse_book
from portal.core.sheets.stamp import Stamp, Tag
from portal.core.sheets.writing import Draft, SheetDraft, build
from tasks import permissions, selectors, template
from tasks.actions.task import TaskLine, record_tasks
from tasks.models import Campaign, Task

KIND, LABEL, VERSION = "tasks", "任务书", "1"
ALL = "全部县区"
AREAS = {area.name: area.name for area in template.AREAS}
RECURRENCES = {label: value for value, label in Task.Recurrence.choices}
SHEET = SheetSpec(
    "任务书",
    (
        Column("number", "编号", text(20, narrow=True), required=True, aliases=("序号", "任务编号"), width=8),
        Column("area", "任务方面", choice(AREAS), aliases=("方面",), width=12),
        Column(
            "title",
            "任务",
            text(500, multiline=True),
            required=True,
            aliases=("工作任务", "任务内容"),
            width=48,
        ),
        Column("clause", "依据条款", text(60), aliases=("来源条款",), width=14),
        Column("deliverable", "成果", text(200), aliases=("成果形式",), width=24),
        Column("lead", "牵头单位", text(200), aliases=("责任单位",), width=20),
        Column("supporting", "配合单位", text(300), width=24),
        Column("due_on", "完成时限", day(), aliases=("截止日期",), width=12),
        Column("recurrence", "频次", choice(RECURRENCES), width=8, help="不填为一次"),
        Column(
            "counties",
            "承办县区",
            text(1000),
            width=30,
            help="县区简称，用顿号分开；全部县区都承办的写“全部县区”；不交县区办的留空",
        ),
    ),
)
BOOK = WorkbookSpec(KIND, LABEL, VERSION, (SHEET,))


def campaign_of(year: int | Campaign | None) -> Campaign:
    """指定年度的行动；不指定为当前行动。抛 `Denied`：没有。"""
    if isinstance(year, Campaign):
        return year
    found = Campaign.objects.filter(year=year).first() if year else selectors.current_campaign()
    if found is None:
        raise Denied("还没有建立行动，请先由市政务公开办建立。")
    return found


def lines_of(campaign: Campaign) -> dict[str, TaskLine]:
    """库里的任务书：{编号: 行}，三次查询。"""
    rows = campaign.tasks.select_related("area").prefetch_related("assignments__county")
    return {task.number: _line_of(task) for task in rows}


def _line_of(task: Task) -> TaskLine:
    names = ("number", "title", "clause", "deliverable", "lead", "supporting", "due_on", "recurrence")
    codes = tuple(sorted(a.county.code for a in task.assignments.all()))
    area = task.area.name if task.area else ""
    return TaskLine(**{name: getattr(task, name) for name in names}, area=area, counties=codes)


def _counties(campaign: Campaign) -> dict[str, str]:
    """参加县区：{编码: 简称}，机构树顺序。"""
    rows = campaign.participants.select_related("county")
    return {row.county.code: row.county.short_name for row in rows}


def workbook(campaign: Campaign, *, at: dt.datetime) -> bytes:
    """任务书的工作簿；还没有任务时是空白模板。"""
    counties = _counties(campaign)
    rows = [_row(line, counties) for line in lines_of(campaign).values()]
    draft = SheetDraft(SHEET, rows, heading=f"{campaign}任务书", frozen=1, spare_rows=200)
    return build(Draft((draft,), stamp=Stamp(KIND, LABEL, VERSION, _tags(campaign), at)))


def _tags(campaign: Campaign) -> dict[str, Tag]:
    return {"year": Tag(str(campaign.year), f"{campaign.year} 年度")}


def _row(line: TaskLine, counties: dict[str, str]) -> dict:
    is_all = bool(counties) and set(line.counties) == set(counties)
    named = ALL if is_all else "、".join(counties.get(code, code) for code in line.counties)
    return asdict(line) | {"counties": named, "area": line.area or None}


class TaskImporter:
    kind, label = KIND, LABEL

    def plan(self, book, *, campaign, scope, by) -> Plan:
        campaign = campaign_of(campaign)
        refused = rules.refusal(permissions.check_can_run, by, campaign) if by is not None else None
        if refused:
            return Plan(KIND, problems=[Problem("", "", "", refused)])
        own = stamp.read_stamp(book)
        problems = stamp.verify(own, kind=KIND, label=LABEL, version=VERSION, scope=_tags(campaign))
        if problems:
            return Plan(KIND, problems=problems)
        (parsed,) = parse_book(book, BOOK)
        return _plan(campaign, parsed)

    def apply(self, plan: Plan, *, by, at):
        campaign = Campaign.objects.get(pk=plan.payload["campaign"])
        if plan.new or plan.changed:
            lines = [_restored(item) for item in plan.payload["lines"]]
            record_tasks(campaign=campaign, lines=lines, by=by, at=at)
        return plan.outcome()


def _plan(campaign: Campaign, parsed) -> Plan:
    known, counties = lines_of(campaign), _counties(campaign)
    lines, problems = [], list(parsed.errors)
    for row in parsed.rows:
        line, found = _read(row, counties, {line.number for line in lines})
        problems += found
        lines += [line] if line else []
    fresh = [line for line in lines if line.number not in known]
    changed = [line for line in lines if line.number in known and line != known[line.number]]
    return Plan(
        KIND,
        rows=len(lines),
        new=len(fresh),
        changed=len(changed),
        same=len(lines) - len(fresh) - len(changed),
        gone=len(set(known) - {line.number for line in lines}),
        problems=problems,
        doubts=parsed.doubts,
        payload={"campaign": campaign.pk, "lines": [_stored(line) for line in [*fresh, *changed]]},
        preview=[_preview("新增的任务", fresh), _preview("改动的任务", changed)],
    )


def _read(row: Row, counties: dict[str, str], taken: set[str]) -> tuple[TaskLine | None, list[Problem]]:
    """一行与其错误；编号或任务没有填的，识读时已经报过。"""
    if not row["number"] or not row["title"]:
        return None, []
    found = []
    if row["number"] in taken:
        found.append(row.problem("number", f"编号 {row['number']} 重复", "每项任务一个编号"))
    codes, unknown = _codes(row["counties"] or "", counties)
    if unknown:
        found.append(
            row.problem(
                "counties",
                f"“{'、'.join(unknown)}”不是参加县区",
                f"可填：{'、'.join(counties.values())}，或“{ALL}”",
            )
        )
    texts = {key: row[key] or "" for key in ("area", "clause", "deliverable", "lead", "supporting")}
    line = TaskLine(
        number=row["number"],
        title=row["title"],
        due_on=row["due_on"],
        recurrence=row["recurrence"] or Task.Recurrence.ONCE.value,
        counties=codes,
        **texts,
    )
    return line, found


def _codes(named: str, counties: dict[str, str]) -> tuple[tuple[str, ...], list[str]]:
    """县区的编码，与认不出的名字。"""
    if named.strip() in (ALL, "全部", "各县区"):
        return tuple(sorted(counties)), []
    by_name = {name: code for code, name in counties.items()}
    names = [name for name in named.replace("，", "、").replace(",", "、").split("、") if name.strip()]
    codes = {by_name[name.strip()] for name in names if name.strip() in by_name}
    return tuple(sorted(codes)), [name for name in names if name.strip() not in by_name]


def _stored(line: TaskLine) -> dict:
    return asdict(line) | {"due_on": line.due_on.isoformat() if line.due_on else None}


def _restored(item: dict) -> TaskLine:
    due_on = dt.date.fromisoformat(item["due_on"]) if item["due_on"] else None
    return TaskLine(**item | {"due_on": due_on, "counties": tuple(item["counties"])})


def _preview(title: str, lines: list[TaskLine]) -> Table:
    rows = tuple((n.number, n.area, n.title[:60], str(n.due_on or ""), n.lead) for n in lines[:200])
    return Table(title, ("编号", "方面", "任务", "完成时限", "牵头单位"), rows, max(0, len(lines) - 200))


class TaskExporter:
    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        campaign = _seen(campaign_of(campaign), by)
        counties = _counties(campaign)
        return [_row(line, counties) for line in lines_of(campaign).values()]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        return workbook(_seen(campaign_of(campaign), by), at=at)


def _seen(campaign: Campaign, by) -> Campaign:
    """任务书是下发的文件，参加的各单位都看得到；没有任何业务视野的人看不到。"""
    if by is not None:
        permissions.check_can_see_task_book(by)
    return campaign


kinds.register(TaskImporter())
kinds.register_exporter(TaskExporter())
