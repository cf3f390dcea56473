"""两版目录的对照表。"""

from catalogs import difference
from catalogs.models import Edition
from catalogs.presenters import LABELS, changes_between
from portal.core.sheets.columns import Column, SheetSpec, text
from portal.core.sheets.writing import Draft, SheetDraft, build

LONG = text(32000, multiline=True)
SPEC = SheetSpec(
    "对照表",
    (
        Column("kind", "变化", LONG, width=8),
        Column("name", "事项", LONG, width=30),
        Column("column", "栏目", LONG, width=14),
        Column("before", "原文", LONG, width=50),
        Column("after", "新文", LONG, width=50),
    ),
)


def workbook(old: Edition | None, new: Edition, *, at) -> bytes:
    """`old` 到 `new` 的全部变化：一个改动的栏一行。"""
    rows = [row for change in changes_between(old, new) for row in _rows(change)]
    sheet = SheetDraft(
        SPEC, rows, heading=f"{new}与{old or '（无）'}对照表", notes=(f"共 {len(rows)} 处。",), frozen=2
    )
    return build(Draft((sheet,)))


def _rows(change: difference.Change) -> list[dict]:
    base = {"kind": change.label, "name": change.entry.name}
    if change.cells:
        return [
            base | {"column": LABELS[cell.name], "before": cell.before, "after": cell.after}
            for cell in change.cells
        ]
    before, after = (
        str(entry.values.get("content", "")) if entry else "" for entry in (change.before, change.after)
    )
    return [
        base
        | {
            "column": "公开内容" if change.kind != difference.Kind.MOVED else "位置",
            "before": before,
            "after": after,
        }
    ]
