"""任务书：一行一项任务，导入与导出互逆；编号是键，表里没有的任务不会因此删除。

市与县区用同一种工作簿：范围是编制单位的机构编码，不给则为市。不是从平台下载的（实际工作里的）表也读；
从平台下载的，年度与单位不符就不收。
"""

import datetime as dt
from dataclasses import asdict, replace

from portal.core import rules
from portal.core.rules import Denied
from portal.core.sheets import kinds, parsers, stamp
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.rows import Row, parse_book
from portal.core.sheets.stamp import Stamp, Tag
from portal.core.sheets.writing import Draft, SheetDraft, build
from portal.organisations.models import Organisation
from tasks import permissions, selectors
from tasks.actions.task import TaskLine, record_tasks
from tasks.models import Campaign, Deadline, Task
from tasks.sheets.task_columns import KIND, LABEL, VERSION, Bodies, workbook_spec

DAYS = ("opens_on", "due_on")


def campaign_of(year: int | Campaign | None) -> Campaign:
    """指定年度的行动；不指定为当前行动。抛 `Denied`：没有。"""
    if isinstance(year, Campaign):
        return year
    found = Campaign.objects.filter(year=year).first() if year else selectors.current_campaign()
    if found is None:
        raise Denied("还没有建立行动，请先由市政务公开办建立。")
    return found


def owner_of(campaign: Campaign, scope: dict | None) -> Organisation:
    """编制单位：范围里的机构编码，不给则为市。抛 `Denied`：不是市，也不是参加行动的县区。"""
    code = (scope or {}).get("code")
    if not code or code == campaign.city.code:
        return campaign.city
    counties = {row.county.code: row.county for row in campaign.participants.select_related("county")}
    if code in counties:
        return counties[code]
    near = parsers.guess(code, counties)
    meant = f"您是否指 {near}（{counties[near]}）？" if near else ""
    listed = "、".join(f"{key} {county}" for key, county in list(counties.items())[:12])
    raise Denied(f"没有编码为“{code}”的参加县区。{meant}可用：{listed}。")


def lines_of(campaign: Campaign, owner: Organisation) -> dict[str, TaskLine]:
    """库里的任务书：{编号: 行}，两次查询。"""
    rows = campaign.tasks.filter(owner=owner).select_related("area", "parent")
    return {task.number: _line_of(task) for task in rows.prefetch_related("organisations")}


SAME = (
    "number",
    "title",
    "clause",
    "deliverable",
    "lead",
    "supporting",
    "opens_on",
    "due_on",
    "recurrence",
    "policy",
)


def _line_of(task: Task) -> TaskLine:
    return TaskLine(
        **{name: getattr(task, name) for name in SAME},
        area=task.area.name if task.area else "",
        parent=task.parent.number if task.parent else "",
        organisations=tuple(sorted(place.code for place in task.organisations.all())),
    )


def _bodies(campaign: Campaign, owner: Organisation) -> Bodies:
    return Bodies(selectors.bodies(campaign, owner), owner.pk != campaign.city_id)


def workbook(campaign: Campaign, owner: Organisation | None = None, *, at: dt.datetime) -> bytes:
    """任务书的工作簿；还没有任务时是空白模板。"""
    owner = owner or campaign.city
    bodies = _bodies(campaign, owner)
    rows = [_row(line, bodies) for line in lines_of(campaign, owner).values()]
    (sheet,) = workbook_spec(campaign.year, is_county=bodies.is_county).sheets
    heading = f"{campaign}{owner.short_name if bodies.is_county else ''}任务书"
    draft = SheetDraft(sheet, rows, heading=heading, frozen=1, spare_rows=200)
    return build(Draft((draft,), stamp=Stamp(KIND, LABEL, VERSION, _tags(campaign, owner), at)))


def _tags(campaign: Campaign, owner: Organisation) -> dict[str, Tag]:
    return {
        "year": Tag(str(campaign.year), f"{campaign.year} 年度"),
        "owner": Tag(owner.code, owner.short_name),
    }


def _row(line: TaskLine, bodies: Bodies) -> dict:
    named = bodies.named(line.organisations)
    return asdict(line) | {"organisations": named, "area": line.area or None, "parent": line.parent or None}


class TaskImporter:
    kind, label = KIND, LABEL

    def plan(self, book, *, campaign, scope, by) -> Plan:
        campaign = campaign_of(campaign)
        owner = owner_of(campaign, scope)
        if by is not None:
            refused = rules.refusal(permissions.check_can_write_book, by, campaign, owner)
            if refused:
                return Plan(KIND, problems=[Problem("", "", "", refused)])
        own = stamp.read_stamp(book)
        tags = _tags(campaign, owner)
        problems = stamp.verify(own, kind=KIND, label=LABEL, version=VERSION, scope=tags) if own else []
        if problems:
            return Plan(KIND, problems=problems)
        bodies = _bodies(campaign, owner)
        (parsed,) = parse_book(book, workbook_spec(campaign.year, is_county=bodies.is_county))
        return _plan(campaign, owner, bodies, parsed)

    def apply(self, plan: Plan, *, by, at):
        campaign = Campaign.objects.get(pk=plan.payload["campaign"])
        owner = Organisation.objects.get(pk=plan.payload["owner"])
        if plan.new or plan.changed:
            lines = [_restored(item) for item in plan.payload["lines"]]
            record_tasks(campaign=campaign, owner=owner, lines=lines, by=by, at=at)
        return plan.outcome()


def _plan(campaign: Campaign, owner: Organisation, bodies: Bodies, parsed) -> Plan:
    known, parents = lines_of(campaign, owner), _parents(campaign, bodies)
    taken: dict[str, str] = {row["number"]: "" for row in parsed.damaged if row["number"]}
    lines, problems = [], list(parsed.errors)
    for row in parsed.rows:
        line, found = _read(row, bodies, parents, taken)
        problems += found
        lines.append(line)
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
        payload={
            "campaign": campaign.pk,
            "owner": owner.pk,
            "lines": [_stored(line) for line in [*fresh, *changed]],
        },
        preview=[_preview("新增的任务", fresh), _preview("改动的任务", changed)],
    )


def _parents(campaign: Campaign, bodies: Bodies) -> dict[str, str]:
    """市任务书的 {编号: 任务}；市自己的任务书没有上级。"""
    if not bodies.is_county:
        return {}
    return dict(campaign.tasks.filter(owner=campaign.city).values_list("number", "title"))


def _read(row: Row, bodies: Bodies, parents: dict, taken: dict[str, str]) -> tuple[TaskLine, list[Problem]]:
    """一行与其错误。"""
    found = [*_number_problems(row, taken), *_parent_problems(row, parents)]
    codes, unknown = bodies.codes(row["organisations"] or "")
    for name in unknown:
        found.append(row.problem("organisations", f"“{name}”不是可以承办的单位", bodies.meant(name)))
    line = _line(row, codes)
    if line.opens_on and line.due_on and line.due_on < line.opens_on:
        found.append(
            row.problem("due_on", f"完成时限早于开始时间 {line.opens_on}", "请核对这两列，或把开始时间留空")
        )
    return line, found


def _number_problems(row: Row, taken: dict[str, str]) -> list[Problem]:
    number = row["number"]
    first, taken[number] = taken.get(number), row.cell("number")
    if first is None:
        return []
    where = f"，与 {first} 相同" if first else ""
    return [row.problem("number", f"编号 {number} 重复{where}", "每项任务一个编号")]


def _parent_problems(row: Row, parents: dict[str, str]) -> list[Problem]:
    number = row.values.get("parent")
    if not number or number in parents:
        return []
    near = parsers.guess(number, parents)
    meant = f"您是否指“{near} {parents[near][:20]}”？" if near else ""
    return [
        row.problem(
            "parent", f"市任务书里没有编号 {number}", f"{meant}请填市任务书的编号，自己增加的任务留空"
        )
    ]


def _line(row: Row, codes: tuple[str, ...]) -> TaskLine:
    """时限一格写着“每月”“长期”的，就是频次。"""
    texts = {key: row[key] or "" for key in ("area", "clause", "deliverable", "lead", "supporting")}
    days = {key: row[key] if isinstance(row[key], dt.date) else None for key in DAYS}
    said = row["due_on"] if isinstance(row["due_on"], str) else Task.Recurrence.ONCE.value
    return TaskLine(
        number=row["number"],
        title=row["title"],
        recurrence=row["recurrence"] or said,
        policy=row["policy"] or Deadline.Policy.LATE.value,
        parent=row.values.get("parent") or "",
        organisations=codes,
        **texts,
        **days,
    )


def _stored(line: TaskLine) -> dict:
    days = {key: getattr(line, key) for key in DAYS}
    return asdict(line) | {key: day.isoformat() if day else None for key, day in days.items()}


def _restored(item: dict) -> TaskLine:
    days = {key: dt.date.fromisoformat(item[key]) if item[key] else None for key in DAYS}
    return replace(TaskLine(**item), organisations=tuple(item["organisations"]), **days)


def _preview(title: str, lines: list[TaskLine]) -> Table:
    rows = tuple((n.number, n.area, n.title[:60], str(n.due_on or ""), n.lead) for n in lines[:200])
    return Table(title, ("编号", "方面", "任务", "完成时限", "牵头单位"), rows, max(0, len(lines) - 200))


class TaskExporter:
    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        campaign, owner = _seen(campaign_of(campaign), scope, by)
        bodies = _bodies(campaign, owner)
        return [_row(line, bodies) for line in lines_of(campaign, owner).values()]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        return workbook(*_seen(campaign_of(campaign), scope, by), at=at)


def _seen(campaign: Campaign, scope, by) -> tuple[Campaign, Organisation]:
    """市的任务书，参加的各单位都看得到；县区的，本县区与上级看得到。"""
    owner = owner_of(campaign, scope)
    if by is not None:
        permissions.check_can_see_task_book(by, owner)
    return campaign, owner


kinds.register(TaskImporter())
kinds.register_exporter(TaskExporter())
