"""台账的工作簿：一行一条，从属的（解读、回应）另有一张表；导入与导出互逆，重名的改动，没有的新增，缺的不删。"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import get_args

from portal.core import links, rules
from portal.core.sheets import columns, stamp
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.rows import Row, parse_book
from portal.core.sheets.stamp import Stamp
from portal.core.sheets.writing import Draft, SheetDraft, build
from portal.organisations.models import Organisation
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of
from tasks.sheets.within import place_in

ORGANISATION = Column(
    "organisation",
    "登记单位",
    columns.text(100),
    aliases=("单位", "责任单位"),
    width=22,
    help="本单位的全称、简称或编码；只替一个单位登记的可以不填",
)
SPARE = 200


@dataclass(frozen=True)
class Places:
    """此人看得到的单位，按名字找；`own` 是他替它登记的。"""

    named: dict[str, Organisation]
    own: tuple[Organisation, ...]

    @classmethod
    def of(cls, user) -> "Places":
        seen = list(Organisation.objects.visible_to(user).current())
        held = set(scope_of(user).organisations("draft"))
        named = {name: place for place in seen for name in (place.short_name, place.name, place.code)}
        return cls(named, tuple(place for place in seen if place.pk in held))

    def find(self, row: Row) -> tuple[Organisation | None, list[Problem]]:
        """这一行的单位；认不出的各有一处错误。"""
        name = row["organisation"]
        if not name and len(self.own) == 1:
            return self.own[0], []
        found = self.named.get(name or "")
        if found:
            return found, []
        hint = f"可填：{'、'.join(place.name for place in self.own[:8]) or '（你不替任何单位登记）'}"
        said = f"没有“{name}”这个单位" if name else "没有填写登记单位"
        return None, [row.problem("organisation", said, hint)]


class LedgerBook:
    """一种台账的导入与导出。子类说明列、库里的行怎样成为一条、读到的格怎样成为一条、写入用哪个动作。"""

    kind = label = ""
    version = "1"
    sheet: SheetSpec
    child_sheet: SheetSpec | None = None
    child_field = child_key = ""
    line: type
    child_line: type | None = None

    def seen(self, user):
        """此人看得到的行（查询集）；`user` 为 None 是命令行，全部。"""
        raise NotImplementedError

    def line_of(self, row):
        """库里的一行成为一条。"""
        raise NotImplementedError

    def name_of(self, line) -> tuple:
        """一条的键，同一份文件再传一次认得出。"""
        return line.organisation, line.title

    def check(self, row: Row, values: dict) -> Iterable[Problem]:
        """读得懂之后还要看的。"""
        return ()

    def together(self, read: list[tuple], known: dict) -> Iterable[Problem]:
        """各行合起来看才知道的错；`read` 是（表里的行, 读成的一条）。"""
        return ()

    def settled(self, row: Row, line, old) -> Problem | None:
        """库里的已成定论、不能照表改的。"""
        return None

    def record(self, lines: list, *, by, at: dt.datetime) -> None:
        raise NotImplementedError

    # 导出

    def book(self) -> WorkbookSpec:
        sheets = (self.sheet, self.child_sheet) if self.child_sheet else (self.sheet,)
        return WorkbookSpec(self.kind, self.label, self.version, sheets)

    def workbook_of(self, rows: Iterable, *, at: dt.datetime) -> bytes:
        """这些行的工作簿；没有行的是空白模板。"""
        rows = list(rows)
        names = {row.organisation.code: row.organisation.name for row in rows}
        lines = [self.line_of(row) for row in rows]
        drafts = [SheetDraft(self.sheet, [self._row(line, names) for line in lines], spare_rows=SPARE)]
        if self.child_sheet:
            found = [self._child(child, line, names) for line in lines for child in self._children(line)]
            drafts.append(SheetDraft(self.child_sheet, found, spare_rows=SPARE))
        return build(Draft(tuple(drafts), stamp=Stamp(self.kind, self.label, self.version, {}, at)))

    def _row(self, line, names: dict[str, str]) -> dict:
        return _shown(asdict(line)) | {"organisation": names[line.organisation]}

    def _child(self, child, line, names: dict[str, str]) -> dict:
        of = {"organisation": names[line.organisation], self.child_key: line.title}
        return _shown(asdict(child)) | of

    def _children(self, line) -> tuple:
        return getattr(line, self.child_field) if self.child_field else ()

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        return [asdict(self.line_of(row)) for row in self._chosen(scope, by)]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        return self.workbook_of(self._chosen(scope, by), at=at)

    def _chosen(self, scope, by):
        place = place_in(scope)
        return self.seen(by).filter(organisation__path__startswith=place.path) if place else self.seen(by)

    # 导入

    def plan(self, book, *, campaign, scope, by) -> Plan:
        meant = self._chosen(scope, by)
        problems = stamp.verify(
            stamp.read_stamp(book), kind=self.kind, label=self.label, version=self.version, scope={}
        )
        if problems:
            return Plan(self.kind, problems=problems)
        parsed = parse_book(book, self.book())
        problems = [problem for sheet in parsed for problem in sheet.errors]
        doubts = [doubt for sheet in parsed for doubt in sheet.doubts]
        places = Places.of(by)
        children, orphans = self._read_children(parsed[1:], places)
        read, found = self._read_lines(parsed[0].rows, places, children)
        problems += found + [self._orphan(row) for key, row in orphans.items() if key not in _keys(read)]
        known = {self.name_of(line): line for line in map(self.line_of, self.seen(by))}
        expected = set(map(self.name_of, map(self.line_of, meant)))
        fresh = [(row, line) for row, line in read if self.name_of(line) not in known]
        changed = [(row, line) for row, line in read if self._differs(line, known)]
        problems += self.together(read, known)
        problems += _refusals([*fresh, *changed], places, by)
        problems += [
            said for row, line in changed if (said := self.settled(row, line, known[self.name_of(line)]))
        ]
        return Plan(
            self.kind,
            rows=len(read),
            new=len(fresh),
            changed=len(changed),
            same=len(read) - len(fresh) - len(changed),
            gone=len(expected - {self.name_of(line) for _, line in read}),
            problems=problems,
            doubts=doubts,
            payload={"lines": [_stored(asdict(line)) for _, line in [*fresh, *changed]]},
            preview=[self._preview("新增", fresh), self._preview("改动", changed)],
        )

    def apply(self, plan: Plan, *, by, at):
        if plan.payload["lines"]:
            self.record([self._restored(item) for item in plan.payload["lines"]], by=by, at=at)
        return plan.outcome()

    def _differs(self, line, known: dict) -> bool:
        """与库里的不同；表里没有的从属行不算不同，也不删。"""
        old = known.get(self.name_of(line))
        if old is None or not self.child_field:
            return old is not None and line != old
        own, theirs = set(self._children(line)), set(self._children(old))
        bare = {self.child_field: ()}
        return bool(own - theirs) or type(line)(**_flat(line) | bare) != type(old)(**_flat(old) | bare)

    def _read_lines(self, rows: Iterable[Row], places: Places, children: dict) -> tuple[list, list[Problem]]:
        read, problems, taken = [], [], set()
        for row in rows:
            place, found = places.find(row)
            values = self._values(self.line, row)
            found += [*_mended(row, values), *self.check(row, values)]
            problems += found
            if place is None or found:
                continue
            values["organisation"] = place.code
            if self.child_field:
                values[self.child_field] = tuple(children.get((place.code, values["title"]), ()))
            line = self.line(**values)
            if self.name_of(line) in taken:
                problems.append(row.problem(self._key_column, "与上面的一行重复", "同一单位同名的只写一行"))
                continue
            taken.add(self.name_of(line))
            read.append((row, line))
        return read, problems

    @property
    def _key_column(self) -> str:
        return next(column.key for column in self.sheet.columns if column.required)

    def _read_children(self, parsed: list, places: Places) -> tuple[dict, dict]:
        """{（单位, 所属）: 各条}，与各自的第一行，供指出没有所属的。"""
        found, first = {}, {}
        for sheet in parsed:
            for row in sheet.rows:
                place, problems = places.find(row)
                values = self._values(self.child_line, row)
                problems += _mended(row, values)
                sheet.errors.extend(problems)
                if place is not None and not problems:
                    key = place.code, row[self.child_key]
                    found.setdefault(key, []).append(self.child_line(**values))
                    first.setdefault(key, row)
        return found, first

    def _orphan(self, row: Row) -> Problem:
        hint = f"请在“{self.sheet.title}”表里写上它，单位与名称要一致"
        return row.problem(self.child_key, f"“{self.sheet.title}”表里没有这一条", hint)

    def _values(self, line: type, row: Row) -> dict:
        """表里有的各栏；空白的用缺省。"""
        names = {field.name: field for field in fields(line)}
        return {key: row[key] for key in row.values if key in names and row[key] is not None}

    def _restored(self, item: dict):
        children = item.pop(self.child_field, ()) if self.child_field else ()
        values = _typed(self.line, item)
        if self.child_field:
            values[self.child_field] = tuple(
                self.child_line(**_typed(self.child_line, child)) for child in children
            )
        return self.line(**values)

    def _preview(self, title: str, pairs: list) -> Table:
        columns_ = self.sheet.columns[:6]
        rows = tuple(
            tuple("" if row[column.key] is None else str(row[column.key])[:60] for column in columns_)
            for row, _ in pairs[:SPARE]
        )
        heads = tuple(column.title for column in columns_)
        return Table(f"{title}的{self.label}", heads, rows, max(0, len(pairs) - SPARE))


def _keys(read: list) -> set[tuple]:
    return {(line.organisation, getattr(line, "title", "")) for _, line in read}


def _flat(line) -> dict:
    return {field.name: getattr(line, field.name) for field in fields(line)}


def _mended(row: Row, values: dict) -> list[Problem]:
    """网址改成登记的写法，好与库里的相比；写不成网址的是错误。"""
    if not values.get("url"):
        return []
    try:
        values["url"] = links.normalise(values["url"])
    except links.BadUrl as bad:
        return [row.problem("url", str(bad))]
    return []


def _refusals(pairs: list, places: Places, by) -> list[Problem]:
    """新增、改动别的单位的：不许。"""
    by_code = {place.code: place for place in places.named.values()}
    found = []
    for row, line in pairs:
        place = by_code[line.organisation]
        said = rules.refusal(require, by, "draft", place, f"只有{place}的填报人可以登记")
        found += [row.problem("organisation", said, "请只改本单位的行")] if said else []
    return found


def _shown(values: dict) -> dict:
    """空文字写作空格；时刻由列自己写成文字。"""
    return {key: None if value == "" else value for key, value in values.items()}


def _stored(value):
    """可存库的形状：日期与时刻写作文字。"""
    if isinstance(value, dict):
        return {key: _stored(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_stored(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _typed(line: type, item: dict) -> dict:
    """文字还原成各栏的日期与时刻。"""
    readers = {
        field.name: kind.fromisoformat
        for field in fields(line)
        for kind in (dt.datetime, dt.date)
        if kind in (field.type, *get_args(field.type))
    }
    kept = {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}
    return {key: readers[key](value) if key in readers and value else value for key, value in kept.items()}
