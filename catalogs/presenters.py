"""目录的模型 → 页面上的平铺行。"""

from catalogs import adjusting, difference
from catalogs.entries import shown
from catalogs.models import CONTENT, SUBSTANCE, Adjustment, AdjustmentStep, Edition, Field, Item
from catalogs.reading import Reading
from catalogs.reading.headers import LABELS as HEADERS

LABELS = {name: Item._meta.get_field(name).verbose_name for name in CONTENT}
D, C = AdjustmentStep.Decision, AdjustmentStep.Change
# 列可以认作的内容项；空为不要这一列，extra 为原样保留。
MAPPABLE = {"extra": "其他栏（原样保留）", **HEADERS, "": "不要这一列"}
CHOICES = {
    C.ADDED: ((D.TAKE, "列入本级目录"), (D.MAP, "就是本级已有的事项"), (D.DROP, "本级不适用（写理由）")),
    C.REMOVED: ((D.DROP, "随标准删去"), (D.KEEP, "作为本级事项保留")),
    C.CHANGED: (
        (D.TAKE, "随标准修改"),
        (D.MERGE, "合并两边（写理由）"),
        (D.KEEP, "保留本级原样（写理由）"),
        (D.DROP, "本级不适用（写理由）"),
    ),
    C.MOVED: ((D.TAKE, "随标准移动"), (D.KEEP, "保持本级位置")),
}


def edition_facts(edition: Edition) -> list[tuple[str, object]]:
    return [
        ("文号", edition.document_number),
        ("印发日期", edition.issued_on),
        ("生效日期", edition.effective_on),
        ("废止日期", edition.repealed_on),
        ("依据", edition.basis),
        ("说明", edition.note),
        ("拟定", edition.created_by.name),
    ]


def limit_text(item: Item) -> str:
    """读懂的时限：“20 个工作日”“10 日”“每季”“每 2 年，每年6月底前”；没有数的给出原来的时点。"""
    if not item.limit_value:
        return item.limit_anchor
    many, unit = item.limit_value, item.limit_unit
    if unit in ("月", "季", "年"):
        cycle = f"每{unit}" if many == 1 else f"每 {many} {unit}"
        return f"{cycle}，{item.limit_anchor}" if item.limit_anchor else cycle
    return f"{many} 个{unit}" if unit == "工作日" else f"{many} {unit}"


def item_facts(item: Item) -> list[tuple[str, str]]:
    """事项的各栏；空的不列，时限后面附读懂的结果。"""
    rows = [(LABELS[name], field_text(item, name)) for name in CONTENT]
    limit = limit_text(item)
    return [(label, text) for label, text in [*rows, ("时限读作", limit), ("理由", item.reason)] if text]


def field_text(item: Item, name: str) -> str:
    """一栏给人看的文字。"""
    return shown(getattr(item, name, ""))


def against_basis(item: Item) -> list[tuple[str, difference.Cell]]:
    """与所依据标准的同一事项相比，哪些栏不同。"""
    basis = item.edition.basis_id
    standard = Item.objects.filter(edition=basis, key=item.key).first() if basis else None
    return labelled(_cells(standard.values, item.values)) if standard else []


def labelled(cells) -> list[tuple[str, difference.Cell]]:
    return [(LABELS[cell.name], cell) for cell in cells]


def comparison(edition: Edition, other: Edition | None, *, kind: str = "", field: str = "") -> dict:
    """两版对比页的内容：各类条数，按变化的种类与领域（编号）筛选后的变化。"""
    changes = changes_between(other, edition)
    fields = Field.objects.filter(pk__in={change.entry.field for change in changes})
    chosen = next((str(one.pk) for one in fields if one.code == field), None)
    changes = [change for change in changes if chosen in (None, change.entry.field)]
    shown_changes = [change for change in changes if not kind or change.kind == kind]
    return {
        "edition": edition,
        "other": other,
        "kind": kind,
        "field": field,
        "fields": fields,
        "counts": [
            (str(name), difference.LABELS[name], count)
            for name, count in zip(difference.Kind, difference.summary(changes).values(), strict=True)
        ],
        "total": len(changes),
        "changes": [(change, labelled(change.cells)) for change in shown_changes],
        "candidates": edition.catalog.editions.exclude(pk=edition.pk).exclude(
            status=Edition.Status.DISCARDED
        ),
    }


def changes_between(old: Edition | None, new: Edition) -> list[difference.Change]:
    before = adjusting.entries(old.items.in_order()) if old else []
    return difference.compare(before, adjusting.entries(new.items.in_order()), CONTENT)


def step_rows(adjustment: Adjustment, steps, *, forms: bool) -> list[dict]:
    """标准调整的各条：标准怎么变、本级现在怎样、可选的处理。"""
    old, new = (_items(edition) for edition in (adjustment.old, adjustment.new))
    local = _items(adjusting.latest_edition(adjustment.catalog))
    return [_step_row(step, old, new, local, forms) for step in steps]


def _step_row(step: AdjustmentStep, old: dict, new: dict, local: dict, forms: bool) -> dict:
    before, after, mine = old.get(step.key), new.get(step.key), local.get(step.key)
    target = local.get(step.target_key)
    return {
        "step": step,
        "name": str(after or before),
        "field": (after or before).field,
        "changes": labelled(_cells(before.values if before else {}, after.values if after else {}))
        if before and after
        else [],
        "content": (after or before).content,
        "mine": mine,
        "target": target,
        "own": [item for item in local.values() if item.field_id == after.field_id and item.key not in new]
        if after and step.change == C.ADDED
        else [],
        "conflicts": [
            (name, LABELS[name], shown(getattr(mine, name)), shown(getattr(after, name)))
            for name in step.conflicts
            if mine and after
        ],
        "choices": CHOICES[step.change] if forms and not step.decision else (),
        "redo": CHOICES[step.change] if forms and step.decision else (),
    }


def mapping_rows(reading: Reading) -> list[dict]:
    """改列对应的页面：每张表的各列现在认作什么，认不准的在前。"""
    return [
        {
            "title": sheet.title,
            "columns": sorted(
                ((f"{number}-{column.letter}", column) for column in sheet.columns),
                key=lambda pair: (pair[1].certain, len(pair[1].letter), pair[1].letter),
            ),
        }
        for number, sheet in enumerate(reading.sheets)
        if sheet.columns
    ]


def chosen_mapping(reading: Reading, data) -> dict[str, dict[str, str]]:
    """表单里选定的对应：{工作表: {列标: 内容项}}；不认得的选项当作没有选。"""
    return {
        sheet.title: {
            column.letter: data[name]
            for column in sheet.columns
            if data.get(name := f"{number}-{column.letter}") in MAPPABLE
        }
        for number, sheet in enumerate(reading.sheets)
        if sheet.columns
    }


def _items(edition: Edition | None) -> dict[str, Item]:
    return {item.key: item for item in edition.items.select_related("field")} if edition else {}


def _cells(before: dict, after: dict) -> list[difference.Cell]:
    return [
        difference.Cell(name, shown(before.get(name)), shown(after.get(name)))
        for name in SUBSTANCE
        if shown(before.get(name)) != shown(after.get(name))
    ]
