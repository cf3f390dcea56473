"""综合成绩：县区 × 领域的得分，总成绩、名次、等次；只导出。"""

from assessments import combining, selectors
from assessments.sheets import places
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, number, text
from portal.core.sheets.writing import Draft, SheetDraft, build
from portal.organisations.scope import scope_of

KIND, LABEL = "results", "综合成绩"
POINTS = number(2, 0, 100)


def workbook(found: selectors.Results) -> bytes:
    """县区一行，领域一列；未定的成绩留空，不写 0。"""
    columns = (
        Column("rank", "名次", number(0, 1, 10000), width=7),
        Column("county", "县区", text(40), width=16),
        *(Column(f"f{field.code}", field.name, POINTS, width=11) for field in found.fields),
        Column("score", "综合成绩", POINTS, width=11),
        Column("grade", "等次", text(20), width=9),
        Column("note", "说明", text(500), width=40),
    )
    rows = [_row(row) for row in [*found.ranked, *(row for row in found.rows if row.rank is None)]]
    heading = f"{found.campaign.year}年基层政务公开考核综合成绩"
    notes = ("注：空白为尚未报送、接收或不适用，不按零分计；缺领域的县区不排名。",)
    if found.with_submitted:
        notes += ("含已报送未接收的成绩，为暂定。",)
    spec = SheetSpec(title="综合成绩", columns=columns)
    return build(Draft((SheetDraft(spec, rows, heading=heading, frozen=2, notes=notes),)))


def _row(row: selectors.CountyResult) -> dict:
    note = "暂定" if row.is_provisional else ""
    if row.missing:
        note = "缺：" + "、".join(field.name for field in row.missing)
    return {
        "rank": row.rank,
        "county": row.county.short_name,
        "score": row.value,
        "grade": row.grade,
        "note": note,
    } | {f"f{cell.field.code}": cell.value for cell in row.cells}


class ResultExporter:
    """导出综合成绩；`field` 为空的一行是综合成绩。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        found = _results(campaign, scope or {}, by)
        per_field = {field.code: found.field_ranks(field.code) for field in found.fields}
        return [flat for row in found.rows for flat in _flat(row, found, per_field)]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        return workbook(_results(campaign, scope or {}, by))


def _results(campaign, scope: dict, by) -> selectors.Results:
    """综合成绩涉及各县，只给看得到全市的人。抛 `Denied`。"""
    found = places.campaign_of(campaign)
    if by is not None and not any(found.city.path.startswith(path) for path in scope_of(by).reading):
        raise Denied("综合成绩只有市政务公开办与审计员可以导出；本县成绩请到“本县成绩”查看。")
    return selectors.results(found, with_submitted=bool(scope.get("with_submitted")))


def _flat(row: selectors.CountyResult, found: selectors.Results, per_field: dict) -> list[dict]:
    bands = found.rule.bands
    lines = [
        {
            "county": row.county.short_name,
            "field": cell.field.name,
            "score": cell.value,
            "rank": per_field[cell.field.code][row.county.pk],
            "grade": combining.grade(cell.value, bands) or None,
        }
        for cell in row.cells
    ]
    combined = {"county": row.county.short_name, "field": None, "score": row.value, "rank": row.rank}
    return [*lines, combined | {"grade": row.grade or None}]


kinds.register_exporter(ResultExporter())
