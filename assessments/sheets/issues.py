"""问题清单：部门、县区、市都用这一张导出；部门可导入，另行登记问题、改整改要求与时限。"""

import datetime as dt

from assessments import actions, measures, permissions, selectors
from assessments.actions import IssueLine
from assessments.models import Issue, Round, Scorecard
from assessments.sheets import places
from portal.core import rules
from portal.core.rules import Denied
from portal.core.sheets import kinds, stamp
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, choice, day, flag, number, text, url
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import Book
from portal.core.sheets.rows import Row, parse_book
from portal.core.sheets.stamp import Stamp, Tag
from portal.core.sheets.writing import Draft, SheetDraft, build
from tasks.models import Campaign

KIND, LABEL, VERSION = "issues", "问题清单", "1"
SPARE_ROWS = 100
SOURCES = {label: value for value, label in Issue.Source.choices}
UPDATED = (("kind", "问题类型"), ("requirement", "整改要求"), ("due_on", "整改时限"))
SHEET = SheetSpec(
    title="问题清单",
    columns=(
        Column("number", "编号", text(40, narrow=True), width=16, help="新登记的留空，由平台编号"),
        Column("year", "年度", number(0, 2000, 2100), locked=True, width=7),
        Column("field", "领域", text(40), locked=True, width=14),
        Column("source", "来源", choice(SOURCES), width=12),
        Column("county", "县区", text(40), required=True, width=12),
        Column("department", "主管部门", text(40), locked=True, width=14),
        Column("indicator", "指标序号", text(12, narrow=True), width=9, help="末级指标的序号，可不填"),
        Column("level_1", "一级指标", text(120), locked=True, width=14),
        Column("level_2", "二级指标", text(120), locked=True, width=16),
        Column(
            "description",
            "问题描述",
            text(1000, multiline=True),
            required=True,
            aliases=("问题", "存在问题", "具体问题"),
            width=40,
        ),
        Column("kind", "问题类型", text(40), width=12),
        Column("link", "问题链接", url(), width=26),
        Column("deduction", "扣分", number(4, 0, 10000), locked=True, width=8, spread=False),
        Column("requirement", "整改要求", text(500, multiline=True), width=26),
        Column("due_on", "整改时限", day(), width=12),
        Column("measures", "整改措施", text(1000, multiline=True), locked=True, width=26),
        Column("result", "整改结果", text(500, multiline=True), locked=True, width=20),
        Column("proof", "整改链接", text(500), locked=True, width=26),
        Column("answered_by", "整改人", text(40), locked=True, width=10),
        Column("rechecked_by", "复核人", text(40), locked=True, width=10),
        Column("opinion", "复核意见", text(500, multiline=True), locked=True, width=20),
        Column("rechecked_at", "复核时间", day(), locked=True, width=12),
        Column("status", "状态", text(20), locked=True, width=10),
        Column("is_repeated", "是否重复问题", flag(), locked=True, width=8),
    ),
)
BOOK = WorkbookSpec(KIND, LABEL, VERSION, (SHEET,))


def workbook(issues, *, heading: str, at, tags: dict[str, Tag], spare: int = 0) -> bytes:
    """`issues`（`selectors.issue_rows` 的查询集）写成问题清单。"""
    rows = [
        _row(issue)
        for issue in issues.prefetch_related("rectifications__answered_by", "rectifications__rechecked_by")
    ]
    sheet = SheetDraft(SHEET, rows, heading=heading, frozen=1, spare_rows=spare)
    return build(Draft((sheet,), stamp=Stamp(KIND, LABEL, VERSION, tags, at)))


def _row(issue: Issue) -> dict:
    scheme = issue.scorecard.round.scheme
    names = _names(issue)
    return {
        "number": issue.number,
        "year": scheme.campaign.year,
        "field": scheme.field.name,
        "source": issue.source,
        "county": issue.scorecard.county.short_name,
        "department": scheme.department.name,
        "indicator": issue.indicator.number if issue.indicator else "",
        "level_1": names[0] if names else "",
        "level_2": names[1] if len(names) > 1 else "",
        "description": issue.description,
        "kind": issue.kind,
        "link": issue.link,
        "deduction": issue.deduction,
        "requirement": issue.requirement,
        "due_on": issue.due_on,
        "status": issue.get_status_display(),
        "is_repeated": issue.is_repeated,
    } | _last_answer(issue)


def _names(issue: Issue) -> list[str]:
    """指标各级名称，自上而下（至多三级，都已随问题取出）。"""
    names, indicator = [], issue.indicator
    while indicator is not None:
        names.insert(0, indicator.name)
        indicator = indicator.parent
    return names


def _last_answer(issue: Issue) -> dict:
    answer = max(issue.rectifications.all(), key=lambda row: row.round_number, default=None)
    if answer is None:
        return {}
    return {
        "measures": answer.measures,
        "result": answer.result,
        "proof": answer.link,
        "answered_by": str(answer.answered_by),
        "rechecked_by": str(answer.rechecked_by) if answer.rechecked_by else "",
        "opinion": answer.opinion,
        "rechecked_at": answer.rechecked_at,
    }


class _Reading:
    """逐行收下清单：有编号的核对改动，没有编号的作新登记。"""

    def __init__(self, round_: Round):
        self.round = round_
        cards = Scorecard.objects.filter(round=round_).select_related("county")
        self.cards = {name: card for card in cards for name in (card.county.short_name, card.county.name)}
        self.leaves = {leaf.number: leaf for leaf in measures.leaves(round_.scheme)}
        self.known = {issue.number: issue for issue in Issue.objects.filter(scorecard__round=round_)}
        self.by_text = {(issue.scorecard_id, issue.description): issue for issue in self.known.values()}
        self.lines: list[dict] = []
        self.changes: dict[int, dict] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.preview: list[tuple[str, ...]] = []

    def take(self, row: Row) -> None:
        card = self.cards.get(row["county"])
        if card is None:
            names = "、".join(dict.fromkeys(one.county.short_name for one in self.cards.values()))
            self.problems.append(row.problem("county", f"没有“{row['county']}”这个县区", f"可填：{names}"))
        elif row["number"]:
            self._take_known(row, card)
        else:
            self._take_new(row, card)

    def _take_known(self, row: Row, card: Scorecard) -> None:
        issue = self.known.get(row["number"])
        if issue is None:
            hint = "请核对编号；新登记的问题编号留空"
            self.problems.append(row.problem("number", f"本领域没有编号为“{row['number']}”的问题", hint))
        elif issue.scorecard_id != card.pk:
            self.problems.append(
                row.problem("county", f"问题 {issue.number} 不属于{card.county}", "请不要改动县区")
            )
        elif issue.pk in self.seen:
            self.problems.append(row.problem("number", f"编号“{issue.number}”重复出现", "请删去多余的行"))
        elif row["description"] != issue.description:
            hint = "问题描述来自评分，要改请在评分表里改扣分原因；另有问题请另起一行、编号留空"
            self.problems.append(row.problem("description", f"问题 {issue.number} 的描述与登记的不同", hint))
        else:
            self._compare(row, issue)

    def _compare(self, row: Row, issue: Issue) -> None:
        self.seen.add(issue.pk)
        fresh = {"kind": row["kind"] or "", "requirement": row["requirement"] or "", "due_on": row["due_on"]}
        changed = {name: fresh[name] for name, _ in UPDATED if fresh[name] != getattr(issue, name)}
        if not changed:
            return
        if issue.status in selectors.DONE_ISSUES:
            shown = issue.get_status_display()
            self.problems.append(
                row.problem("requirement", f"问题 {issue.number} {shown}，不能再改", "请恢复原值")
            )
            return
        self.changes[issue.pk] = {
            k: v.isoformat() if isinstance(v, dt.date) else v for k, v in changed.items()
        }
        labels = "、".join(label for name, label in UPDATED if name in changed)
        self.preview.append(("改动", issue.number, issue.description[:60], labels))

    def _take_new(self, row: Row, card: Scorecard) -> None:
        known = self.by_text.get((card.pk, row["description"]))
        if known is not None:
            self._compare(row, known)
            return
        leaf = self.leaves.get(row["indicator"])
        if row["indicator"] and leaf is None:
            self.problems.append(
                row.problem("indicator", f"方案里没有序号为“{row['indicator']}”的末级指标", "可不填")
            )
            return
        source = row["source"] or Issue.Source.CITY
        if source == Issue.Source.DEPARTMENT and leaf is not None:
            hint = "请在评分表里扣分并写明原因，审核后自动列为问题；不扣分的，指标序号留空"
            self.problems.append(row.problem("source", "部门考核扣分产生的问题不能在这里登记", hint))
            return
        if any(
            line["scorecard"] == card.pk and line["description"] == row["description"] for line in self.lines
        ):
            self.problems.append(row.problem("description", "同一县区的同一问题写了两遍", "请删去多余的行"))
            return
        texts = {name: row[name] or "" for name in ("kind", "link", "requirement")}
        due_on = row["due_on"].isoformat() if row["due_on"] else None
        self.lines.append(
            {"scorecard": card.pk, "indicator": leaf.pk if leaf else None, "source": str(source)}
            | {"description": row["description"], "due_on": due_on}
            | texts
        )
        self.preview.append(("新增", card.county.short_name, row["description"][:60], ""))


class IssueImporter:
    """导入问题清单：一个领域一份；表里没有的问题不会因此销号。"""

    kind, label = KIND, LABEL

    def plan(self, book: Book, *, campaign, scope, by) -> Plan:
        own = stamp.read_stamp(book)
        code = scope.get("field") or scope.get("code")
        if not code and own and "field" in own.scope:
            code = own.scope["field"].value
        if not code:
            raise Denied("没有说明是哪个领域的问题清单，请从平台下载本领域的清单填写，或指定领域。")
        round_ = places.round_of(places.campaign_of(campaign), code)
        refused = rules.refusal(permissions.check_can_list_issues, by, round_) if by is not None else None
        if refused:
            return Plan(KIND, problems=[Problem("", "", "", refused, "")])
        problems = stamp.verify(own, kind=KIND, label=LABEL, version=VERSION, scope=tags_of(round_))
        if problems:
            return Plan(KIND, problems=problems)
        (parsed,) = parse_book(book, BOOK)
        reading = _Reading(round_)
        for row in parsed.rows:
            reading.take(row)
        return _plan(reading, parsed)

    def apply(self, plan: Plan, *, by, at):
        round_ = Round.objects.select_related("scheme__campaign", "scheme__field").get(
            pk=plan.payload["round"]
        )
        lines = [IssueLine(**item | {"due_on": _day(item["due_on"])}) for item in plan.payload["lines"]]
        changes = {
            int(pk): item | ({"due_on": _day(item["due_on"])} if "due_on" in item else {})
            for pk, item in plan.payload["changes"].items()
        }
        if lines or changes:
            actions.record_issues(round_=round_, lines=lines, changes=changes, by=by, at=at)
        return plan.outcome()


def _plan(reading: _Reading, parsed) -> Plan:
    count = len(reading.seen) + len(reading.lines)
    return Plan(
        KIND,
        rows=count,
        new=len(reading.lines),
        changed=len(reading.changes),
        same=len(reading.seen) - len(reading.changes),
        gone=len(reading.known) - len(reading.seen),
        problems=[*parsed.errors, *reading.problems],
        doubts=parsed.doubts,
        payload={
            "round": reading.round.pk,
            "lines": reading.lines,
            "changes": {str(pk): item for pk, item in reading.changes.items()},
        },
        preview=[Table("新增与改动", ("", "编号或县区", "问题", "改动的列"), tuple(reading.preview))],
    )


def _day(text_: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text_) if text_ else None


def tags_of(round_: Round) -> dict[str, Tag]:
    scheme = round_.scheme
    return {
        "year": Tag(str(scheme.campaign.year), f"{scheme.campaign.year} 年度"),
        "field": Tag(scheme.field.code, f"“{scheme.field}”领域"),
    }


def issues_of(campaign: Campaign, by, code: str | None):
    """行动中此人看得到的问题；`code` 给了领域编号就只取该领域。"""
    rows = selectors.issue_rows(by) if by is not None else selectors.with_places(Issue.objects.all())
    rows = rows.filter(scorecard__round__scheme__campaign=campaign)
    if code:
        rows = rows.filter(scorecard__round__scheme__field=places.field_of(code))
    return rows.order_by("scorecard__county__path", "number")


class IssueExporter:
    """导出问题清单：平铺行，或与导入互逆的工作簿（须给领域）。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        scope = scope or {}
        found = issues_of(places.campaign_of(campaign), by, scope.get("field") or scope.get("code"))
        keys = ("number", "field", "county", "indicator", "description", "kind", "link", "deduction")
        keys += ("requirement", "due_on", "status", "measures", "result", "proof")
        issues = found.prefetch_related("rectifications__answered_by", "rectifications__rechecked_by")
        return [{key: row.get(key) for key in keys} for row in map(_row, issues)]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        found, scope = places.campaign_of(campaign), scope or {}
        code = scope.get("field") or scope.get("code")
        if not code:
            tags = {"year": Tag(str(found.year), f"{found.year} 年度")}
            return workbook(
                issues_of(found, by, None), heading=f"{found.year}年政务公开考核问题清单", at=at, tags=tags
            )
        round_ = places.round_of(found, code)
        heading = f"{found.year}年{round_.scheme.field}领域考核问题清单"
        return workbook(
            issues_of(found, by, code), heading=heading, at=at, tags=tags_of(round_), spare=SPARE_ROWS
        )


kinds.register(IssueImporter())
kinds.register_exporter(IssueExporter())
