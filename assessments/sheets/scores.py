"""评分表：一个部门一个领域一份，总览之外每县区一张，列即各部门惯用的那些。"""

from decimal import Decimal

from assessments import actions, measures
from assessments.actions.score import ScoreEntry
from assessments.models import Indicator, Round, Score, Scorecard
from assessments.sheets import entries, places
from assessments.sheets.entries import NOT_APPLICABLE, POINTS, Mark
from portal.core.sheets import kinds, stamp
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, day, text, url
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import Book
from portal.core.sheets.rows import Parsed, Row, parse_book
from portal.core.sheets.stamp import Stamp, Tag
from portal.core.sheets.writing import Draft, Formula, SheetDraft, build

KIND, LABEL, VERSION = "scores", "评分表", "1"
PREVIEW_ROWS = 50


COUNTY = SheetSpec(
    title="县区评分",
    repeated=True,
    columns=(
        Column("number", "序号", text(12, narrow=True), required=True, locked=True, width=8),
        Column("level_1", "一级指标", text(120), locked=True, width=16),
        Column("level_2", "二级指标", text(120), locked=True, width=18),
        Column("level_3", "三级指标", text(120), locked=True, width=20),
        Column("standard", "评分标准", text(2000, multiline=True), locked=True, width=44),
        Column(
            "points",
            "分值",
            POINTS,
            required=True,
            aliases=("权重", "满分"),
            locked=True,
            width=8,
            spread=False,
        ),
        Column(
            "score",
            "得分",
            Mark(),
            aliases=("实得分", "评分"),
            width=9,
            spread=False,
            help="填得分；不适用的填“不适用”；没评的留空",
        ),
        Column(
            "deduction",
            "扣分",
            POINTS,
            width=9,
            spread=False,
            help="得分与扣分填一个即可；都填时两者之和须等于分值",
        ),
        Column(
            "reason",
            "扣分原因",
            text(1000, multiline=True),
            aliases=("扣分依据", "扣分原因（依据）", "扣分原因(依据)"),
            width=36,
            help="扣了分的必填，将作为问题下发",
        ),
        Column("link", "问题链接", url(), width=28),
        Column("requirement", "整改要求", text(500, multiline=True), width=28),
        Column("due_on", "整改时限", day(), width=12),
    ),
)


def _overview(indicators: list[Indicator]) -> SheetSpec:
    leaves = tuple(
        Column(f"i{leaf.pk}", f"{leaf.number} {leaf.name}", POINTS, locked=True, width=11)
        for leaf in indicators
    )
    county = Column("county", "县区", text(40), locked=True, width=16)
    total = Column("total", "合计得分", POINTS, locked=True, width=11)
    return SheetSpec(title="总览", columns=(county, *leaves, total), read=False)


def spec_of(indicators: list[Indicator]) -> WorkbookSpec:
    return WorkbookSpec(KIND, LABEL, VERSION, (_overview(indicators), COUNTY))


def scope_of(round_: Round) -> dict[str, Tag]:
    """签名里的范围：年度与领域。"""
    year, field = round_.scheme.campaign.year, round_.scheme.field
    return {
        "year": Tag(str(year), f"{year} 年度"),
        "field": Tag(field.code, f"“{field}”领域"),
        "scheme": Tag(str(round_.scheme_id), f"{round_.scheme.title}"),
    }


def workbook(round_: Round, *, at, scores=None) -> bytes:
    """预填的评分工作簿；已评的分也在里面，可以改了再传。`scores` 另给则以它为准（不必已存库）。"""
    indicators = measures.leaves(round_.scheme)
    cards = list(round_.scorecards.select_related("county").order_by("county__path"))
    if scores is None:
        rows = Score.objects.filter(scorecard__round=round_)
        scores = {(score.scorecard_id, score.indicator_id): score for score in rows}
    lines = measures.lines(round_.scheme)
    sheets = [_county_sheet(round_, card, lines, scores) for card in cards]
    overview = _overview_sheet(round_, cards, indicators, sheets, lines)
    seal = Stamp(KIND, LABEL, VERSION, scope_of(round_), at)
    return build(Draft((overview, *sheets), stamp=seal))


def _county_sheet(round_: Round, card: Scorecard, lines, scores) -> SheetDraft:
    rows = [_line(line, scores.get((card.pk, line.indicator.pk))) for line in lines]
    return SheetDraft(
        COUNTY,
        rows,
        title=card.county.short_name,
        heading=f"{card.county.short_name}{round_.scheme.title}评分表",
        notes=("注：扣分的须写扣分原因，将作为问题下发县区整改；没有评的留空，不按零分算。",),
        protect=True,
        frozen=4,
    )


def _line(line, score: Score | None) -> dict:
    base = {
        "number": line.indicator.number,
        "level_1": line.level_1,
        "level_2": line.level_2,
        "level_3": line.level_3,
        "standard": line.indicator.standard,
        "points": line.indicator.points,
    }
    if score is None:
        return base
    shown = NOT_APPLICABLE if score.is_inapplicable else score.value
    texts = {name: getattr(score, name) for name in ("reason", "link", "requirement", "due_on")}
    return base | {"score": shown, "deduction": score.deduction} | texts


def _overview_sheet(round_, cards, indicators, sheets, lines) -> SheetDraft:
    """县区 × 指标的总览：每格引用县区表的得分，合计是活公式。"""
    spec = _overview(indicators)
    blank = SheetDraft(spec, [{}] * len(cards), heading=f"{round_.scheme.title}总览")
    first, last = spec.columns[1].key, spec.columns[-2].key
    rows = []
    for at, (card, sheet) in enumerate(zip(cards, sheets, strict=True)):
        row: dict[str, object] = {"county": card.county.short_name}
        numbers = []
        for index, line in enumerate(lines):
            value, source = sheet.rows[index].get("score"), sheet.remote("score", index)
            row[f"i{line.indicator.pk}"] = Formula(f'=IF({source}="","",{source})', value)
            numbers += [value] if isinstance(value, Decimal) else []
        total = f"=SUM({blank.cell(first, at)}:{blank.cell(last, at)})"
        rows.append(row | {"total": Formula(total, sum(numbers, Decimal(0)))})
    return SheetDraft(spec, rows, heading=blank.heading, protect=True, frozen=1)


class _Reading:
    """逐表收下各县区的评分，边收边查，最后得出打算。"""

    def __init__(self, round_: Round):
        self.round = round_
        self.indicators = measures.leaves(round_.scheme)
        self.by_number = {indicator.number: indicator for indicator in self.indicators}
        cards = round_.scorecards.select_related("county")
        self.cards = {name: card for card in cards for name in (card.county.short_name, card.county.name)}
        self.known = {
            (s.scorecard_id, s.indicator_id): s for s in Score.objects.filter(scorecard__round=round_)
        }
        self.entries: dict[tuple[int, int], ScoreEntry] = {}
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []

    def take(self, parsed: Parsed) -> None:
        self.problems += parsed.errors
        self.doubts += parsed.doubts
        card = self.cards.get(parsed.title)
        if card is None:
            if parsed.rows or parsed.damaged:
                self.problems.append(self._stranger(parsed.title))
            return
        seen: set[str] = set()
        for row in parsed.rows:
            self._take_row(card, row, seen)

    def _stranger(self, title: str) -> Problem:
        names = "、".join(dict.fromkeys(card.county.short_name for card in self.cards.values()))
        return Problem(
            title,
            "",
            title,
            f"“{title}”不是参加本次行动的县区",
            f"工作表名应为县区名称：{names}；多余的表请删去",
        )

    def _take_row(self, card: Scorecard, row: Row, seen: set[str]) -> None:
        indicator = self.by_number.get(row["number"])
        if indicator is None:
            self.problems.append(
                row.problem("number", f"方案里没有序号为“{row['number']}”的末级指标", "请不要改动序号列")
            )
            return
        if row["number"] in seen:
            self.problems.append(
                row.problem(
                    "number", f"序号“{row['number']}”在本表重复出现", "同一指标只能评一次，请删去多余的行"
                )
            )
            return
        seen.add(row["number"])
        if row["points"] is not None and row["points"] != indicator.points:
            self.problems.append(
                row.problem(
                    "points",
                    f"分值 {row['points']} 与方案的 {indicator.points.normalize():f} 不同",
                    "方案已下发，分值不能在评分表里改",
                )
            )
        entry, problem = entries.entry_of(indicator, row)
        if problem:
            self.problems.append(problem)
        elif entry is not None:
            self.entries[(card.pk, indicator.pk)] = entry

    def plan(self) -> Plan:
        kinds_of = {key: self._change(key, entry) for key, entry in self.entries.items()}
        count = list(kinds_of.values()).count
        gone = sum(1 for key, score in self.known.items() if key not in self.entries and not score.is_missing)
        return Plan(
            KIND,
            rows=len(self.entries),
            new=count("new"),
            changed=count("changed"),
            same=count("same"),
            gone=gone,
            problems=self.problems,
            doubts=self.doubts,
            payload={
                "round": self.round.pk,
                "entries": [
                    {"card": card, "indicator": indicator, "entry": entries.to_json(entry)}
                    for (card, indicator), entry in self.entries.items()
                    if kinds_of[(card, indicator)] != "same"
                ],
            },
            preview=self._preview(kinds_of),
        )

    def _change(self, key, entry: ScoreEntry) -> str:
        score = self.known.get(key)
        if score is None:
            return "new"
        return "same" if entry == entries.from_score(score) else "changed"

    def _preview(self, kinds_of) -> list[Table]:
        """每县一行：评了几项、扣了多少、列出几个问题；再列出改动的格。"""
        by_pk = {indicator.pk: indicator for indicator in self.indicators}
        cards = {card.pk: card for card in self.cards.values()}
        rows = []
        for pk, card in cards.items():
            mine = {i: e for (c, i), e in self.entries.items() if c == pk}
            lost = sum((e.deduction or Decimal(0) for e in mine.values()), Decimal(0))
            issues = sum(bool(e.deduction) for e in mine.values())
            rows.append(
                (
                    card.county.short_name,
                    str(len(mine)),
                    f"{len(by_pk) - len(mine)}",
                    entries.shown(lost),
                    str(issues),
                )
            )
        changed = [
            (
                cards[c].county.short_name,
                str(by_pk[i]),
                entries.shown(self.known[(c, i)].deduction),
                entries.shown(self.entries[(c, i)].deduction),
            )
            for (c, i), kind in kinds_of.items()
            if kind == "changed"
        ]
        tables = [Table("各县区", ("县区", "已评项数", "未评项数", "扣分合计", "问题数"), tuple(rows))]
        if changed:
            more = max(0, len(changed) - PREVIEW_ROWS)
            columns = ("县区", "指标", "原扣分", "现扣分")
            tables.append(Table("改动的评分", columns, tuple(changed[:PREVIEW_ROWS]), more))
        return tables


class ScoreImporter:
    """导入评分表：只认本年度、本领域的模板，一个领域一个文件，全对才写。"""

    kind, label = KIND, LABEL

    def plan(self, book: Book, *, campaign, scope, by) -> Plan:
        round_ = _round_for(book, campaign, scope)
        actions_problems = stamp.verify(
            stamp.read_stamp(book), kind=KIND, label=LABEL, version=VERSION, scope=scope_of(round_)
        )
        if actions_problems:
            return Plan(KIND, problems=actions_problems)
        reading = _Reading(round_)
        for parsed in parse_book(book, spec_of(reading.indicators)):
            reading.take(parsed)
        return reading.plan()

    def apply(self, plan: Plan, *, by, at):
        round_ = Round.objects.select_related("scheme__campaign").get(pk=plan.payload["round"])
        scored = {
            (item["card"], item["indicator"]): entries.from_json(item["entry"])
            for item in plan.payload["entries"]
        }
        actions.record_scores(round_=round_, entries=scored, by=by, at=at)
        return plan.outcome()


def _round_for(book: Book, campaign, scope) -> Round:
    """范围给了领域就用它，否则看文件自己的签名。"""
    code = scope.get("field") or scope.get("code")
    own = stamp.read_stamp(book)
    if not code and own and "field" in own.scope:
        code = own.scope["field"].value
    return places.round_of(places.campaign_of(campaign), code or "")


class ScoreExporter:
    """导出评分：平铺行供核对，工作簿即预填的评分表。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        found = places.campaign_of(campaign)
        scores = Score.objects.filter(scorecard__in=_cards_for(found, scope or {}, by))
        scores = scores.select_related("scorecard__county", "scorecard__round__scheme__field", "indicator")
        ordered = scores.order_by(
            "scorecard__county__path", "scorecard__round__scheme__field__code", "indicator__position"
        )
        return [
            {
                "county": score.scorecard.county.short_name,
                "field": score.scorecard.round.scheme.field.name,
                "number": score.indicator.number,
                "points": score.indicator.points,
                "score": score.value,
                "deduction": score.deduction,
                "reason": score.reason,
            }
            for score in ordered
        ]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        scope = scope or {}
        code = scope.get("field") or scope.get("code") or ""
        return workbook(places.round_of(places.campaign_of(campaign), code), at=at)


def _cards_for(campaign, scope: dict, by):
    cards = Scorecard.objects.filter(round__scheme__campaign=campaign)
    if by is not None:
        cards = cards.filter(pk__in=Scorecard.objects.visible_to(by))
    if code := scope.get("field") or scope.get("code"):
        cards = cards.filter(round__scheme__field=places.field_of(code))
    return cards


kinds.register(ScoreImporter())
kinds.register_exporter(ScoreExporter())
