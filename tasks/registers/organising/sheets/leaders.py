"""责任分工：一个单位一行，起始日期晚于现在的算换人，相同的算更正。"""

import datetime as dt
from collections.abc import Sequence

from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, day, text
from portal.organisations.models import Organisation
from tasks.register_books import RegisterBook
from tasks.registers.organising import actions, permissions, selectors
from tasks.registers.organising.models import Responsibility

PHONE = text(30, narrow=True)
SHEET = SheetSpec(
    "责任分工",
    (
        Column("code", "单位编码", text(20, narrow=True), required=True, locked=True, width=12),
        Column("organisation", "单位", text(80), width=26, locked=True, help="给人看的，以编码为准"),
        Column("leader", "责任领导", text(60), aliases=("分管领导",), width=16),
        Column("leader_post", "领导职务", text(60), aliases=("职务",), width=18),
        Column("leader_phone", "领导办公电话", PHONE, aliases=("办公电话",), width=16),
        Column("unit", "承办机构", text(80), width=22),
        Column("contact", "联系人", text(40), width=12),
        Column("contact_phone", "联系电话", PHONE, width=16),
        Column("from_on", "起始日期", day(), width=12, help="自哪一天起；换人时填新的日期"),
    ),
)


class LeaderBook(RegisterBook):
    kind, label, sheet = "leaders", "责任分工", SHEET
    key, shown, is_prefilled = ("code",), frozenset({"organisation"}), True

    def check_can_import(self, by, campaign) -> None:
        permissions.check_can_import_leaders(by, campaign)

    def lines(self, campaign, by) -> list[dict]:
        return lines_of(selectors.leader_rows(campaign, by))

    def prepare(self, campaign, by):
        """{编码: 单位}，与此人能替哪些单位登记；现行的各行。"""
        places = {one.organisation.code: one.organisation for one in selectors.leader_rows(campaign, by)}
        own = {code for code, one in places.items() if by is None or permissions.works_for(by, one)}
        return places, own

    def check(self, row, old, known):
        places, own = known
        if row["code"] not in places:
            yield row.problem("code", "没有这个单位，或者不在你的范围内", "请从平台下载模板，不要改单位编码")
            return
        if row["code"] not in own:
            yield row.problem("code", f"不能替{places[row['code']]}登记", "只登记本单位及所属单位")
        for name in ("leader", "contact", "from_on"):
            if not row[name]:
                yield row.problem(
                    name, f"没有填写{SHEET.column(name).title}", "责任领导、联系人、起始日期都要填"
                )
        if row["from_on"] and old and old["from_on"] and row["from_on"] < old["from_on"]:
            yield row.problem(
                "from_on", f"早于现在的起始日期 {old['from_on']}", "换人填新的日期，更正填原来的"
            )

    def write(self, campaign, lines: Sequence[dict], *, by, at: dt.datetime) -> None:
        codes = [line["code"] for line in lines]
        places = {place.code: place for place in Organisation.objects.filter(code__in=codes)}
        held = Responsibility.objects.current().filter(organisation__code__in=codes)
        seen = dict(held.values_list("organisation__code", "pk"))
        for line in lines:
            actions.record_responsibility(
                organisation=places[line["code"]],
                values=line,
                from_on=line["from_on"],
                seen=seen.get(line["code"]),
                by=by,
                at=at,
            )


def lines_of(rows: Sequence[selectors.LeaderRow]) -> list[dict]:
    """责任分工各行写成工作簿的列；没有登记的只有编码与名称。"""
    return [
        {"code": one.organisation.code, "organisation": one.organisation.name, **one.values} for one in rows
    ]


LEADERS = LeaderBook()
kinds.register(LEADERS)
kinds.register_exporter(LEADERS)
