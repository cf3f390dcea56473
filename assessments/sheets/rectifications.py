"""整改反馈：县区一份，预填本县没有销号的问题；填上整改措施、结果与链接后导入。"""

from assessments import actions, selectors
from assessments.models import Issue
from assessments.sheets import places
from portal.core.rules import Denied
from portal.core.sheets import kinds, stamp
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, day, text, url
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import Book
from portal.core.sheets.rows import Row, parse_book
from portal.core.sheets.stamp import Stamp, Tag
from portal.core.sheets.writing import Draft, SheetDraft, build
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation

KIND, LABEL, VERSION = "rectifications", "整改反馈表", "1"
OPEN = (Issue.Status.ISSUED, Issue.Status.RECTIFYING, Issue.Status.RETURNED)
ANSWERS = ("measures", "result", "link")
SHEET = SheetSpec(
    title="整改反馈",
    columns=(
        Column("number", "编号", text(40, narrow=True), required=True, locked=True, width=18),
        Column("field", "领域", text(40), locked=True, width=14),
        Column("description", "问题描述", text(1000, multiline=True), locked=True, width=40),
        Column("requirement", "整改要求", text(500, multiline=True), locked=True, width=26),
        Column("due_on", "整改时限", day(), locked=True, width=12),
        Column("measures", "整改措施", text(1000, multiline=True), width=36, help="做了什么，必填"),
        Column("result", "整改结果", text(500, multiline=True), width=26),
        Column("link", "整改链接", url(), width=34, help="能打开核对的网址，必填；没有链接等于没有整改"),
    ),
)
BOOK = WorkbookSpec(KIND, LABEL, VERSION, (SHEET,))


def tags_of(campaign, county: Organisation) -> dict[str, Tag]:
    return {
        "year": Tag(str(campaign.year), f"{campaign.year} 年度"),
        "county": Tag(county.code, county.short_name),
    }


def workbook(campaign, county: Organisation, *, by, at) -> bytes:
    """预填的整改反馈表；退回重改的带着上一轮的内容。"""
    rows = _issues(campaign, county).filter(status__in=OPEN)
    if by is not None:
        rows = rows.filter(pk__in=Issue.objects.visible_to(by).values("pk"))
    sheet = SheetDraft(
        SHEET,
        [_row(issue) for issue in rows.prefetch_related("rectifications")],
        heading=f"{county.short_name}{campaign.year}年考核问题整改反馈表",
        protect=True,
        frozen=1,
        notes=("注：没有整改的留空，可以分几次反馈；没有整改链接的不能算作已整改。",),
    )
    return build(Draft((sheet,), stamp=Stamp(KIND, LABEL, VERSION, tags_of(campaign, county), at)))


def _issues(campaign, county: Organisation):
    rows = Issue.objects.filter(scorecard__county=county, scorecard__round__scheme__campaign=campaign)
    rows = rows.exclude(status=Issue.Status.PENDING)
    return selectors.with_places(rows).order_by("number")


def _row(issue: Issue) -> dict:
    base = {"number": issue.number, "field": issue.scorecard.round.scheme.field.name}
    base |= {name: getattr(issue, name) for name in ("description", "requirement", "due_on")}
    last = _last(issue)
    return base | ({name: getattr(last, name) for name in ANSWERS} if last else {})


def _last(issue: Issue):
    return max(issue.rectifications.all(), key=lambda row: row.round_number, default=None)


class _Reading:
    """逐行收下反馈，与库里最近一轮比对。"""

    def __init__(self, campaign, county: Organisation):
        self.known = {
            issue.number: issue for issue in _issues(campaign, county).prefetch_related("rectifications")
        }
        self.county = county
        self.answers: dict[int, dict] = {}
        self.again = self.same = 0
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.preview: list[tuple[str, ...]] = []

    def take(self, row: Row) -> None:
        answer = {name: row[name] or "" for name in ANSWERS}
        issue = self.known.get(row["number"])
        if issue is None:
            hint = "请不要改动编号；问题不在表里的，请重新下载反馈表"
            self.problems.append(
                row.problem("number", f"{self.county}没有编号为“{row['number']}”的问题", hint)
            )
        elif issue.pk in self.seen:
            self.problems.append(row.problem("number", f"编号“{issue.number}”重复出现", "请删去多余的行"))
        else:
            self.seen.add(issue.pk)
            if any(answer.values()):
                self._compare(row, issue, answer)

    def _compare(self, row: Row, issue: Issue, answer: dict) -> None:
        last = _last(issue)
        if last is not None and all(getattr(last, name) == answer[name] for name in ANSWERS):
            self.same += 1
            return
        if issue.status not in OPEN:
            hint = "要补充的，请等部门复核；已销号的不必再反馈"
            shown = issue.get_status_display()
            self.problems.append(row.problem("measures", f"问题 {issue.number} {shown}，不能再改反馈", hint))
            return
        for name, title in (("measures", "整改措施"), ("link", "整改链接")):
            if not answer[name]:
                hint = "没有能打开核对的链接，不能算作已整改" if name == "link" else "请写明做了什么"
                self.problems.append(row.problem(name, f"没有填写{title}", hint))
        self.again += last is not None
        self.answers[issue.pk] = answer
        self.preview.append((issue.number, issue.description[:50], answer["measures"][:60], answer["link"]))


class RectificationImporter:
    """导入整改反馈：只认本县的表；没有签收的先签收。"""

    kind, label = KIND, LABEL

    def plan(self, book: Book, *, campaign, scope, by) -> Plan:
        campaign = places.campaign_of(campaign)
        county = county_of(scope, by, campaign)
        own = stamp.read_stamp(book)
        problems = stamp.verify(own, kind=KIND, label=LABEL, version=VERSION, scope=tags_of(campaign, county))
        if problems:
            return Plan(KIND, problems=problems)
        (parsed,) = parse_book(book, BOOK)
        reading = _Reading(campaign, county)
        for row in parsed.rows:
            reading.take(row)
        titles = ("编号", "问题", "整改措施", "整改链接")
        return Plan(
            KIND,
            rows=len(reading.answers) + reading.same,
            new=len(reading.answers) - reading.again,
            changed=reading.again,
            same=reading.same,
            gone=sum(i.status in OPEN and i.pk not in reading.seen for i in reading.known.values()),
            problems=[*parsed.errors, *reading.problems],
            doubts=parsed.doubts,
            payload={"answers": {str(pk): answer for pk, answer in reading.answers.items()}},
            preview=[Table("本次反馈", titles, tuple(reading.preview))],
        )

    def apply(self, plan: Plan, *, by, at):
        answers = {int(pk): answer for pk, answer in plan.payload["answers"].items()}
        if answers:
            actions.answer_issues(answers=answers, by=by, at=at)
        return plan.outcome()


def county_of(scope: dict, by, campaign) -> Organisation:
    """范围给了县区就用它，否则是此人填报的县区。抛 `Denied`。"""
    code = scope.get("county") or scope.get("code")
    counties = {county.pk: county for county in places.counties_of(campaign)}
    if code:
        found = [one for one in counties.values() if code in (one.code, one.name, one.short_name)]
    else:
        homes = organisations.working_organisations(by, "draft") if by is not None else []
        found = [counties[home.pk] for home in homes if home.pk in counties]
    if not found:
        raise Denied(f"没有编码或名称为“{code}”的参加县区。" if code else "请说明是哪个县区的整改反馈表。")
    return found[0]


class RectificationExporter:
    """导出整改反馈：平铺行为各轮反馈，工作簿为预填的反馈表。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        found = places.campaign_of(campaign)
        issues = selectors.issue_rows(by) if by is not None else selectors.with_places(Issue.objects.all())
        issues = issues.filter(scorecard__round__scheme__campaign=found)
        if scope:
            issues = issues.filter(scorecard__county=county_of(scope, by, found))
        issues = issues.order_by("scorecard__county__path", "number").prefetch_related("rectifications")
        return [_flat(issue, answer) for issue in issues for answer in issue.rectifications.all()]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        found = places.campaign_of(campaign)
        return workbook(found, county_of(scope or {}, by, found), by=by, at=at)


def _flat(issue: Issue, answer) -> dict:
    return {
        "county": issue.scorecard.county.short_name,
        "field": issue.scorecard.round.scheme.field.name,
        "number": issue.number,
        "round": answer.round_number,
        "measures": answer.measures,
        "result": answer.result,
        "link": answer.link,
        "verdict": answer.get_verdict_display(),
        "opinion": answer.opinion,
    }


kinds.register(RectificationImporter())
kinds.register_exporter(RectificationExporter())
