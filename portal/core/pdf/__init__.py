"""HTML → PDF（WeasyPrint 的门）：公文版式（GB/T 9704-2012），只取本站静态文件与调用者给的字节，别处一概不取。

文档里 `static:css/x.css` 指本站静态文件，`file:名称` 指调用者在 `files` 里给的字节；其余地址（file://、http、data）
都抛 `Forbidden`，相对路径不取。排版在子进程里做，缺排版库时只有生成 PDF 这一件事做不成。
"""

import functools
import hashlib
import importlib.metadata
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

from portal.core import fonts
from portal.core.pdf import merging, stamping
from portal.core.pdf.keeping import KeptParts
from portal.core.pdf.press import Forbidden, Press, RenderFailed, Sheet, typeset_all, typeset_each

__all__ = ["Forbidden", "KeptParts", "RenderFailed", "render", "render_document", "render_each"]

K = TypeVar("K", bound=Hashable)
DOCUMENT_CSS = "css/print/document.css"
# 小标宋本身就粗，再加粗便失真；只有用宋体代替它时才加粗。
EMBOLDENED = "h1, .red-head, .annex h2 { font-weight: bold }"
FOOTER_CSS = "css/print/footer.css"
STATIC_NAME = re.compile(r"""static:([^\s"'()<>\\]+)""")
ENGINE = importlib.metadata.version("weasyprint")


def render(html: str, *, css: Sequence[str] = (), files: Mapping[str, bytes] | None = None) -> bytes:
    """一份完整的 HTML → PDF，不带页码与页脚。`css` 是在公文样式之后再加的样式文本，`files` 是 {名称: 字节}。

    同样的输入得到同样的字节。抛 `Forbidden`、`RenderFailed`。
    """
    with Press() as press:
        return press.typeset(_sheet(html, (*_document_css(), *css), files or {}))


def render_document(
    parts: Sequence[str],
    *,
    footer: str = "",
    css: Sequence[str] = (),
    files: Mapping[str, bytes] | None = None,
    workers: int = 2,
    cache=None,
    on_part: Callable[[int, int], None] | None = None,
) -> bytes:
    """若干部分各自排版、合成一份公文：页码连续（— 1 —，单页居右、双页居左），`footer` 印在每页页脚中央。

    `cache` 有 `get(键)` 与 `cache[键] = PDF`（如 `KeptParts`）：排好一件存一件，被杀后重来至多重排手上的几件，改一章只重排一章。
    部分自己不印页码，合并后统一盖上，所以前面多一页不连累后面。`on_part(已排, 总数)` 在每件排好后调用，它抛的错会中止排版。
    标题、作者取第一部分的 `<title>` 与 `<meta name="author">`。一部分以十至三十页为宜：过短则每部分各嵌一份字体，文件变大。
    抛 `Forbidden`、`RenderFailed`。
    """
    styles = (*_document_css(), *css)
    sheets = [_sheet(part, styles, files or {}) for part in parts]
    sheets.append(_sheet(stamping.html(footer), (_static_text(FOOTER_CSS),), {}))
    cache = {} if cache is None else cache
    *finished, stamps = _render_all(sheets, workers=workers, cache=cache, on_part=on_part)
    return merging.stamped(merging.joined(finished), stamps)


def render_each(pages: Iterable[tuple[K, str]], *, css: str, workers: int = 2) -> Iterator[tuple[K, bytes]]:
    """许多份各自独立的 HTML → （键, PDF），先排完的先交；只用 `css` 这一个静态样式文件，不套公文样式。

    `pages` 用到才取，份数再多内存也不涨。抛 `Forbidden`、`RenderFailed`。
    """
    styles = (_static_text(css),)
    return typeset_each(((key, _sheet(html, styles, {})) for key, html in pages), workers=workers)


def _render_all(sheets: Sequence[Sheet], *, workers: int, cache, on_part=None) -> list[bytes]:
    """各件的 PDF，次序同 `sheets`；缓存里有的不再排。"""
    keys = [_key(sheet) for sheet in sheets]
    done = {key: data for key in dict.fromkeys(keys) if (data := cache.get(key)) is not None}
    todo = {key: sheet for key, sheet in zip(keys, sheets, strict=True) if key not in done}
    for key, data in typeset_all(todo, workers=workers) if todo else ():
        done[key] = cache[key] = data
        if on_part:
            on_part(len(done), len(set(keys)))
    return [done[key] for key in keys]


def _sheet(html: str, css: Sequence[str], files: Mapping[str, bytes]) -> Sheet:
    """连同文档里引用到的静态文件一起备齐；没有的静态文件不给，子进程会以 `Forbidden` 答复。"""
    sources = {f"file:{name}": data for name, data in files.items()}
    for text in (html, *css):
        for name in STATIC_NAME.findall(text):
            if found := _static_path(name):
                sources[f"static:{name}"] = found.read_bytes()
    return Sheet(html, tuple(css), sources)


def _key(sheet: Sheet) -> str:
    """内容摘要：排版库的版本、样式、引用的字节与 HTML，任一变了都要重排。"""
    return hashlib.sha256(ENGINE.encode() + sheet.line()).hexdigest()


@functools.cache
def _document_css() -> tuple[str, ...]:
    """公文样式；进程启动后新装的字体要重启才认。"""
    text = _static_text(DOCUMENT_CSS)
    return (text, EMBOLDENED) if fonts.is_title_substituted() else (text,)


def _static_path(name: str) -> Path | None:
    """静态文件的位置；没有，或名称想走出静态目录，则无。"""
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        return None
    return Path(found) if found and Path(found).is_file() else None


def _static_text(name: str) -> str:
    return Path(finders.find(name)).read_text(encoding="utf-8")
