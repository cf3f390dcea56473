"""一村的目录（`village-catalog`）：导出，改好再导入。改的、不适用的、新增的各归各的动作；表里没有的不因此恢复、删去。"""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.utils import timezone

from catalogs import channels
from catalogs.models import Field
from portal.core import clock
from portal.core.rules import Denied
from portal.core.sheets import cleaning, columns, kinds, stamp, writing
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.rows import Row, parse_book
from portal.organisations.models import Organisation
from village import rules_catalog as permissions
from village.actions import deviation as actions
from village.duties import items, reading
from village.duties.items import ADAPTABLE, Origin, VillageItem
from village.sheets.duties import place_of

KIND, LABEL, VERSION = "village-catalog", "村级目录", "2"
CATALOG = SheetSpec(
    LABEL,
    (
        Column("number", "序号", columns.text(30), width=6),
        Column("field", "领域", columns.text(40), width=12),
        Column("item_1", "一级事项", columns.text(300), required=True, width=22),
        Column("item_2", "二级事项", columns.text(300), width=22),
        Column("content", "公开内容", columns.text(32000, multiline=True), width=36),
        Column("basis", "公开依据", columns.text(32000, multiline=True), width=30),
        Column("time_limit", "公开时限", columns.text(500), required=True, width=18),
        Column("cycle", "公开周期", columns.text(10), width=10, locked=True),
        Column("subject", "公开主体", columns.text(300), width=16),
        Column("channels", "公开渠道", columns.text(2000, multiline=True), width=24),
        Column("origin", "来历", columns.text(10), width=8, help="不适用的改为“不适用”，并写理由"),
        Column("reason", "理由", columns.text(300), width=24, help="与县级样本不同、不适用的必须写"),
        Column("key", "标识", columns.text(32), width=10, hidden=True, help="平台认事项用，新增的行留空"),
    ),
)
SPEC = WorkbookSpec(KIND, LABEL, VERSION, (CATALOG,))
TEXTS = ("content", "basis", "time_limit", "subject")
WAIVED = Origin.WAIVED.label
LABELS = {"adapt": "调整", "waive": "不适用", "restore": "恢复沿用", "add": "新增"}


def catalog(village: Organisation, *, on: dt.date) -> list[dict]:
    return [_line(item) for item in reading.items_of(village, on=on)]


def catalog_book(village: Organisation, *, on: dt.date, at: dt.datetime) -> bytes:
    draft = writing.SheetDraft(
        CATALOG, catalog(village, on=on), heading=f"{village.name}村务公开目录", spare_rows=50
    )
    return writing.build(writing.Draft((draft,), stamp.Stamp(KIND, LABEL, VERSION, _tags(village), at)))


class CatalogExporter:
    """范围：`code` 一个村。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        return catalog(self._village(scope, by), on=clock.local_date(timezone.now()))

    def workbook(self, *, campaign=None, scope=None, by=None, at: dt.datetime) -> bytes:
        return catalog_book(self._village(scope, by), on=clock.local_date(at), at=at)

    def _village(self, scope, by) -> Organisation:
        return place_of((scope or {}).get("code"), by, Organisation.Kind.VILLAGE)


class CatalogImporter:
    """范围：`code` 一个村。没有标识的行是新增；样本里的事项只认标识，名称不改。"""

    kind, label = KIND, LABEL

    def plan(self, book, *, campaign, scope, by) -> Plan:
        try:
            village = place_of(scope.get("code"), by, Organisation.Kind.VILLAGE)
            permissions.check_can_adapt(by, village)
        except Denied as denied:
            return Plan(KIND, problems=[Problem("", "", "", denied.reason)])
        own = stamp.read_stamp(book)
        if own and (
            wrong := stamp.verify(own, kind=KIND, label=LABEL, version=VERSION, scope=_tags(village))
        ):
            return Plan(KIND, problems=wrong)
        (parsed,) = parse_book(book, SPEC)
        return _Reading(village).plan(parsed)

    @transaction.atomic
    def apply(self, plan: Plan, *, by, at: dt.datetime):
        village = Organisation.objects.get(pk=plan.payload["village"])
        found = {item.key: item for item in reading.items_of(village, on=clock.local_date(at))}
        for step in plan.payload["steps"]:
            _take(village, found.get(step["key"]), step, by=by, at=at)
        return plan.outcome()


kinds.register_exporter(CatalogExporter())
kinds.register(CatalogImporter())


def _take(village: Organisation, item: VillageItem | None, step: dict, *, by, at: dt.datetime) -> None:
    act, reason = step["act"], step["reason"]
    if act == "add":
        field = Field.objects.get(pk=step["field"])
        actions.add_item(village=village, field=field, values=step["values"], reason=reason, by=by, at=at)
    elif act == "waive":
        actions.waive_item(village=village, item=item, reason=reason, by=by, at=at)
    elif act == "restore":
        actions.restore_item(village=village, key=item.key, by=by, at=at)
    else:
        actions.adapt_item(
            village=village, item=item, values=step["values"], reason=reason, version=step["version"], by=by, at=at
        )  # fmt: skip


class _Reading:
    """逐行定出要办的事。"""

    def __init__(self, village: Organisation):
        self.village = village
        today = clock.local_date(timezone.now())
        self.known = {item.key: item for item in reading.items_of(village, on=today)}
        self.fields = {cleaning.key(field.name): field for field in Field.objects.all()}
        self.steps, self.problems = [], []

    def plan(self, parsed) -> Plan:
        self.problems += parsed.errors
        met = Counter(row["key"] for row in (*parsed.rows, *parsed.damaged) if row["key"])
        for row in parsed.rows:
            if met[row["key"]] > 1:
                self.problems.append(row.problem("key", "同一个事项出现两次", "只留一行"))
            elif row["key"] and row["key"] not in self.known:
                hint = "请重新导出，把改动填到新的表里；新增的行标识留空"
                self.problems.append(row.problem("key", "目录里没有这个标识的事项", hint))
            elif step := self._change(row) if row["key"] else self._new(row):
                self.steps.append(step)
        added = sum(step["act"] == "add" for step in self.steps)
        rows = len(parsed.rows) + len(parsed.damaged)
        return Plan(
            KIND,
            rows=rows,
            new=added,
            changed=len(self.steps) - added,
            same=max(0, len(parsed.rows) - len(self.steps)),
            gone=len(self.known.keys() - met.keys()),
            problems=self.problems,
            doubts=parsed.doubts,
            payload={"village": self.village.pk, "steps": self.steps},
            preview=[self._preview()] if self.steps else [],
        )

    def _change(self, row: Row) -> dict | None:
        item, reason = self.known[row["key"]], row["reason"] or ""
        values = _values(row, item)
        step = {
            "key": item.key,
            "version": item.version,
            "reason": reason,
            "values": values,
            "name": item.name,
        }
        if row["origin"] == WAIVED:
            if item.origin == Origin.WAIVED and reason == item.reason:
                return None
            return self._with_reason(row, step | {"act": "waive"})
        if item.origin == Origin.WAIVED:
            return (
                self._with_reason(row, step | {"act": "adapt"})
                if _differs(item, values)
                else step | {"act": "restore"}
            )
        if not _differs(item, values) and reason == item.reason:
            return None
        if item.origin == Origin.ADDED:
            return step | {"act": "adapt"}
        model = item.model or item.values
        if not items.changed(model, values):
            return step | {"act": "restore"} if item.origin == Origin.ADAPTED else None
        return self._with_reason(row, step | {"act": "adapt"})

    def _with_reason(self, row: Row, step: dict) -> dict | None:
        if step["reason"]:
            return step
        self.problems.append(row.problem("reason", "与县级样本不同，没有写理由", "请写明理由"))
        return None

    def _new(self, row: Row) -> dict | None:
        field = self.fields.get(cleaning.key(row["field"] or ""))
        if field is None:
            message = f"没有“{row['field'] or ''}”这个领域"
            self.problems.append(row.problem("field", message, "请照目录里已有的领域填写"))
            return None
        values = _values(row, None)
        return {"act": "add", "key": "", "version": 0, "reason": row["reason"] or "", "values": values,
                "field": field.pk, "name": row["item_1"]}  # fmt: skip

    def _preview(self) -> Table:
        rows = tuple((LABELS[step["act"]], step["name"], step["reason"]) for step in self.steps)
        return Table("要办的", ("办法", "事项", "理由"), rows[:200], max(0, len(rows) - 200))


def _tags(village: Organisation) -> dict[str, stamp.Tag]:
    return {"village": stamp.Tag(village.code, village.name)}


def _values(row: Row, item: VillageItem | None) -> dict:
    """一行的各栏；写法与现在相同的照现在的，免得空白、顿号的不同算作改动。"""
    known = item.values if item else {}
    values = {name: known.get(name) for name in ADAPTABLE if name in known}
    names = TEXTS if item and item.origin != Origin.ADDED else (*TEXTS, "item_1", "item_2")
    for name in names:
        text = row[name] or ""
        if item is None or text != item.text(name):
            values[name] = text
    said = row["channels"] or ""
    if item is None or said != item.channels:
        listed = [name for name in said.replace("\n", "、").split("、") if name]
        values["channels"] = [name for name in listed if name in channels.VOCABULARY]
        values["channels_other"] = [name for name in listed if name not in channels.VOCABULARY]
    return values


def _differs(item: VillageItem, values: dict) -> bool:
    return any(items.shown(value) != item.text(name) for name, value in values.items())


def _line(item: VillageItem) -> dict:
    names = ("number", "item_1", "item_2", *TEXTS)
    return {name: item.text(name) for name in names} | {
        "field": item.field_name,
        "cycle": item.rhythm.label,
        "channels": item.channels,
        "origin": item.get_origin_display(),
        "reason": item.reason,
        "key": item.key,
    }
