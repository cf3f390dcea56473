"""机构表：成批设立与更正机构，凭机构编码认人认事。"""

from dataclasses import dataclass, field

from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, choice, text
from portal.core.sheets.kinds import Plan
from portal.core.sheets.problems import Outcome, Problem
from portal.core.sheets.rows import Row
from portal.core.sheets.stamp import Stamp
from portal.core.sheets.writing import Draft, SheetDraft, build
from portal.organisations import actions, permissions
from portal.organisations.models import Organisation
from portal.organisations.sheets import common

KIND, LABEL, VERSION = "organisations", "机构表", "1"
SPARE_ROWS = 100
KINDS = {kind.label: kind.value for kind in Organisation.Kind}
SYNONYMS = {"乡镇": "township", "街道": "township", "村": "village", "居": "village", "社区": "village"}
SYNONYMS |= {"市级": "city", "县": "county", "区": "county", "市直单位": "department"}
SHEET = SheetSpec(
    "机构",
    (
        Column(
            "code",
            "机构编码",
            text(20, narrow=True),
            required=True,
            aliases=("编码",),
            width=14,
            help="唯一，导入时凭它认机构",
        ),
        Column(
            "name", "全称", text(80), required=True, aliases=("机构名称", "机构全称", "单位名称"), width=32
        ),
        Column("short_name", "简称", text(30), width=18, help="不填则用全称", aliases=("机构简称",)),
        Column("kind", "类别", choice(KINDS, SYNONYMS), required=True, aliases=("机构类别",), width=14),
        Column(
            "parent",
            "上级编码",
            text(20, narrow=True),
            aliases=("上级机构编码",),
            width=14,
            help="市留空；上级可以写在本表任何一行",
        ),
        Column("region_code", "区划代码", text(12, narrow=True), aliases=("行政区划代码",), width=16),
        Column("credit_code", "统一社会信用代码", text(18, narrow=True), aliases=("信用代码",), width=24),
        Column("phone", "公开电话", text(30), width=18),
    ),
)
BOOK = WorkbookSpec(KIND, LABEL, VERSION, (SHEET,))
FIELDS = ("name", "short_name", "region_code", "credit_code", "phone")
UNCHECKED = ("path", "depth", "numchild", "ended_on", "successor")


@dataclass
class _Reading:
    """逐行收下：先认编码，再查层级与字段；全表收完才查代码有无重复。"""

    known: dict[str, Organisation]
    scope: Organisation | None
    damaged: set[str]
    rows: dict[str, Row] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    added: list[dict] = field(default_factory=list)
    changed: dict[str, dict] = field(default_factory=dict)
    lines: list[tuple[str, ...]] = field(default_factory=list)
    same: int = 0

    def __post_init__(self):
        self.by_path = {organisation.path: organisation for organisation in self.known.values()}

    def collect(self, rows: list[Row]) -> None:
        for row in rows:
            key = row["code"].casefold()
            if key in self.rows:
                first = self.rows[key].number
                hint = "一个机构只占一行，请删去多余的行"
                self.problems.append(row.problem("code", f"编码“{row['code']}”与第 {first} 行重复", hint))
            self.rows.setdefault(key, row)
        for key, row in self.rows.items():
            self._take(row, self.known.get(key))
        self._check_codes("region_code", "区划代码")
        self._check_codes("credit_code", "统一社会信用代码")

    def _take(self, row: Row, current: Organisation | None) -> None:
        wanted = {name: _wanted(row, name, current) for name in FIELDS}
        if fault := self._place_problem(row, current):
            self.problems.append(fault)
            return
        draft = Organisation(code=row["code"], kind=row["kind"], **wanted)
        self.problems += common.field_problems(draft, row, exclude=UNCHECKED)
        if current is None:
            above = self._above(row["parent"])
            self.added.append({"code": row["code"], "kind": row["kind"], "parent": above, "values": wanted})
            self.lines.append((common.LABELS["new"], row["code"], wanted["name"], ""))
            return
        fresh = {name: value for name, value in wanted.items() if getattr(current, name) != value}
        if fresh:
            titles = "、".join(SHEET.column(name).title for name in fresh)
            self.changed[str(current.pk)] = fresh
            self.lines.append((common.LABELS["changed"], current.code, wanted["name"], titles))
        self.same += not fresh

    def _above(self, code: str | None) -> str:
        """上级编码的正式写法（大小写以登记的为准）；没有上级为空。"""
        key = (code or "").casefold()
        if key in self.known:
            return self.known[key].code
        return self.rows[key]["code"] if key in self.rows else ""

    def _place_problem(self, row: Row, current: Organisation | None) -> Problem | None:
        if current is not None:
            return self._moved(row, current)
        key = (row["parent"] or "").casefold()
        if key in self.damaged:
            return None  # 上级那一行有错，已经列出；改好后再查层级
        above = self.known.get(key)
        kind = above.kind if above else self.rows[key]["kind"] if key in self.rows else None
        if key and kind is None:
            hint = "请核对编码，或把上级也写进本表"
            return row.problem("parent", f"没有编码为“{row['parent']}”的上级机构", hint)
        if above is not None and not above.is_current:
            return row.problem("parent", f"上级“{above}”已于 {above.ended_on} 撤并", "请改填现有的上级")
        if Organisation.PARENTS.get(row["kind"]) != kind:
            return _misplaced(row, kind)
        return self._outside(row, key)

    def _moved(self, row: Row, current: Organisation) -> Problem | None:
        """已有的机构：不在此改类别与上级；撤并了的不再改。"""
        if not current.is_current:
            hint = "撤并了的机构不能再改，请从表里去掉这一行"
            return row.problem("code", f"“{current}”已于 {current.ended_on} 撤并", hint)
        if current.kind != row["kind"]:
            hint = "类别不能改；请核对编码是否用错"
            return row.problem("kind", f"“{current}”登记为{current.get_kind_display()}", hint)
        parent = self.by_path.get(current.path[: -Organisation.steplen])
        own = parent.code.casefold() if parent else ""
        if "parent" in row.mapping and (row["parent"] or "").casefold() != own:
            hint = f"应为“{parent.code}”，换上级请撤并后重新设立" if parent else "市没有上级，请留空"
            return row.problem("parent", f"“{current}”的上级不能在此改变", hint)
        return None if self._within(current) else self._scope_problem(row)

    def _outside(self, row: Row, key: str) -> Problem | None:
        """新机构也须落在范围之内：沿本表的上级往上，找到已有的那一个。"""
        if not key:
            roots = [o for o in self.known.values() if o.depth == 1]
            first = next(r for r in self.rows.values() if r["kind"] == Organisation.Kind.CITY)
            if roots or first is not row:
                hint = "一个站点只有一个市，请核对类别与编码"
                return row.problem("code", f"本站已有所属的市“{roots[0] if roots else first['name']}”", hint)
            return None if self.scope is None else self._scope_problem(row)
        while key not in self.known and key in self.rows:
            key = (self.rows[key]["parent"] or "").casefold()
        known = self.known.get(key)
        return None if self.scope is None or (known and self._within(known)) else self._scope_problem(row)

    def _within(self, organisation: Organisation) -> bool:
        return self.scope is None or organisation.path.startswith(self.scope.path)

    def _scope_problem(self, row: Row) -> Problem:
        return row.problem("code", f"不在“{self.scope}”之下", f"这次只导入“{self.scope}”及其下级")

    def _check_codes(self, name: str, label: str) -> None:
        """按导入之后的样子查：同一个代码不能给两个机构。"""
        holders: dict[str, str] = {}
        for key, current in self.known.items():
            value = getattr(current, name)
            if value and key not in self.rows and _counts(name, current.kind, current.is_current):
                holders[value] = current.name
        for row in self.rows.values():
            value = _wanted(row, name, self.known.get(row["code"].casefold()))
            if not value or not _counts(name, row["kind"], True):
                continue
            if value in holders:
                said = f"{label}“{value}”已用于{holders[value]}"
                self.problems.append(row.problem(name, said, "一个代码只属于一个机构，请核对"))
            holders.setdefault(value, row["name"])

    def gone(self) -> int:
        """库里现有、在范围之内、而表里没有的；导入不会因此撤并它们。"""
        current = ((key, o) for key, o in self.known.items() if o.is_current and self._within(o))
        return sum(key not in self.rows for key, _ in current)


def _misplaced(row: Row, kind: str | None) -> Problem:
    label = Organisation.Kind(row["kind"]).label
    place = Organisation.Kind(kind).label if kind else "最上级"
    above = Organisation.PARENTS.get(row["kind"])
    hint = f"{label}的上级应是{above.label}" if above else "市没有上级，上级编码请留空"
    return row.problem("parent", f"{label}不能设在{place}之下", hint)


def _counts(name: str, kind: str, is_current: bool) -> bool:
    """这个机构的代码参不参加查重：区划代码只在现有的各级地方之间不许重复。"""
    return name != "region_code" or (is_current and kind in Organisation.AREAS)


def _wanted(row: Row, name: str, current: Organisation | None):
    """导入之后该字段的值：表里没有这一列的保持原样，空白是清空；简称空白则用全称。"""
    if name not in row.mapping and current is not None:
        return getattr(current, name)
    value = row[name]
    if name == "credit_code":
        return value.upper() if value else None
    return value or (row["name"][:30] if name == "short_name" else "")


class PlaceImporter:
    """没有的编码设立，有的更正资料；类别与上级不在此改，撤并不由导入决定。"""

    kind, label = KIND, LABEL

    def plan(self, book, *, campaign, scope, by) -> Plan:
        permissions.check_can_administer(by)
        parsed = common.parse(book, BOOK)
        known = {organisation.code.casefold(): organisation for organisation in Organisation.objects.all()}
        damaged = {str(row["code"]).casefold() for row in parsed.damaged if row["code"]}
        reading = _Reading(known, common.place_of(scope), damaged)
        reading.collect(parsed.rows)
        problems = [*parsed.errors, *reading.problems]
        return Plan(
            KIND,
            rows=len(parsed.rows),
            new=len(reading.added),
            changed=len(reading.changed),
            same=reading.same,
            gone=reading.gone(),
            problems=problems,
            doubts=parsed.doubts,
            payload={"added": reading.added, "changed": reading.changed},
            preview=[] if problems else common.preview(reading.lines, ("机构编码", "全称", "改动的列")),
        )

    def apply(self, plan: Plan, *, by, at) -> Outcome:
        added = [actions.PlaceLine(**line) for line in plan.payload["added"]]
        changed = {int(pk): values for pk, values in plan.payload["changed"].items()}
        actions.import_organisations(added=added, changed=changed, by=by, at=at)
        return plan.outcome()


class PlaceExporter:
    """现有的机构，上级在前，改了可以再导入；`scope` 是机构编码，只取它和它的下级。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        common.check_may_export(by)
        place = common.place_of(scope)
        found = Organisation.objects.current().within([place.path if place else ""])
        codes = dict(Organisation.objects.values_list("path", "code"))
        return [
            {
                "code": organisation.code,
                "name": organisation.name,
                "short_name": organisation.short_name,
                "kind": organisation.kind,
                "parent": codes.get(organisation.path[: -Organisation.steplen], ""),
                "region_code": organisation.region_code,
                "credit_code": organisation.credit_code,
                "phone": organisation.phone,
            }
            for organisation in found
        ]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        rows = self.rows(scope=scope, by=by)
        notes = ("注：导入时凭机构编码认机构；类别与上级不在此改；表里没有的机构不会因此撤并。",)
        sheet = SheetDraft(SHEET, rows, frozen=1, spare_rows=SPARE_ROWS, notes=notes)
        return build(Draft((sheet,), stamp=Stamp(KIND, LABEL, VERSION, {}, at)))


kinds.register(PlaceImporter())
kinds.register_exporter(PlaceExporter())
