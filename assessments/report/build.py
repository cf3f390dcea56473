"""按内容生成三种格式的字节。PDF 分部分渲染，Word 与之同内容，Excel 的合计是活公式。"""

from decimal import Decimal

from django.conf import settings
from django.template.loader import render_to_string

from assessments.report.content import Annex, Content
from portal.core import pdf, printing
from portal.core.charts.raster import rasterise
from portal.core.sheets.columns import Column, SheetSpec, number, text
from portal.core.sheets.writing import Draft, Formula, SheetDraft, build
from portal.core.word import Document

SCORE = number(4, 0, 10000)


def pdf_parts(content: Content) -> list[str]:
    """正文一部分，每个附件一部分，长的附件再分几部分同时排；改一部分只重渲染一部分。"""
    body = render_to_string("print/report_body.html", {"content": content})
    return [body, *(part for annex in content.annexes for part in _annex_parts(content, annex))]


def _annex_parts(content: Content, annex: Annex) -> list[str]:
    """一个附件的各部分：接续的部分另起一页，不再印附件号与标题。"""
    pieces = printing.portions(annex.tables)
    return [
        render_to_string(
            "print/report_annex.html",
            {"content": content, "annex": annex, "tables": tables, "is_continued": number > 0},
        )
        for number, tables in enumerate(pieces)
    ]


def to_pdf(content: Content, *, on_part=None) -> bytes:
    """排好的部分存在 var/report-parts，被杀后重来只补没排完的；`on_part(已排, 总数)` 报告进度。"""
    kept = pdf.KeptParts(settings.VAR_DIR / "report-parts")
    return pdf.render_document(pdf_parts(content), footer=content.footer, cache=kept, on_part=on_part)


def to_docx(content: Content) -> bytes:
    pictures = iter(rasterise([chart for chapter in content.chapters for chart in chapter.charts]))
    document = Document(title=content.title, footer=content.footer)
    if content.document_number:
        document.line(content.document_number)
    document.title(content.title)
    for chapter in content.chapters:
        document.heading(chapter.heading)
        for paragraph in chapter.paragraphs:
            document.paragraph(paragraph)
        for chart in chapter.charts:
            document.picture(next(pictures), caption=chart.title)
    document.signature(content.signature)
    for annex in content.annexes:
        document.annex(annex.number, annex.title, wide=True)
        for table in annex.tables:
            printing.write_table(document, table)
    return document.to_bytes()


def to_xlsx(content: Content, snapshot: dict) -> bytes:
    """综合成绩、各领域评分、问题清单；领域得分与综合成绩都是活公式，缓存值等于库里的值。"""
    fields = [f for f in snapshot["fields"] if f["code"] in snapshot["leaves"]]
    sheets = {f["code"]: _field_sheet(f, snapshot) for f in fields}
    issues = [
        dict(zip((c.key for c in ISSUES.columns), values, strict=True)) for values in _issue_rows(snapshot)
    ]
    notes = (f"注：{content.footer}", "注：得分与综合成绩为活公式；“—”为没有成绩，不按零分计。")
    summary = _summary_sheet(snapshot, fields, sheets, notes)
    listed = SheetDraft(ISSUES, issues, heading="县区考核问题清单")
    return build(Draft((summary, *(sheets[f["code"]] for f in fields), listed)))


def _field_sheet(field: dict, s: dict) -> SheetDraft:
    """一个领域：每县一行，各末级指标得分、适用分值、折算得分（活公式）。"""
    leaves = s["leaves"][field["code"]]
    columns = [
        Column(f"i{i}", f"{n} {name}（{Decimal(p).normalize():f}分）", SCORE, width=12)
        for i, (n, name, p) in enumerate(leaves["indicators"])
    ]
    ends = [
        Column("applicable", "适用分值", SCORE, width=10),
        Column("total", "领域得分", number(2, 0, 100), width=10),
    ]
    spec = SheetSpec(field["name"], (Column("county", "县区", text(40), width=14), *columns, *ends))
    blank = SheetDraft(spec, [], heading=f"{field['name']}领域评分")
    rows = [_field_row(c, field, leaves, s, blank, at) for at, c in enumerate(s["counties"])]
    return SheetDraft(spec, rows, heading=blank.heading, frozen=1)


def _field_row(county: dict, field: dict, leaves: dict, s: dict, blank: SheetDraft, at: int) -> dict:
    row: dict = {"county": county["name"]}
    scores = leaves["scores"].get(county["code"])
    if scores is None:
        return row
    applicable = Decimal(0)
    for index, ((_, _, points), (value, _, is_inapplicable)) in enumerate(
        zip(leaves["indicators"], scores, strict=True)
    ):
        row[f"i{index}"] = None if value is None else Decimal(value)
        applicable += 0 if is_inapplicable else Decimal(points)
    row["applicable"] = applicable
    total = s["scores"][county["code"]][field["code"]]
    if total is not None:
        first, last = blank.cell("i0", at), blank.cell(f"i{len(scores) - 1}", at)
        formula = f"=ROUND(SUM({first}:{last})*100/{blank.cell('applicable', at)},2)"
        row["total"] = Formula(formula, Decimal(total))
    return row


def _summary_sheet(s: dict, fields, sheets, notes) -> SheetDraft:
    columns = [Column(f["code"], f["name"], number(2, 0, 100), width=10) for f in fields]
    head = (Column("county", "县区", text(40), width=14),)
    ends = (
        Column("score", "综合成绩", number(2, 0, 100), width=10),
        Column("rank", "名次", number(0, 0, 10000), width=8),
        Column("grade", "等次", text(20), width=10),
    )
    weights = Column("weight_sum", "权重合计", SCORE, width=10)
    spec = SheetSpec("综合成绩", (*head, *columns, weights, *ends))
    blank = SheetDraft(spec, [], heading=f"{s['campaign']['title']}综合成绩")
    plain = s["rule"]["method"] == "plain_mean"
    weight = {
        f["code"]: Decimal(1) if plain else Decimal(str(s["rule"]["weights"].get(f["code"], 1)))
        for f in fields
    }
    rows = [{"county": "（权重）", **weight}]
    for at, (county, result) in enumerate(zip(s["counties"], s["combined"], strict=True), start=1):
        rows.append(_summary_row(s, county, result, fields, sheets, blank, at, weight))
    return SheetDraft(spec, rows, heading=blank.heading, notes=notes, frozen=1)


def _summary_row(s, county, result, fields, sheets, blank: SheetDraft, at: int, weight) -> dict:
    row: dict = {"county": county["name"], "rank": result["rank"], "grade": result["grade"]}
    counted = []
    for field in fields:
        value = s["scores"][county["code"]][field["code"]]
        if value is not None:
            source = sheets[field["code"]].remote("total", at - 1)
            row[field["code"]] = Formula(f"={source}", Decimal(value))
            counted.append(field["code"])
    if not counted:
        return row
    row["weight_sum"] = Formula(_weight_sum(blank, counted, at), sum(weight[code] for code in counted))
    if result["score"] is not None:
        terms = "+".join(f"{blank.cell(code, at)}*{_fixed(blank.cell(code, 0))}" for code in counted)
        formula = f"=ROUND(({terms})/{blank.cell('weight_sum', at)},2)"
        row["score"] = Formula(formula, Decimal(result["score"]))
    return row


def _weight_sum(blank: SheetDraft, counted: list[str], at: int) -> str:
    return "=" + "+".join(_fixed(blank.cell(code, 0)) for code in counted)


def _fixed(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"{letters}${address[len(letters) :]}"


ISSUES = SheetSpec(
    "问题清单",
    (
        Column("number", "编号", text(40), width=20),
        Column("county", "县区", text(40), width=12),
        Column("field", "领域", text(40), width=16),
        Column("indicator", "指标", text(200), width=28),
        Column("description", "问题描述", text(1000), width=48),
        Column("deduction", "扣分", SCORE, width=8),
        Column("link", "问题链接", text(500), width=32),
        Column("due_on", "整改时限", text(20), width=12),
        Column("status", "状态", text(20), width=12),
    ),
)


def _issue_rows(s: dict):
    for i in s["issues"]:
        deduction = None if i["deduction"] is None else Decimal(i["deduction"])
        yield (
            i["number"],
            i["county"],
            i["field"],
            i["indicator"],
            i["description"],
            deduction,
            i["link"],
            i["due_on"] or "",
            i["status_label"],
        )
