"""SVG → PNG：先成 PDF 再取像素，Word 里用。"""

import io

import pypdfium2

from portal.core import pdf

PAGE = "<!doctype html><html><head><style>@page {{ size: {w}px {h}px; margin: 0 }} body {{ margin: 0 }}</style></head><body>{svg}</body></html>"


def rasterise(svg: str, *, width: int, height: int, scale: float = 2) -> bytes:
    """把图画成 PNG，`width`、`height` 是图的点数，`scale` 是放大倍数。"""
    data = pdf.render(PAGE.format(w=width, h=height, svg=svg))
    document = pypdfium2.PdfDocument(data)
    picture = document[0].render(scale=scale * 96 / 72).to_pil()
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()
