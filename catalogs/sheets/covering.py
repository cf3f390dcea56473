"""公开覆盖表：各目录 × 各领域的应公开、已公开与覆盖率。"""

from catalogs.coverage import Tally
from portal.core.sheets.columns import Column, SheetSpec, number, text, whole
from portal.core.sheets.writing import Draft, SheetDraft, build

SPEC = SheetSpec(
    "公开覆盖",
    (
        Column("catalog", "目录", text(200), width=34),
        Column("field", "领域", text(60), width=18),
        Column("should", "应公开", whole()),
        Column("covered", "已公开", whole()),
        Column("coverage", "覆盖率（%）", number(1)),
        Column("lapsed", "该更新未更新", whole(), width=14),
        Column("timely", "及时次数", whole()),
        Column("late", "不及时次数", whole()),
        Column("timeliness", "及时率（%）", number(1)),
        Column("dead", "失效链接", whole()),
    ),
)
COUNTS = ("should", "covered", "coverage", "lapsed", "timely", "late", "timeliness", "dead")


def workbook(context: dict) -> bytes:
    """`context` 是总表页面的内容。"""
    rows = [
        _row(str(row["catalog"]), field, tally)
        for row in context["rows"]
        for field, tally in [
            *((str(field), cell) for field, cell in row["cells"] if cell),
            ("合计", row["total"]),
        ]
    ]
    return build(Draft((SheetDraft(SPEC, rows, heading=f"截至 {context['on']} 的公开覆盖", frozen=2),)))


def _row(catalog: str, field: str, tally: Tally) -> dict:
    return {"catalog": catalog, "field": field} | {name: getattr(tally, name) for name in COUNTS}
