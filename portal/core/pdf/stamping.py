"""页脚：— 1 —，单页居右、双页居左，各空一字；中央一行注明来源。

数字与说明只排一次，做成可反复引用的图形，盖到每一页上。不依赖页数，所以与正文同时排；每页只多几十个字节。
"""

from html import escape

import pikepdf
from pikepdf import Name, Page, Pdf

DIGITS = "0123456789"
MILLIMETRE = 72 / 25.4
# 四号字；数字等宽，一字线占一字，之间空四分之一字（磅）。
SIZE, DIGIT, DASH, SPACE = 14, 7.5, 14, 3.5
# 竖排页与横排页：页码距两侧（版心边再进一字）与距底边，毫米。竖排页一字线在版心下边缘之下 7 毫米。
OUTER, INNER, BOTTOM = {False: 26, True: 20}, {False: 28, True: 20}, {False: 24, True: 14}


def html(note: str) -> str:
    """要排的一组小页：竖页说明、横页说明、十个数字、一字线。样式见 css/print/footer.css。"""
    notes = "".join(f'<section class="{page}"><p>{escape(note)}</p></section>' for page in ("tall", "wide"))
    digits = "".join(f'<section class="digit">{digit}</section>' for digit in DIGITS)
    return f'<!doctype html><html lang="zh-CN"><body>{notes}{digits}<section class="dash">—</section></body></html>'


class Ink:
    """`sheet` 里排好的数字与说明，搬进 `document` 备用。"""

    def __init__(self, document: Pdf, sheet: Pdf):
        self.document = document
        forms = [document.copy_foreign(page.as_form_xobject()) for page in sheet.pages]
        self.notes, self.dash = {False: forms[0], True: forms[1]}, forms[-1]
        self.digits = dict(zip(DIGITS, forms[2:-1], strict=True))

    def press(self, page: Page, number: int) -> None:
        """给一页盖上页码与说明。原有内容先括起来，它改过的坐标不影响页脚。"""
        _, _, width, height = (float(value) for value in page.mediabox)
        is_wide = width > height
        x, y = self._left(number, width, is_wide), BOTTOM[is_wide] * MILLIMETRE
        commands = [self._draw(page, self.notes[is_wide], 0, 0), self._draw(page, self.dash, x, y)]
        x += DASH + SPACE
        for digit in str(number):
            commands.append(self._draw(page, self.digits[digit], x, y))
            x += DIGIT
        commands.append(self._draw(page, self.dash, x + SPACE, y))
        page.contents_add(b"q", prepend=True)
        drawn = "\n".join(commands)
        page.contents_add(f"Q /Artifact BMC\n{drawn}\nEMC".encode())

    def _left(self, number: int, width: float, is_wide: bool) -> float:
        length = 2 * (DASH + SPACE) + DIGIT * len(str(number))
        if number % 2 == 0:
            return INNER[is_wide] * MILLIMETRE + SIZE
        return width - OUTER[is_wide] * MILLIMETRE - SIZE - length

    def _draw(self, page: Page, form: pikepdf.Object, x: float, y: float) -> str:
        name = page.add_resource(form, Name.XObject, self._name(form))
        return f"q 1 0 0 1 {x:.2f} {y:.2f} cm {name} Do Q"

    def _name(self, form: pikepdf.Object) -> Name:
        return Name(f"/Footer{form.objgen[0]}")
