from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, choice, day, flag, text, url
from tasks.registers.interpretation.actions import InterpretationLine, PolicyLine, record_policies
from tasks.registers.interpretation.models import Interpretation, Policy
from tasks.sheets.ledger import ORGANISATION, LedgerBook

KINDS = {label: value for value, label in Policy.Kind.choices}
FORMS = {label: value for value, label in Interpretation.Form.choices}


class PolicyBook(LedgerBook):
    """政策文件与它们的解读。"""

    kind, label = "policies", "政策文件"
    line, child_line = PolicyLine, InterpretationLine
    child_field, child_key = "interpretations", "policy"
    sheet = SheetSpec(
        "政策文件",
        (
            Column("title", "文件名称", text(200), required=True, aliases=("标题", "政策名称"), width=44),
            Column("number", "文号", text(60), width=22),
            Column("issuer", "制发机关", text(80), required=True, aliases=("发文机关",), width=24),
            Column("published_on", "公布日期", day(), required=True, aliases=("发布日期",), width=12),
            Column("kind", "种类", choice(KINDS), width=14, help="不填为规范性文件"),
            ORGANISATION,
            Column("url", "原文网址", url(), width=40),
            Column("needs_interpretation", "需要解读", flag(), width=10, help="不填为是"),
            Column("reason", "不需解读的理由", text(200), width=24),
            Column("ends_on", "失效日期", day(), width=12),
        ),
    )
    child_sheet = SheetSpec(
        "解读",
        (
            ORGANISATION,
            Column("policy", "文件名称", text(200), required=True, width=44),
            Column("title", "解读标题", text(200), required=True, width=40),
            Column("form", "解读形式", choice(FORMS), required=True, width=12),
            Column("published_on", "发布日期", day(), required=True, width=12),
            Column("author", "解读单位", text(80), required=True, width=20),
            Column("url", "解读网址", url(), width=40),
            Column("is_linked", "与政策相互关联", flag(), width=14, help="不填为否"),
        ),
        optional=True,
    )

    def seen(self, user):
        rows = Policy.objects.all() if user is None else Policy.objects.visible_to(user)
        return rows.select_related("organisation", "link").prefetch_related("interpretations__link")

    def line_of(self, row: Policy) -> PolicyLine:
        return PolicyLine(
            organisation=row.organisation.code,
            title=row.title,
            issuer=row.issuer,
            published_on=row.published_on,
            number=row.number,
            kind=row.kind,
            url=row.link.url if row.link else "",
            needs_interpretation=row.needs_interpretation,
            reason=row.reason,
            ends_on=row.ends_on,
            interpretations=tuple(_child(child) for child in row.interpretations.all()),
        )

    def check(self, row, values):
        if not values.get("needs_interpretation", True) and not values.get("reason"):
            yield row.problem("reason", "不需要解读的没有写理由", "请写明为什么不需要解读")
        ends_on, published_on = values.get("ends_on"), values.get("published_on")
        if ends_on and published_on and ends_on < published_on:
            yield row.problem("ends_on", "失效日期早于公布日期", "请核对两个日期")

    def record(self, lines, *, by, at):
        record_policies(lines=lines, by=by, at=at)


def _child(row: Interpretation) -> InterpretationLine:
    return InterpretationLine(
        title=row.title,
        form=row.form,
        published_on=row.published_on,
        author=row.author,
        url=row.link.url if row.link else "",
        is_linked=row.is_linked,
    )


POLICIES = PolicyBook()
kinds.register(POLICIES)
kinds.register_exporter(POLICIES)
