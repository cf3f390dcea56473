"""台账的工作簿：一行一件，导出与导入互逆。各台账说明列、键、现有的行、怎样核对、怎样写入，比对与预览都在这里。

表里没有的行不会因此删除；`shown` 里的列只给人看，改了也不算。键相同的行不许有两行。
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from portal.core import rules
from portal.core.sheets import stamp
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import CellProblem, Problem
from portal.core.sheets.rows import Row, parse_book
from portal.core.sheets.stamp import Stamp, Tag
from portal.core.sheets.writing import Draft, SheetDraft, build
from tasks.models import Campaign
from tasks.sheets.task_book import campaign_of
from tasks.sheets.within import place_in, within

PREVIEWED, SPARE = 200, 100


class RegisterBook:
    """一种台账的导入与导出；`key` 是认行的列，`shown` 是只给人看的列。"""

    kind: str
    label: str
    version = "1"
    sheet: SheetSpec
    key: tuple[str, ...]
    shown: frozenset[str] = frozenset()
    is_prefilled = False  # 模板里预填了键；别的都没有填的行不算

    # 各台账自己说明的

    def lines(self, campaign: Campaign, by) -> list[dict]:
        """此人看得到的各行（`by` 为 None 是全部），键是列名。"""
        raise NotImplementedError

    def check_can_import(self, by, campaign: Campaign) -> None:
        """此人能不能导入这种表；不能则抛 `Denied`。"""
        raise NotImplementedError

    def prepare(self, campaign: Campaign, by):
        """核对各行要用的东西，一次取来。"""
        raise NotImplementedError

    def check(self, row: Row, old: dict | None, known) -> Iterable[Problem]:
        """一行（新增或有改动）在业务上的错误；`known` 是 `prepare` 取来的。"""
        raise NotImplementedError

    def write(self, campaign: Campaign, lines: Sequence[dict], *, by, at: dt.datetime) -> None:
        """写入新增与改动的各行。"""
        raise NotImplementedError

    def more(self, campaign: Campaign, lines: Sequence[dict]) -> tuple[SheetDraft, ...]:
        """随这些行附上、只写不读的别的表。"""
        return ()

    # 导入

    def plan(self, book, *, campaign, scope, by) -> Plan:
        campaign = campaign_of(campaign)
        place_in(scope)
        if by is not None and (refused := rules.refusal(self.check_can_import, by, campaign)):
            return Plan(self.kind, problems=[Problem("", "", "", refused)])
        seal = stamp.read_stamp(book)
        problems = stamp.verify(
            seal, kind=self.kind, label=self.label, version=self.version, scope=_tags(campaign)
        )
        if problems:
            return Plan(self.kind, problems=problems)
        return self._plan(campaign, scope, parse_book(book, self._spec)[0], by)

    def apply(self, plan: Plan, *, by, at: dt.datetime):
        campaign = Campaign.objects.get(pk=plan.payload["campaign"])
        if lines := [self._restored(item) for item in plan.payload["lines"]]:
            self.write(campaign, lines, by=by, at=at)
        return plan.outcome()

    @property
    def _spec(self) -> WorkbookSpec:
        return WorkbookSpec(self.kind, self.label, self.version, (self.sheet,))

    @property
    def _own(self) -> tuple[Column, ...]:
        return tuple(column for column in self.sheet.columns if column.key not in self.shown)

    def _plan(self, campaign: Campaign, scope, parsed, by) -> Plan:
        lines = self.lines(campaign, by)
        known = {self._key(line): line for line in map(self._kept, lines)}
        meant = {self._key(self._kept(line)) for line in within(lines, scope)}
        facts, problems = self.prepare(campaign, by), list(parsed.errors)
        fresh, changed, seen = [], [], set()
        for row in parsed.rows:
            line = {column.key: row[column.key] for column in self._own}
            key, old = self._key(line), known.get(self._key(line))
            if key in seen:
                said = "、".join(f"“{part}”" for part in key)
                problems.append(row.problem(self.key[-1], f"与前面的行重复：{said}", "同一件只写一行"))
            elif line != old and not self._is_blank(line):
                problems += self.check(row, old, facts)
                (fresh if old is None else changed).append(line)
            seen.add(key)
        stored = [self._stored(line) for line in (*fresh, *changed)]
        return Plan(
            self.kind,
            rows=len(parsed.rows),
            new=len(fresh),
            changed=len(changed),
            same=len(parsed.rows) - len(fresh) - len(changed),
            gone=len(meant - seen),
            problems=problems,
            doubts=parsed.doubts,
            payload={"campaign": campaign.pk, "lines": stored},
            preview=[self._preview("新增", fresh), self._preview("改动", changed)],
        )

    def _is_blank(self, line: dict) -> bool:
        """预填了键、别的都没有填的行。"""
        return self.is_prefilled and not any(value for key, value in line.items() if key not in self.key)

    def _key(self, line: dict) -> tuple:
        return tuple(line[name] for name in self.key)

    def _kept(self, line: dict) -> dict:
        """库里的一行，写成从工作簿读回来的样子。"""
        return {column.key: _read(column, line.get(column.key)) for column in self._own}

    def _stored(self, line: dict) -> dict:
        shown = {column.key: column.parse.show(line[column.key]) for column in self._own if line[column.key]}
        return {
            key: value.isoformat() if isinstance(value, dt.date) else str(value)
            for key, value in shown.items()
        }

    def _restored(self, item: dict) -> dict:
        return {column.key: _read(column, item.get(column.key)) for column in self._own}

    def _preview(self, title: str, lines: list[dict]) -> Table:
        columns = [column for column in self._own if not column.hidden][:6]
        rows = tuple(
            tuple(str(_shown(column, line[column.key]))[:60] for column in columns)
            for line in lines[:PREVIEWED]
        )
        heads = tuple(column.title for column in columns)
        return Table(title, heads, rows, max(0, len(lines) - PREVIEWED))

    # 导出

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        return within(self.lines(campaign_of(campaign), by), scope)

    def workbook(self, *, campaign=None, scope=None, by=None, at: dt.datetime) -> bytes:
        campaign = campaign_of(campaign)
        return self.written(campaign, within(self.lines(campaign, by), scope), at=at)

    def written(self, campaign: Campaign, lines: Sequence[dict], *, at: dt.datetime) -> bytes:
        """这些行的工作簿；没有行时是空白模板。"""
        first = SheetDraft(
            self.sheet, lines, heading=f"{campaign}{self.label}", frozen=len(self.key), spare_rows=SPARE
        )
        seal = Stamp(self.kind, self.label, self.version, _tags(campaign), at)
        return build(Draft((first, *self.more(campaign, lines)), stamp=seal))


def _tags(campaign: Campaign) -> dict[str, Tag]:
    return {"year": Tag(str(campaign.year), f"{campaign.year} 年度")}


def _read(column: Column, value):
    """值 → 写进表格再读回来的值；空白为 None。"""
    if value is None or value == "":
        return None
    try:
        return column.parse(column.parse.show(value))
    except CellProblem:
        return value


def _shown(column: Column, value):
    return "" if value is None else column.parse.show(value)
