"""报告的内容：章节、图、表，PDF 与 Word 都照它排，所以两者内容相同。纯函数。"""

from dataclasses import dataclass
from decimal import Decimal

from assessments.report import chapters
from portal.core import numerals
from portal.core.charts import Chart, evenly, heat_map, in_pages, ranking_bars
from portal.core.printing import Table

MATRIX_FIELDS = 13


@dataclass(frozen=True)
class Chapter:
    """一章：“一、总体情况”、段落，以及章末的图。"""

    heading: str
    paragraphs: list[str]
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class Annex:
    number: int
    title: str
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Content:
    """整份报告。`footer` 印在每一页；`red_head` 只在已有文号时有。"""

    title: str
    red_head: str
    document_number: str
    chapters: tuple[Chapter, ...]
    signature: tuple[str, str]
    annexes: tuple[Annex, ...]
    footer: str


def compose(
    *, title: str, document_number: str, snapshot: dict, edited: dict, fingerprint: str, audit_head: str
) -> Content:
    """由定格数据与改过的文字拼成整份报告。"""
    written = chapters.wording(snapshot, edited)
    charts = {"ranking": _ranking_charts(snapshot), "fields": _heat_charts(snapshot)}
    listed = tuple(
        Chapter(f"{numerals.chinese(number)}、{name}", written[key], charts.get(key, ()))
        for number, (key, name) in enumerate(chapters.CHAPTERS, start=1)
    )
    city = snapshot["campaign"]["city"]
    demo = "演示数据　" if snapshot["campaign"]["is_demo"] else ""
    return Content(
        title=title,
        red_head=f"{city}政务公开办公室文件" if document_number else "",
        document_number=document_number,
        chapters=listed,
        signature=(f"{city}政务公开办公室", chapters.day(snapshot["taken_at"])),
        annexes=_annexes(snapshot),
        footer=f"{demo}数据指纹 {fingerprint[:32]}　取数 {snapshot['taken_at'][:16].replace('T', ' ')}　审计链 {audit_head[:16]}",
    )


def _ranking_charts(s: dict) -> tuple[Chart, ...]:
    """综合成绩排名；县区多时分成几张。"""
    ordered = sorted(s["combined"], key=lambda r: (r["rank"] is None, r["rank"] or 0, r["code"]))
    rows = [
        (r["county"], _decimal(r["score"]), f"第{r['rank']}名 {r['grade']}" if r["rank"] else "")
        for r in ordered
    ]
    return in_pages(ranking_bars, rows, title="县区综合成绩")


def _heat_charts(s: dict) -> tuple[Chart, ...]:
    """县区 × 领域热力图；领域多、县区多时分成几张，字才看得清。"""
    fields = [(f["code"], f["name"]) for f in s["fields"]]
    counties = [(c["code"], c["name"]) for c in s["counties"]]
    values = {(c, f): _decimal(v) for c, row in s["scores"].items() for f, v in row.items()}
    groups = evenly(fields, MATRIX_FIELDS)
    charts = []
    for index, group in enumerate(groups, start=1):
        title = f"县区各领域得分{f'（领域{index}）' if len(groups) > 1 else ''}"
        charts += in_pages(heat_map, counties, title=title, columns=group, values=values)
    return tuple(charts)


def _annexes(s: dict) -> tuple[Annex, ...]:
    return (
        Annex(1, "县区综合成绩表", (_combined_table(s),)),
        Annex(2, "县区分领域成绩表", _matrix_tables(s)),
        Annex(3, "县区考核问题清单", _issue_tables(s)),
    )


def _combined_table(s: dict) -> Table:
    rows = tuple(
        (
            r["county"],
            text(r["score"]),
            str(r["rank"] or "—"),
            r["grade"] or "—",
            "、".join(r["missing"]) or "—",
        )
        for r in sorted(s["combined"], key=lambda r: (r["rank"] is None, r["rank"] or 0, r["code"]))
    )
    return Table(
        "", ("县区", "综合成绩", "名次", "等次", "尚缺领域"), rows, (20, 15, 10, 15, 40), frozenset({1, 2})
    )


def _matrix_tables(s: dict) -> tuple[Table, ...]:
    """领域为行、县区为列：县区多时自动分表。"""
    counties, inapplicable = s["counties"], {tuple(pair) for pair in s["inapplicable"]}
    groups = [counties[at : at + 10] for at in range(0, len(counties), 10)]
    return tuple(_matrix_table(s, group, inapplicable) for group in groups)


def _matrix_table(s: dict, group, inapplicable) -> Table:
    rows = tuple(
        (
            f["code"],
            f["name"],
            f["department"],
            *(
                "不适用"
                if (c["code"], f["code"]) in inapplicable
                else text(s["scores"][c["code"]][f["code"]])
                for c in group
            ),
        )
        for f in s["fields"]
    )
    each = (100 - 5 - 16 - 15) // len(group)
    widths = (5, 100 - 5 - 15 - each * len(group), 15, *([each] * len(group)))
    numeric = frozenset(range(3, 3 + len(group)))
    return Table("", ("编号", "领域", "主管部门", *(c["name"] for c in group)), rows, widths, numeric)


def _issue_tables(s: dict) -> tuple[Table, ...]:
    headers = ("编号", "领域", "指标", "问题描述", "扣分", "整改时限", "状态")
    widths = (13, 11, 17, 33, 6, 10, 10)
    found = []
    for county in s["counties"]:
        mine = [issue for issue in s["issues"] if issue["county"] == county["name"]]
        rows = tuple(
            (
                i["number"],
                i["field"],
                i["indicator"],
                i["description"],
                text(i["deduction"]),
                i["due_on"] or "—",
                i["status_label"],
            )
            for i in mine
        )
        if rows:
            found.append(Table(f"{county['name']}（{len(rows)}个）", headers, rows, widths, frozenset({4})))
    return tuple(found)


def _decimal(value) -> Decimal | None:
    return None if value is None else Decimal(value)


def text(value) -> str:
    """分数两位小数；没有则“—”。"""
    return numerals.score_text(_decimal(value))
