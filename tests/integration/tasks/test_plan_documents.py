"""方案文件的真实样子：Word 自动编号、上下合并的表、PDF 的页眉页脚。"""

import html
import io
from pathlib import Path

import pytest
from docx import Document  # noqa: TID251 造 Word 样本
from docx.oxml import parse_xml  # noqa: TID251 造 Word 样本
from docx.oxml.ns import nsdecls  # noqa: TID251 造 Word 样本

from portal.core import pdf
from tasks import plan_files
from tasks.plan import read_plan

PLANS = Path(__file__).parents[2] / "data/plans"
LEVELS = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)
HEAD = [["序号", "方面", "重点任务", "责任单位", "", "完成时限"], ["", "", "", "牵头单位", "配合单位", ""]]


def proposals(data: bytes) -> list:
    return read_plan(plan_files.text_of(data)).proposals


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def numbered(lines: list[tuple[str, int | None]]) -> bytes:
    """各段与其编号的级别；编号由 Word 自动生成，文字里没有。"""
    document, levels = Document(), ""
    for depth, (shape, text) in enumerate(LEVELS):
        levels += f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>'
    part = document.part.numbering_part.element
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for text, depth in lines:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        if depth is not None:
            shape = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>'
            properties.append(parse_xml(shape))
    return saved(document)


def test_numbers_that_word_writes_by_itself_are_counted():
    data = numbered(
        [
            ("云川市2026年基层政务公开提升行动实施方案", None),
            ("重点任务", 0),
            ("组织推进", 1),
            ("各县区于6月20日前明确责任科室。", 2),
            ("市政务公开办每季度召开例会。", 2),
            ("机制完善", 1),
            ("建立以下制度，9月中旬前印发：", 2),
            ("信息审查制度；", 3),
            ("公众参与制度。", 3),
            ("实施步骤", 0),
            ("动员部署阶段（2026年6月）。各县区制定方案。", 1),
        ]
    )
    assert [(i.clause, i.area, str(i.due_on)) for i in proposals(data)] == [
        ("一、（一）1.", "组织推进", "2026-06-20"),
        ("一、（一）2.", "组织推进", "None"),
        ("一、（二）1.", "机制完善", "2026-09-20"),
        ("一、（二）1.（1）", "机制完善", "2026-09-20"),
        ("一、（二）1.（2）", "机制完善", "2026-09-20"),
        ("二、（一）", "", "2026-06-30"),
    ]


def test_a_table_with_a_head_of_two_rows_and_cells_merged_down():
    rows = [
        *HEAD,
        ["1", "组织推进", "成立领导小组", "县政府办公室", "县直各部门", "5月底前"],
        ["2", "", "召开推进会", "县政府办公室", "", "每季度末"],
        ["3", "直达村居", "公示补贴发放结果", "县农业农村局", "", "12月31日前"],
        ["", "", "", "各乡镇", "", ""],
    ]
    document = Document()
    for text in ("附件1", "云川县2026年任务分解表"):
        document.add_paragraph(text)
    table = document.add_table(rows=len(rows), cols=6)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for first, last in ([(0, 3), (0, 4)], *[[(0, n), (1, n)] for n in (0, 1, 2, 5)], [(2, 1), (3, 1)]):
        table.cell(*first).merge(table.cell(*last))
    for column in (0, 1, 2, 5):
        table.cell(4, column).merge(table.cell(5, column))
    assert [(i.clause, i.area, i.responsible, str(i.due_on)) for i in proposals(saved(document))] == [
        ("表1", "组织推进", "县政府办公室、县直各部门", "2026-05-31"),
        ("表2", "组织推进", "县政府办公室", "None"),
        ("表3", "直达村居", "县农业农村局、各乡镇", "2026-12-31"),
    ]


def test_a_table_in_an_annex_with_its_areas_on_rows_of_their_own():
    document = Document()
    for text in ("云川市2026年工作方案", "一、工作步骤", "（一）总结阶段（12月）。开展总结。", "附件"):
        document.add_paragraph(text)
    table = document.add_table(rows=0, cols=4)
    for texts in (
        ["云川市任务清单"] * 4,
        ["序号", "具体措施", "责任单位", "时间节点"],
        ["一、条例贯彻"] * 4,
        ["1", "更新公开指南", "市直各部门", "4月30日"],
        ["", "编制年度报告", "市直各部门", "2027年1月31日前"],
    ):
        cells = table.add_row().cells
        cells = [cells[0].merge(cells[-1])] if len(set(texts)) == 1 else cells
        for cell, text in zip(cells, texts, strict=False):
            cell.text = text
    assert [(i.clause, i.area, i.phase, str(i.due_on)) for i in proposals(saved(document))] == [
        ("一、（一）", "", "总结阶段", "2026-12-31"),
        ("附件表1", "条例贯彻", "", "2026-04-30"),
        ("附件表", "条例贯彻", "", "2027-01-31"),
    ]


def test_running_heads_and_feet_of_a_pdf_are_no_part_of_the_plan():
    first, *rest = (PLANS / "campaign.txt").read_text("utf-8").splitlines()
    body = f"<h1>{first}</h1>" + "".join(f"<p>{html.escape(line)}</p>" for line in rest)
    css = (
        "@page { @top-center { content: '云川市人民政府办公室文件' }"
        " @bottom-center { content: '第' counter(page) '页 共' counter(pages) '页' } }"
    )
    page = pdf.render(f'<html lang="zh-CN"><title>方案</title><body>{body}</body></html>', css=[css])
    assert proposals(page) == read_plan((PLANS / "campaign.txt").read_text("utf-8")).proposals


def test_an_old_word_file_is_named_for_what_it_is():
    with pytest.raises(plan_files.NoWords, match="docx"):
        plan_files.text_of(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
