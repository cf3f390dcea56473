"""考核方案：一个领域一份，一行一个末级指标；导入即以表里的指标替换拟定中的方案。"""

from decimal import Decimal

from assessments import actions, measures, permissions, scoring
from assessments.actions.scheme import IndicatorLine
from assessments.models import Scheme
from assessments.sheets import places
from assessments.sheets.outline import Outline
from catalogs import selectors as catalogs
from portal.core import rules
from portal.core.rules import Denied
from portal.core.sheets import kinds, stamp
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, flag, number, text
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import Book
from portal.core.sheets.rows import parse_book
from portal.core.sheets.stamp import Stamp, Tag
from portal.core.sheets.writing import Draft, SheetDraft, build

KIND, LABEL, VERSION = "scheme", "考核方案", "1"
SPARE_ROWS = 60
RULE_HELP = "扣分；扣分｜链接失效:2；得分｜目录齐全:2；酌情扣分｜0.5-9。留空按“扣分”"
SHEET = SheetSpec(
    title="考核方案",
    columns=(
        Column("number", "序号", text(12, narrow=True), width=8, help="如 1.1.1；留空由平台编号"),
        Column("level_1", "一级指标", text(120), required=False, width=16),
        Column("level_2", "二级指标", text(120), width=18),
        Column("level_3", "三级指标", text(120), width=20),
        Column(
            "standard",
            "评分标准",
            text(2000, multiline=True),
            aliases=("评分细则", "考核标准", "评分办法"),
            width=50,
            spread=False,
        ),
        Column(
            "points",
            "分值",
            number(4, 0, 10000),
            required=False,
            aliases=("权重", "满分"),
            width=8,
            spread=False,
        ),
        Column("rule", "评分规则", text(500), width=28, help=RULE_HELP, spread=False),
        Column("may_be_inapplicable", "可不适用", flag(), width=10, spread=False),
    ),
)
BOOK = WorkbookSpec(KIND, LABEL, VERSION, (SHEET,))


def tags(campaign, field) -> dict[str, Tag]:
    return {
        "year": Tag(str(campaign.year), f"{campaign.year} 年度"),
        "field": Tag(field.code, f"“{field}”领域"),
    }


def workbook(campaign, field, scheme: Scheme | None, *, at) -> bytes:
    """方案的工作簿；没有方案的是空白模板。"""
    rows = [_row(line) for line in measures.lines(scheme)] if scheme else []
    sheet = SheetDraft(
        SHEET,
        rows,
        heading=scheme.title if scheme else f"{campaign.year}年{field}领域政务公开考核方案",
        spare_rows=0 if scheme and scheme.is_frozen else SPARE_ROWS,
        frozen=4,
        notes=(
            "注：一行一个末级指标；同一上级的可以合并单元格，也可以只写第一行。分值合计不是 100 的，折算为百分制。",
        ),
    )
    return build(Draft((sheet,), stamp=Stamp(KIND, LABEL, VERSION, tags(campaign, field), at)))


def _row(line: measures.Line) -> dict:
    indicator = line.indicator
    return {
        "number": indicator.number,
        "level_1": line.level_1,
        "level_2": line.level_2,
        "level_3": line.level_3,
        "standard": indicator.standard,
        "points": indicator.points,
        "rule": scoring.describe(indicator.rule, indicator.config),
        "may_be_inapplicable": indicator.may_be_inapplicable,
    }


class SchemeImporter:
    """导入方案：平台模板或部门自己的表都收；还没有方案的先建立。"""

    kind, label = KIND, LABEL

    def plan(self, book: Book, *, campaign, scope, by) -> Plan:
        campaign = places.campaign_of(campaign)
        field = places.field_of(_code(book, scope))
        scheme = _scheme(campaign, field, by)
        problems = _refusals(book, campaign, field, scheme, by)
        if problems:
            return Plan(KIND, problems=problems)
        (parsed,) = parse_book(book, BOOK)
        outline = Outline(parsed.rows)
        lines = outline.lines()
        problems = [*parsed.errors, *outline.problems]
        if not lines and not problems:
            problems = [Problem(parsed.title, "", "", "表里没有指标", "请一行填写一个末级指标")]
        doubts = [*parsed.doubts, *outline.doubts, *_total_doubt(parsed.title, lines)]
        return _plan(scheme, lines, problems, doubts, campaign, field)

    def apply(self, plan: Plan, *, by, at):
        campaign = places.campaign_of(plan.payload["campaign"])
        field = places.field_of(plan.payload["field"])
        scheme = Scheme.objects.filter(campaign=campaign, field=field).first()
        if scheme is None:
            department = _owner(campaign, field)
            scheme = actions.create_scheme(
                campaign=campaign, field=field, department=department, by=by, at=at
            )
        if plan.new or plan.changed or plan.gone:
            lines = [_line_from_json(item) for item in plan.payload["lines"]]
            actions.replace_indicators(scheme=scheme, lines=lines, by=by, at=at)
        return plan.outcome()


def _code(book: Book, scope: dict) -> str:
    """范围给了领域就用它，否则看文件自己的签名。"""
    own = stamp.read_stamp(book)
    code = scope.get("field") or scope.get("code")
    if not code and own and "field" in own.scope:
        code = own.scope["field"].value
    if not code:
        raise Denied("没有说明是哪个领域的考核方案，请从平台下载该领域的模板填写，或指定领域。")
    return code


def _scheme(campaign, field, by) -> Scheme:
    """已有的方案；没有则是一份还未存库的，供核对权限。"""
    known = (
        Scheme.objects.filter(campaign=campaign, field=field).select_related("campaign", "department").first()
    )
    return known or Scheme(campaign=campaign, field=field, department=_owner(campaign, field), created_by=by)


def _owner(campaign, field):
    owner = catalogs.owners(year=campaign.year).filter(field=field).first()
    if owner is None:
        raise Denied(f"{campaign.year} 年还没有为“{field}”领域指定主管部门，请先在领域归口中指定。")
    return owner.department


def _refusals(book: Book, campaign, field, scheme: Scheme, by) -> list[Problem]:
    """整份文件不能收的原因：方案已下发、无权拟定、是别的年度或领域的模板。"""
    refused = rules.refusal(permissions.check_can_draft_scheme, by, scheme) if by is not None else None
    if refused is None and scheme.is_frozen:
        refused = "方案已下发并冻结，不能修改。"
    if refused:
        return [Problem("", "", str(field), refused, "方案下发之后不再改动，需要改动时请与市政务公开办联系")]
    own = stamp.read_stamp(book)
    if own is None:
        return []
    return stamp.verify(own, kind=KIND, label=LABEL, version=VERSION, scope=tags(campaign, field))


def _total_doubt(title: str, lines: list[IndicatorLine]) -> list[Problem]:
    total = sum((line.points for line in lines if line.rule), Decimal(0))
    if not lines or total == 100:
        return []
    return [
        Problem(
            title, "", scoring.show(total), f"分值合计 {scoring.show(total)}，将折算为百分制", "如有误请改正"
        )
    ]


def _plan(scheme: Scheme, lines, problems, doubts, campaign, field) -> Plan:
    known = {line.number: line for line in _lines_of(scheme)}
    fresh = {line.number: line for line in lines}
    changed = [number for number in fresh if number in known and fresh[number] != known[number]]
    new = [number for number in fresh if number not in known]
    leaf_rows = [line for line in lines if line.rule]
    preview = [
        (line.number, line.name, scoring.show(line.points), scoring.describe(line.rule, line.config))
        for line in leaf_rows
    ]
    return Plan(
        KIND,
        rows=len(lines),
        new=len(new),
        changed=len(changed),
        same=len(fresh) - len(new) - len(changed),
        gone=len(known.keys() - fresh.keys()),
        problems=problems,
        doubts=doubts,
        payload={
            "campaign": campaign.year,
            "field": field.code,
            "lines": [vars(line) | {"points": str(line.points)} for line in lines],
        },
        preview=[Table("末级指标", ("序号", "指标", "分值", "评分规则"), tuple(preview))],
    )


def _lines_of(scheme: Scheme) -> list[IndicatorLine]:
    if scheme.pk is None:
        return []
    return [
        IndicatorLine(
            row.number,
            row.parent.number if row.parent else "",
            row.name,
            row.standard,
            row.points,
            row.rule,
            row.config,
            row.may_be_inapplicable,
        )
        for row in scheme.indicators.select_related("parent").order_by("position")
    ]


def _line_from_json(item: dict) -> IndicatorLine:
    return IndicatorLine(**item | {"points": Decimal(item["points"])})


class SchemeExporter:
    """导出方案：平铺行给核对与程序用，工作簿可改了再导入。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        found, scope = places.campaign_of(campaign), scope or {}
        schemes = Scheme.objects.filter(campaign=found).select_related("field").order_by("field__code")
        if by is not None:
            schemes = schemes.visible_to(by)
        if code := scope.get("field") or scope.get("code"):
            schemes = schemes.filter(field=places.field_of(code))
        return [_flat(scheme, line) for scheme in schemes for line in measures.lines(scheme)]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        found, scope = places.campaign_of(campaign), scope or {}
        field = places.field_of(scope.get("field") or scope.get("code") or "")
        scheme = Scheme.objects.filter(campaign=found, field=field).first()
        return workbook(found, field, scheme, at=at)


def _flat(scheme: Scheme, line: measures.Line) -> dict:
    row = _row(line)
    keys = ("number", "level_1", "level_2", "level_3", "standard", "points", "rule")
    return {"field": scheme.field.name} | {key: row[key] for key in keys}


kinds.register(SchemeImporter())
kinds.register_exporter(SchemeExporter())
