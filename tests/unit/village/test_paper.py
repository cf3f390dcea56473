"""排出来的纸：每户一行不多不少，页码、续页题头、合计齐全，A3 上的字站在一米外看得清。"""

import io
import re
from dataclasses import replace

import pypdf
import pypdfium2
import pytest

from tests.unit.village.boards import LONG, board
from village import paper

MILLIMETRE = 72 / 25.4
READABLE = 14


def printed(one, size: str = "A3") -> bytes:
    ((_, data),) = paper.typeset([(0, one, size)], workers=1)
    return data


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def paper_size(data: bytes) -> tuple[int, int]:
    box = pypdf.PdfReader(io.BytesIO(data)).pages[0].mediabox
    return round(float(box.width) / MILLIMETRE), round(float(box.height) / MILLIMETRE)


def _scale(item) -> float:
    """字号在页面上的倍数：文字矩阵的纵向伸缩。"""
    matrix = item.get_matrix()
    return abs(matrix.d) or abs(matrix.b)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("count", "size"), [(1, "A3"), (30, "A4"), (61, "A3"), (137, "A3"), (300, "A4"), (1000, "A3")]
)
def test_every_household_stands_once_and_the_total_at_the_end(count, size):
    one = board(count)
    text = [squeezed(page) for page in pages(printed(one, size))]
    whole = "".join(text)
    for row in one.rows:
        assert whole.count(squeezed("".join(row))) == 1
    assert squeezed("".join(one.total)) in whole


@pytest.mark.parametrize("count", [30, 300])
def test_pages_are_numbered_and_later_ones_say_what_they_continue(count):
    one = board(count)
    found = [squeezed(page) for page in pages(printed(one))]
    assert len(found) > 1
    for number, text in enumerate(found, start=1):
        assert f"第{number}页/共{len(found)}页" in text
        assert (squeezed(one.title) + "（续）" in text) is (number > 1)
        assert ("户主姓名" in text) or number == len(found)


@pytest.mark.parametrize("count", [1, 60, 300])
def test_no_letter_on_a3_is_smaller_than_fourteen_points(count):
    document = pypdfium2.PdfDocument(printed(board(count)))
    sizes = {
        round(item.get_font_size() * _scale(item), 1)
        for page in document
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    }
    assert sizes
    assert min(sizes) >= READABLE


def test_the_paper_is_the_one_asked_for_and_turns_for_long_names():
    assert paper_size(printed(board(30), "A4")) == (210, 297)
    assert paper_size(printed(board(300), "A3")) == (297, 420)
    assert paper_size(printed(board(120, name=LONG), "A3")) == (420, 297)


def test_numbers_never_fold_however_long_the_names():
    one = board(120, name=LONG * 2)
    chosen = paper.layout(one, "A3")
    wanted, given = paper.lengths(one, chosen), paper.widths(one, chosen)
    assert sum(wanted) > chosen.room
    for place in (0, 3, 4, 5):
        assert given[place] / 100 * chosen.room == pytest.approx(wanted[place], rel=0.02)


def test_rare_characters_are_drawn_and_not_boxes():
    data = printed(board(1, name="赵𠮷龘㛃䶮"))
    assert "赵𠮷龘㛃䶮" in squeezed("".join(pages(data)))


def test_a_sensitive_notice_says_why_and_keeps_only_surnames():
    text = squeezed("".join(pages(printed(board(30, is_sensitive=True, name="王建国")))))
    assert "王建国" not in text
    assert text.count("王**") == 30
    assert "只公布户主的姓氏" in text


def test_without_a_number_to_call_none_is_promised():
    text = squeezed(pages(printed(replace(board(1), contacts=())))[0])
    assert "向村务监督委员会提出。" in text and "拨打" not in text
    assert "或拨打：" in squeezed(pages(printed(board(1)))[0])


def test_the_same_content_gives_the_same_bytes():
    assert printed(board(30)) == printed(board(30))


LONG_VILLAGE = "云东县青石镇红旗民族团结示范易地扶贫搬迁集中安置社区"
MANY_PARTS = "阿卜杜热合曼·买买提明·艾合买提江·吾买尔江·" * 2


def test_a_long_title_leaves_no_stray_characters_on_a_line():
    one = replace(board(1), village=LONG_VILLAGE, subject="2026 年耕地地力保护补贴")
    lines = paper.headline(one, paper.A4_TALL)
    assert "".join(lines) == LONG_VILLAGE + "2026 年耕地地力保护补贴公示"
    assert min(map(len, lines)) > 8


@pytest.mark.parametrize("size", ["A3", "A4"])
def test_long_names_fold_after_a_dot_and_nothing_leaves_the_paper(size):
    one = replace(board(3, name=MANY_PARTS), committee=f"{LONG_VILLAGE}居民委员会")
    document = pypdfium2.PdfDocument(printed(one, size))
    for page in document:
        for line in page.get_textpage().get_text_range().splitlines():
            assert not re.search(r"[阿买艾吾][^·]*$", line)
            assert not line.endswith("（盖")
        width, height = page.get_size()
        for item in page.get_objects():
            left, bottom, right, top = item.get_bounds()
            assert left >= 0 and bottom >= 0 and right <= width and top <= height
