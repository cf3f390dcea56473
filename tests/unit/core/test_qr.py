"""二维码：画出来的每一格都与编码一致，四周留足空白。"""

import re

from hypothesis import given
from hypothesis import strategies as st
from qrcode import constants
from qrcode.main import QRCode

from portal.core import qr

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def dark_cells(svg: str) -> set[tuple[int, int]]:
    return {
        (int(x) + step, int(y))
        for x, y, length, back in RUN.findall(svg)
        for step in range(int(length))
        if length == back
    }


def encoded(text: str) -> set[tuple[int, int]]:
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=qr.QUIET)
    code.add_data(text)
    code.make(fit=True)
    return {(x, y) for y, row in enumerate(code.get_matrix()) for x, dark in enumerate(row) if dark}


@given(st.from_regex(r"https://[a-z]{3,20}\.gov\.cn/info/\d{1,9}/", fullmatch=True))
def test_every_cell_is_drawn_where_the_code_has_it(address):
    cells = dark_cells(qr.svg(address, label="网址"))
    assert cells == encoded(address)
    assert min(x for x, _ in cells) == qr.QUIET


def test_the_label_cannot_break_out_of_its_attribute():
    assert 'aria-label="&quot;&gt;' in qr.svg("x", label='">')
