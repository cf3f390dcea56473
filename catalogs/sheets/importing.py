"""导入目录：各地真实的表都收。表里写到的领域，整个以表为准；没有写到的不动。"""

from collections import Counter
from dataclasses import replace

from catalogs import (
    actions,
    adjusting,
    cycles,
    drafting,
    matching,
    naming,
    permissions,
    remembering,
    selectors,
)
from catalogs.actions.field import VILLAGE
from catalogs.entries import Entry, shown
from catalogs.models import CONTENT, Catalog, Edition, Field, Item
from catalogs.reading import Item as Row
from catalogs.reading import Reading, understand
from catalogs.reading.headers import LABELS
from catalogs.sheets import form
from portal.core import rules
from portal.core.sheets import kinds, stamp
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import Book

SHOWN = 200
LENGTHS = {
    field.name: field.max_length for field in Item._meta.get_fields() if getattr(field, "max_length", None)
}


class CatalogImporter:
    """`scope`：`code` 机构编码或 national、provincial；`field` 整本只有一个领域时的领域；`mapping` 人改过的列对应。"""

    kind, label, correct_url = form.KIND, form.LABEL, "catalogs:mapping"

    def plan(self, book: Book, *, campaign, scope: dict, by) -> Plan:
        catalog = selectors.catalog_to_draft(scope.get("code", ""))
        if refused := _refusal(catalog, by):
            return Plan(form.KIND, problems=[Problem("", "", str(catalog), refused)], tells_doubts=True)
        reading = read(book, catalog, scope)
        rows = [row for row in reading.items if row.field]
        problems = [*reading.problems, *_too_long(rows)]
        if not reading.items and not problems:
            problems = [
                Problem("", "", book.name, "没有读到任何事项", "请确认表头里有“一级事项”“公开内容”等栏")
            ]
        plan = _plan(catalog, rows, reading, problems)
        return replace(plan, doubts=[*_of_another(book, catalog), *plan.doubts])

    def apply(self, plan: Plan, *, by, at):
        catalog = selectors.catalog_to_draft(plan.payload["catalog"])
        if catalog.pk is None:
            catalog = actions.open_blank(catalog, by=by, at=at)
        draft = actions.open_draft(catalog=catalog, by=by, at=at)
        if plan.new or plan.changed or plan.gone or not draft.items.exists():
            lines = [actions.Line(**line) for line in plan.payload["lines"]]
            actions.replace_items(edition=draft, lines=lines, by=by, at=at)
        return plan.outcome()


def read(book: Book, catalog: Catalog, scope: dict) -> Reading:
    """读懂一本表：先按记住的和人改过的列对应，再由读者自己认。"""
    names = naming.field_names()
    village = names.get(VILLAGE["code"], "") if catalog.is_village_model else ""
    known = {
        "fields": names,
        "field": names.get(scope.get("field", ""), "") or village,
        "otherwise": village,
    }
    reading = understand(book, **known)
    mapping = remembering.mapping_for(catalog, reading) | scope.get("mapping", {})
    return understand(book, **known, mapping=mapping) if mapping else reading


def _plan(catalog: Catalog, rows: list[Row], reading: Reading, problems: list[Problem]) -> Plan:
    fields = {field.code: field for field in Field.objects.filter(code__in={row.field for row in rows})}
    edition = _current(catalog)
    known = _known(catalog, edition, fields.values())
    incoming = [_entry(row, fields) for row in rows]
    matches = _matches(rows, incoming, known)
    lines = [
        {"key": match.key, "field_id": int(entry.field), "values": entry.values, **_remarks(row)}
        for row, entry, match in zip(rows, incoming, matches, strict=True)
    ]
    counts, gone = _counts(lines, known)
    doubts = [*_foreign(reading.doubts), *_doubtful(rows, matches, known), *_gone_doubt(gone, catalog)]
    doubts += _cycle_doubts(rows) if catalog.is_village_model else []
    return Plan(
        form.KIND,
        rows=len(rows),
        **counts,
        gone=len(gone),
        problems=problems,
        doubts=doubts,
        payload={"catalog": catalog.code, "lines": lines},
        preview=_preview(reading, rows, gone),
        tells_doubts=True,
    )


def _of_another(book: Book, catalog: Catalog) -> list[Problem]:
    """别的机构从本平台导出的表：可以拿来作底子，但要问一句是不是传错了。"""
    seal = stamp.read_stamp(book)
    tag = seal.scope.get("catalog") if seal and seal.kind == form.KIND else None
    if tag is None or tag.value == catalog.code:
        return []
    return [
        Problem(
            "", "", tag.label, f"这份表是从“{tag.label}”导出的，不是{catalog}", "确实要以它为底子再确认导入"
        )
    ]


def _foreign(doubts: list[Problem]) -> list[Problem]:
    """本平台导出的表自带的几栏（认“事项标识”）不是没有认出的列。"""
    ours = {doubt.sheet for doubt in doubts if doubt.value == form.KEY}
    return [doubt for doubt in doubts if not (doubt.sheet in ours and doubt.value in form.OWN)]


def _current(catalog: Catalog) -> Edition | None:
    if catalog.pk is None:
        return None
    return catalog.editions.open().first() or adjusting.latest_edition(catalog)


def _known(catalog: Catalog, edition: Edition | None, fields) -> dict[str, Item]:
    """这些领域里已有的事项；从没有过自己版本的，拿所依据的标准来认。"""
    if edition is not None:
        items = edition.items.filter(field__in=fields)
    elif catalog.base_id and (standard := adjusting.latest_edition(catalog.base)):
        items = drafting.inheritable(catalog, standard).filter(field__in=fields)
    else:
        return {}
    return {item.key: item for item in items.in_order()}


def _matches(rows: list[Row], incoming: list[Entry], known: dict[str, Item]) -> list[matching.Match]:
    """先认表里带的事项标识（本平台导出的表），其余按名称与内容认。"""
    own = [row.extra.get(form.KEY, "") for row in rows]
    claimed = {key for key in own if key in known}
    free = [adjusting.entry(item) for key, item in known.items() if key not in claimed]
    rest = iter(matching.match([e for e, key in zip(incoming, own, strict=True) if key not in claimed], free))
    taken: set[str] = set()
    matches = []
    for key in own:
        if key in claimed and key not in taken:
            taken.add(key)
            matches.append(matching.Match(key))
        else:
            matches.append(next(rest) if key not in claimed else matching.Match())
    return matches


def _entry(row: Row, fields: dict[str, Field]) -> Entry:
    return Entry("", str(fields[row.field].pk), values_of(row))


def values_of(row: Row) -> dict[str, object]:
    """读出的一行 → 事项的内容项。本平台自己加的栏不算内容。"""
    ours = {form.KEY, form.ORIGIN, form.REASON}
    return {
        "number": row.number,
        "item_1": row.item_1,
        "item_2": row.item_2,
        "item_3": row.item_3,
        "content": row.content,
        "basis": row.basis,
        "time_limit": row.time_limit,
        "subject": row.subject,
        "channels": list(row.channels.known),
        "channels_other": list(row.channels.free),
        "audience": list(row.audience),
        "audience_note": row.audience_note,
        "method": list(row.method),
        "level": list(row.level),
        "url": row.url,
        "remark": row.remark,
        "extra": {name: value for name, value in row.extra.items() if name not in ours and value},
    }


def _counts(lines: list[dict], known: dict[str, Item]) -> tuple[dict[str, int], list[Item]]:
    counts: Counter = Counter(new=0, changed=0, same=0)
    used = set()
    for line in lines:
        item = known.get(line["key"])
        used.add(line["key"])
        counts["new" if item is None else "same" if _same(line, item) else "changed"] += 1
    gone = [item for key, item in known.items() if key not in used and item.origin != Item.Origin.WAIVED]
    return dict(counts), gone


def _remarks(row: Row) -> dict:
    """本平台导出的表里注明的不适用与理由。"""
    waived = row.extra.get(form.ORIGIN) == Item.Origin.WAIVED.label
    return {"waived": waived, "reason": row.extra.get(form.REASON, "")}


def _same(line: dict, item: Item) -> bool:
    values = line["values"]
    return (
        line["waived"] == (item.origin == Item.Origin.WAIVED)
        and line["reason"] in ("", item.reason)
        and item.field_id == line["field_id"]
        and all(shown(values[name]) == shown(getattr(item, name)) for name in CONTENT)
    )


def _doubtful(rows: list[Row], matches, known: dict[str, Item]) -> list[Problem]:
    """凭相像认出的事项，请人看一眼。"""
    return [
        Problem(
            row.sheet,
            row.cells.get("item_2") or row.cells.get("item_1") or "",
            row.item_2 or row.item_1,
            f"名称有出入，按相像认作已有的“{known[match.key]}”",
            "如果是新事项，请在导入后到该事项改正",
        )
        for row, match in zip(rows, matches, strict=True)
        if match.key and not match.certain
    ]


def _cycle_doubts(rows: list[Row]) -> list[Problem]:
    """村级目录按周期排出各期：周期没有读准的，请人看一眼。"""
    found = [(row, cycles.read(row.time_limit)) for row in rows]
    return [
        Problem(
            row.sheet,
            row.cells.get("time_limit", ""),
            row.time_limit[:80],
            f"公开周期按“{rhythm.label}”" if rhythm.cycle else "没有读出公开周期，不排期次",
            "请写明及时、每月、每季度、每年之一；一格里有几种的，拆成几个事项",
        )
        for row, rhythm in found
        if not rhythm.certain
    ]


def _gone_doubt(gone: list[Item], catalog: Catalog) -> list[Problem]:
    if not gone:
        return []
    names = "、".join(str(item) for item in gone[:5]) + ("等" if len(gone) > 5 else "")
    return [
        Problem(
            "",
            "",
            names,
            f"现有目录里有 {len(gone)} 个事项表里没有",
            "确认导入后，标准里的记为不适用（理由待填），本级新增的删去；如果只是漏了，请补进表里再传",
        )
    ]


def _too_long(rows: list[Row]) -> list[Problem]:
    """超过库里长度的栏：写明地址与字数，不截断。"""
    found = []
    for row in rows:
        for name, value in values_of(row).items():
            limit = LENGTHS.get(name)
            if limit and isinstance(value, str) and len(value) > limit:
                label = Item._meta.get_field(name).verbose_name
                message = f"“{label}”共 {len(value)} 字，超过 {limit} 字"
                found.append(
                    Problem(
                        row.sheet, row.cells.get(name, ""), value[:40], message, "请精简，或把说明移到备注"
                    )
                )
    return found


def _preview(reading: Reading, rows: list[Row], gone: list[Item]) -> list[Table]:
    columns = [
        (
            sheet.title,
            column.letter,
            column.header,
            LABELS.get(column.key, "（未认出，原样保留）"),
            "、".join(column.samples[:2]),
        )
        for sheet in reading.sheets
        for column in sorted(sheet.columns, key=lambda c: (c.key not in ("", "extra"), c.certain))
    ]
    items = [
        (row.sheet, row.number, row.item_1, row.item_2, row.content[:60], row.time_limit)
        for row in rows[:SHOWN]
    ]
    skipped = [
        (sheet.title, str(number), why) for sheet in reading.sheets for number, why in sheet.rows_skipped
    ]
    tables = [
        Table("各列认作", ("工作表", "列", "表头", "认作", "内容举例"), tuple(columns)),
        Table(
            "事项",
            ("工作表", "序号", "一级事项", "二级事项", "公开内容", "公开时限"),
            tuple(items),
            max(0, len(rows) - SHOWN),
        ),
    ]
    if skipped:
        tables.append(
            Table(
                "没有当作事项的行",
                ("工作表", "行", "原因"),
                tuple(skipped[:SHOWN]),
                max(0, len(skipped) - SHOWN),
            )
        )
    if gone:
        tables.append(Table("表里没有的", ("一级、二级事项",), tuple((str(item),) for item in gone[:SHOWN])))
    return tables


def _refusal(catalog: Catalog, by) -> str | None:
    if by is not None and (refused := rules.refusal(permissions.check_can_draft, by, catalog)):
        return refused
    draft = catalog.editions.open().first() if catalog.pk else None
    if draft and not draft.is_editable:
        return f"{draft}{draft.get_status_display()}，不能修改；请先由市政务公开办退回。"
    return None


kinds.register(CatalogImporter())
