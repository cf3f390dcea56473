"""SVG → PNG：先成 PDF 再取像素，Word 里用。"""

import io
from collections.abc import Sequence

import pypdfium2

from portal.core import pdf
from portal.core.charts import Chart

STYLE = "body { margin: 0 } svg { display: block }"


def rasterise(charts: Sequence[Chart], *, scale: float = 2) -> list[bytes]:
    """把各图画成 PNG，`scale` 是放大倍数；一次渲染，一图一页。"""
    if not charts:
        return []
    pages = "".join(
        f"@page p{n} {{ size: {c.width}px {c.height}px; margin: 0 }} .p{n} {{ page: p{n} }}"
        for n, c in enumerate(charts)
    )
    figures = "".join(f'<div class="p{n}">{c.svg}</div>' for n, c in enumerate(charts))
    html = f"<!doctype html><html><head><style>{pages}{STYLE}</style></head><body>{figures}</body></html>"
    document = pypdfium2.PdfDocument(pdf.render(html))
    return [_png(document[number], scale) for number in range(len(charts))]


def _png(page, scale: float) -> bytes:
    buffer = io.BytesIO()
    page.render(scale=scale * 96 / 72).to_pil().save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()
