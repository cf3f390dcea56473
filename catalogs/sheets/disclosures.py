"""公开记录表：预填现行目录的各事项，填上标题、网址、日期后导入。一个事项可以有几行。"""

import datetime as dt

from catalogs import actions, measuring, permissions, selectors
from catalogs.actions import Facts
from catalogs.models import Catalog, Disclosure
from portal.core import clock, rules
from portal.core.rules import Denied
from portal.core.sheets import kinds, stamp
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, day, text, url
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.rows import Row, parse_book
from portal.core.sheets.stamp import Stamp, Tag
from portal.core.sheets.writing import Draft, SheetDraft, build

KIND, LABEL, VERSION = "disclosures", "公开记录表", "1"
SHEET = SheetSpec(
    "公开记录",
    (
        Column("field", "领域", text(40), locked=True, width=14),
        Column("number", "序号", text(30), locked=True, width=8),
        Column("name", "事项", text(900), locked=True, width=40),
        Column("time_limit", "公开时限", text(500), locked=True, width=22),
        Column("title", "信息标题", text(200), width=36),
        Column("url", "网址", url(), width=36),
        Column("made_on", "形成日期", day(), width=12, help="文件形成或变更的日期，判断及时与否用"),
        Column("disclosed_on", "公开日期", day(), width=12),
        Column("key", "事项标识", text(32, narrow=True), required=True, locked=True, width=10, hidden=True),
    ),
)
BOOK = WorkbookSpec(KIND, LABEL, VERSION, (SHEET,))


def workbook(catalog: Catalog, *, at: dt.datetime) -> bytes:
    """预填的公开记录表：每个事项一行，公开过的带着最近一次。"""
    rows = [_row(row) for row in measuring.rows_of(catalog, on=clock.local_date(at))]
    if not rows:
        raise Denied(f"{catalog}还没有现行版，不能登记公开记录。")
    sheet = SheetDraft(
        SHEET,
        rows,
        heading=f"{catalog.organisation.name}公开记录表",
        protect=True,
        frozen=3,
        notes=("注：没有公开的留空；同一事项公开了几次的，复制该行再填。",),
    )
    tags = {"catalog": Tag(catalog.code, str(catalog))}
    return build(Draft((sheet,), stamp=Stamp(KIND, LABEL, VERSION, tags, at)))


def _row(row: measuring.ItemRow) -> dict:
    item, latest = row.item, row.latest
    base = {"field": item.field.name, "number": item.number, "name": str(item), "key": item.key}
    base["time_limit"] = item.time_limit
    names = ("title", "url", "made_on", "disclosed_on")
    return base | ({name: getattr(latest, name) or None for name in names} if latest else {})


class DisclosureImporter:
    """`scope` 的 `code` 是机构编码。"""

    kind, label = KIND, LABEL

    def plan(self, book, *, campaign, scope, by) -> Plan:
        catalog = selectors.catalog_of(scope.get("code", ""))
        refused = rules.refusal(permissions.check_can_record, by, catalog) if by is not None else None
        if refused:
            return Plan(KIND, problems=[Problem("", "", str(catalog), refused)])
        tag = Tag(catalog.code, str(catalog))
        own = stamp.read_stamp(book)
        problems = stamp.verify(own, kind=KIND, label=LABEL, version=VERSION, scope={"catalog": tag})
        if problems:
            return Plan(KIND, problems=problems)
        (parsed,) = parse_book(book, BOOK)
        return _plan(catalog, parsed)

    def apply(self, plan: Plan, *, by, at):
        catalog = selectors.catalog_of(plan.payload["catalog"])
        rows = [(row.pop("key"), _facts(row)) for row in (dict(one) for one in plan.payload["rows"])]
        if plan.new:
            actions.record_disclosures(catalog=catalog, rows=rows, by=by, at=at)
        return plan.outcome()


def _plan(catalog: Catalog, parsed) -> Plan:
    known = set(_known(catalog))
    filled = [
        row for row in parsed.rows if row["title"] or row["url"] or row["disclosed_on"] or row["made_on"]
    ]
    problems = [*parsed.errors, *(problem for row in filled for problem in _problems(row, catalog))]
    lines = [_line(row) for row in filled]
    fresh = [line for line in lines if (line["key"], line["url"], line["disclosed_on"]) not in known]
    return Plan(
        KIND,
        rows=len(lines),
        new=len(fresh),
        same=len(lines) - len(fresh),
        problems=problems,
        doubts=parsed.doubts,
        payload={"catalog": catalog.code, "rows": fresh},
        preview=[
            Table(
                "新登记的公开记录",
                ("信息标题", "网址", "形成日期", "公开日期"),
                tuple(
                    (line["title"], line["url"], line["made_on"] or "", line["disclosed_on"] or "")
                    for line in fresh[:200]
                ),
                max(0, len(fresh) - 200),
            )
        ],
    )


def _known(catalog: Catalog):
    rows = Disclosure.objects.filter(catalog=catalog, retracted_at__isnull=True)
    for key, address, disclosed_on in rows.values_list("key", "url", "disclosed_on"):
        yield key, address, disclosed_on.isoformat()


def _problems(row: Row, catalog: Catalog) -> list[Problem]:
    found = []
    if not row["title"]:
        found.append(row.problem("title", "没有填信息标题", "公开了什么，如 2026年耕地地力保护补贴发放公示"))
    if not row["disclosed_on"]:
        found.append(row.problem("disclosed_on", "没有填公开日期", "在网站上公开的那一天，如 2026-06-30"))
    elif row["made_on"] and row["disclosed_on"] < row["made_on"]:
        found.append(row.problem("disclosed_on", "公开日期早于形成日期", "请核对两个日期"))
    return found


def _line(row: Row) -> dict:
    return {
        "key": row["key"],
        "title": row["title"] or "",
        "url": row["url"] or "",
        "made_on": row["made_on"].isoformat() if row["made_on"] else None,
        "disclosed_on": row["disclosed_on"].isoformat() if row["disclosed_on"] else None,
    }


def _facts(row: dict) -> Facts:
    made_on = dt.date.fromisoformat(row["made_on"]) if row["made_on"] else None
    return Facts(row["title"], row["url"], dt.date.fromisoformat(row["disclosed_on"]), made_on)


class DisclosureExporter:
    """导出公开记录。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        catalog = selectors.catalog_of((scope or {}).get("code", ""), user=by)
        rows = Disclosure.objects.filter(catalog=catalog, retracted_at__isnull=True).order_by(
            "disclosed_on", "pk"
        )
        names = ("key", "title", "url", "made_on", "disclosed_on")
        return [{name: getattr(row, name) for name in names} for row in rows]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        return workbook(selectors.catalog_of((scope or {}).get("code", ""), user=by), at=at)


kinds.register(DisclosureImporter())
kinds.register_exporter(DisclosureExporter())
