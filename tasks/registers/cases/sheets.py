"""经验做法：一个案例一行，单位与名称合起来认行；导入存为草稿，提交、推荐、评审在页面办理。"""

import datetime as dt
from collections.abc import Sequence

from catalogs.models import Field
from portal.core import clock
from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, choice, day, text, whole
from portal.organisations.models import Organisation
from tasks import template
from tasks.register_books import RegisterBook
from tasks.registers.cases import actions, permissions, selectors
from tasks.registers.cases.models import Case

KINDS = {label: value for value, label in Case.Kind.choices}
AREAS = {area.name: area.code for area in template.AREAS}
SHEET = SheetSpec(
    "经验做法",
    (
        Column("code", "单位编码", text(20, narrow=True), required=True, width=10),
        Column("title", "名称", text(80), required=True, aliases=("案例名称",), width=30),
        Column("organisation", "推荐单位", text(80), width=18, help="给人看的，以编码为准"),
        Column("kind", "类别", choice(KINDS), required=True, width=10),
        Column("area", "任务方面", choice(AREAS), required=True, width=12),
        Column("field", "公开领域", text(40), width=14, help="26 个领域之一，不对应某一领域的不填"),
        Column("item", "改进的公开事项", text(120), width=20),
        Column("issue_number", "对应问题编号", text(40), width=14),
        Column("problem", "解决什么问题", text(1000, multiline=True), required=True, width=36),
        Column("practice", "怎样做的", text(4000, multiline=True), required=True, width=48),
        Column("effect", "成效", text(2000, multiline=True), required=True, width=40),
        Column("measured", "数据怎样得来", text(500), required=True, width=28),
        Column("replicable", "怎样复制推广", text(1000, multiline=True), required=True, width=36),
        Column("status", "状态", text(20), width=10, help="给人看的"),
        Column("nominated_on", "推荐日期", day(), width=12, help="给人看的"),
        Column("adopted", "采纳县区", whole(), width=8, help="给人看的"),
    ),
)


class CaseBook(RegisterBook):
    kind, label, sheet = "cases", "经验做法", SHEET
    key = ("code", "title")
    shown = frozenset({"organisation", "status", "nominated_on", "adopted"})

    def check_can_import(self, by, campaign) -> None:
        permissions.check_can_import(by, campaign)

    def lines(self, campaign, by) -> list[dict]:
        return lines_of(selectors.cases(campaign, by))

    def prepare(self, campaign, by):
        """能替哪个单位填报、领域的名称、已有案例。"""
        place = permissions.nominating_place(by) if by is not None else None
        bodies = Organisation.objects.filter(pk=place.pk) if place else Organisation.objects.current()
        codes = set(bodies.of_kind(*permissions.BODIES).values_list("code", flat=True))
        rows = Case.objects.filter(campaign=campaign).select_related("organisation")
        held = {(row.organisation.code, row.title): row for row in rows}
        return codes, set(Field.objects.values_list("name", flat=True)), held

    def check(self, row, old, known):
        codes, fields, held = known
        if row["code"] not in codes:
            yield row.problem("code", "不能替这个单位填报", "单位编码填你任职的单位")
        if row["field"] and row["field"] not in fields:
            yield row.problem("field", f"没有“{row['field']}”这个领域", "请填领域的正式名称，或留空")
        found = held.get(tuple(row[name] for name in self.key))
        if found is not None and not found.is_editable:
            yield row.problem("title", f"案例{found.get_status_display()}，不能改动", "请恢复原来的内容")

    def write(self, campaign, lines: Sequence[dict], *, by, at: dt.datetime) -> None:
        place = permissions.nominating_place(by)
        _, _, held = self.prepare(campaign, by)
        areas = {area.code: area for area in campaign.areas.all()}
        fields = {field.name: field for field in Field.objects.all()}
        for line in lines:
            values = {name: line[name] or "" for name in actions.TEXTS}
            values |= {"area": areas[line["area"]], "field": fields.get(line["field"])}
            found = held.get(self._key(line))
            if found is None:
                actions.draft_case(campaign=campaign, organisation=place, values=values, by=by, at=at)
            else:
                actions.save_case(case=found, values=values, version=found.version, by=by, at=at)


def lines_of(rows) -> list[dict]:
    """案例各行写成工作簿的列。"""
    return [_line(row) for row in rows]


def _line(row: Case) -> dict:
    return {name: getattr(row, name) for name in actions.TEXTS} | {
        "code": row.organisation.code,
        "organisation": row.organisation.short_name,
        "area": row.area.code,
        "field": row.field.name if row.field else "",
        "status": row.get_status_display(),
        "nominated_on": clock.local_date(row.nominated_at) if row.nominated_at else None,
        "adopted": row.adopted,
    }


CASES = CaseBook()
kinds.register(CASES)
kinds.register_exporter(CASES)
