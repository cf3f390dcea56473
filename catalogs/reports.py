"""一版目录印成公文：封面是版本信息与各领域条数，其后一个领域一张横排的表。PDF 与 Word 同样内容。"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string

from catalogs import presenters
from catalogs.models import Edition, Item
from portal.core import pdf, printing
from portal.core.printing import Table
from portal.core.word import Document

HEADERS = (
    "序号",
    "公开事项",
    "公开内容（要素）",
    "公开依据",
    "公开时限",
    "公开主体",
    "公开渠道和载体",
    "公开对象",
    "公开方式",
    "公开层级",
)
WIDTHS = (4, 13, 23, 18, 9, 8, 10, 5, 5, 5)
JOINED = "、"


@dataclass(frozen=True)
class Printed:
    """印出来的内容。`footer` 印在每页：哪一版、什么状态。"""

    title: str
    author: str
    footer: str
    facts: tuple[tuple[str, str], ...]
    summary: Table
    tables: tuple[Table, ...]


def compose(edition: Edition) -> Printed:
    """一版目录此刻的内容；不适用的事项列在各领域之后，写明理由。"""
    items = edition.items.in_order().select_related("field")
    fields = [(field, list(rows)) for field, rows in groupby(items, key=lambda item: item.field)]
    counts = tuple(
        (str(place), field.name, str(sum(item.origin != Item.Origin.WAIVED for item in rows)))
        for place, (field, rows) in enumerate(fields, start=1)
    )
    organisation = edition.catalog.organisation
    return Printed(
        title=edition.title,
        author=organisation.name if organisation else "",
        footer=f"{edition} · {edition.get_status_display()}",
        facts=tuple((label, str(value)) for label, value in presenters.edition_facts(edition) if value),
        summary=_side_by_side(counts),
        tables=tuple(table for field, rows in fields for table in _tables(field, rows)),
    )


def _side_by_side(counts: Sequence[tuple[str, str, str]]) -> Table:
    """各领域的事项数，左右两栏，二十六个领域排在一页之内。"""
    half = -(-len(counts) // 2)
    right = [*counts[half:], ("", "", "")]
    rows = tuple((*left, *right[place]) for place, left in enumerate(counts[:half]))
    return Table("", ("序号", "领域", "事项数") * 2, rows, (7, 33, 10) * 2, frozenset({2, 5}))


def _tables(field, items: list[Item]) -> Iterator[Table]:
    kept = [item for item in items if item.origin != Item.Origin.WAIVED]
    waived = [item for item in items if item.origin == Item.Origin.WAIVED]
    if kept:
        yield Table(f"{field.name}领域", HEADERS, tuple(map(_row, kept)), WIDTHS)
    if waived:
        reasons = tuple((item.number, str(item), item.reason) for item in waived)
        yield Table(f"{field.name}领域：不适用的事项", ("序号", "公开事项", "理由"), reasons, (8, 42, 50))


def _row(item: Item) -> tuple[str, ...]:
    return (
        item.number,
        str(item),
        item.content,
        item.basis,
        item.time_limit,
        item.subject,
        JOINED.join([*item.channels, *item.channels_other]),
        JOINED.join([*item.audience, *filter(None, [item.audience_note])]),
        JOINED.join(item.method),
        JOINED.join(item.level),
    )


def to_pdf(printed: Printed, *, on_part: Callable[[int, int], None] | None = None) -> bytes:
    """公文版式的 PDF；排好的部分留着，被杀后重来只排没排完的。"""
    parts = [render_to_string("print/catalog_cover.html", {"printed": printed})]
    for tables in printing.portions(printed.tables, size=150):
        parts.append(render_to_string("print/catalog_tables.html", {"printed": printed, "tables": tables}))
    kept = pdf.KeptParts(settings.VAR_DIR / "report-parts")
    return pdf.render_document(parts, footer=printed.footer, cache=kept, on_part=on_part)


def to_docx(printed: Printed) -> bytes:
    document = Document(title=printed.title, footer=printed.footer, author=printed.author)
    document.title(printed.title)
    for label, value in printed.facts:
        document.paragraph(f"{label}：{value}")
    printing.write_table(document, printed.summary, width=156)
    document.page(wide=True)
    for table in printed.tables:
        printing.write_table(document, table)
    return document.to_bytes()
