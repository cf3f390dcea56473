"""二维码（qrcode 的门）：只画成 SVG，网页、PDF 都能放。"""

from collections.abc import Iterator
from html import escape

from qrcode import constants
from qrcode.main import QRCode

# 四周的空白，以小格计；规范（GB/T 18284、ISO/IEC 18004）要四格。
QUIET = 4


def svg(text: str, *, label: str) -> str:
    """`text` 的二维码；纠错取 M（约 15%，贴在墙上的纸会脏）。`label` 给读屏的人。"""
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    size = len(matrix)
    path = "".join(_runs(matrix))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" aria-label="{escape(label)}" '
        f'shape-rendering="crispEdges"><path fill="#000" d="{path}"/></svg>'
    )


def _runs(matrix: list[list[bool]]) -> Iterator[str]:
    """每行相连的黑格画成一条。"""
    for y, row in enumerate(matrix):
        start = None
        for x, dark in enumerate((*row, False)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield f"M{start} {y}h{x - start}v1h-{x - start}z"
                start = None
