"""减负的导出：各次要求一行。"""

from portal.core.sheets.columns import Column, SheetSpec, text, whole
from portal.core.sheets.writing import Draft, SheetDraft, build

SPEC = SheetSpec(
    "向县区要的",
    (
        Column("month", "月份", text(10), width=10),
        Column("county", "县区", text(40), width=14),
        Column("asker", "提出单位", text(60), width=20),
        Column("kind", "类别", text(20), width=12),
        Column("text", "要什么", text(600), width=60),
        Column("times", "次数", whole(), width=8),
        Column("fields", "栏数", whole(), width=8),
        Column("documents", "份数", whole(), width=8),
    ),
)


def workbook(asked, counties) -> bytes:
    places = {county.pk: county.short_name for county in counties}
    rows = [
        {
            "month": f"{one.month:%Y-%m}",
            "county": places[one.county_id],
            "asker": one.demand.asker_name,
            "kind": one.demand.kind.label,
            "text": one.demand.text,
            "times": one.load.times,
            "fields": one.load.fields,
            "documents": one.load.documents,
        }
        for one in asked
    ]
    times = sum(row["times"] for row in rows)
    return build(Draft((SheetDraft(SPEC, rows, heading=f"向县区要的（{times} 次）"),)))
