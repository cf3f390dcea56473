"""HTML → PDF（WeasyPrint 的门）：公文版式，只取本站静态文件与调用者给的字节，别处一概不取。"""

import datetime as dt
import hashlib
import io
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

import pikepdf
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT_CSS = "css/print/document.css"
FOOTER_CSS = "css/print/footer.css"


class Forbidden(ValueError):
    """文档引用了不允许取的地址。"""


class RenderFailed(RuntimeError):
    """渲染子进程没有成功。"""


class StaticOnly(URLFetcher):
    """只认 `static:路径`；file、http、ftp、data 之外的一律拒绝。"""

    def fetch(self, url, headers=None):
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        if not url.startswith("static:"):
            raise Forbidden(f"文档不能引用 {url[:80]}")
        found = finders.find(url.removeprefix("static:"))
        if found is None:
            raise Forbidden(f"没有静态文件 {url}")
        return URLFetcherResponse(url, Path(found).read_bytes())


def render(html: str) -> bytes:
    """一份完整的 HTML → PDF，不带页码。同样的输入得到同样的字节（不写生成时间，编号由内容定）。"""
    return _write(html, DOCUMENT_CSS)


def render_document(parts: Sequence[str], *, footer: str = "", workers: int = 2, cache=None) -> bytes:
    """若干部分各自渲染、合成一份公文：页码连续（— 1 —，单页居右、双页居左），`footer` 印在每页页脚中央。

    各部分在独立的子进程里渲染（Celery 的进程里不能再用 multiprocessing）；`cache` 是 {内容摘要: PDF}，
    中途被杀时重来只补没做完的。部分自己不印页码，合并后统一盖上，因此改一章只重渲染一章。
    """
    cache = {} if cache is None else cache
    keys = [_identifier(part).hex() for part in parts]
    todo = {key: part for key, part in zip(keys, parts, strict=True) if key not in cache}
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for key, data in zip(todo, pool.map(_in_child, todo.values()), strict=True):
            cache[key] = data
    return _merge([cache[key] for key in keys], footer)


def _write(html: str, css_name: str) -> bytes:
    fetcher, configuration = StaticOnly(), FontConfiguration()
    css = CSS(filename=finders.find(css_name), font_config=configuration, url_fetcher=fetcher)
    document = HTML(string=html, base_url="static:", url_fetcher=fetcher)
    return document.write_pdf(stylesheets=[css], font_config=configuration, pdf_identifier=_identifier(html))


def _in_child(html: str) -> bytes:
    command = [sys.executable, "-m", "portal.core.pdf_worker"]
    child = subprocess.run(command, input=html.encode(), capture_output=True, cwd=ROOT, check=False)
    if child.returncode:
        raise RenderFailed(child.stderr.decode(errors="replace")[-400:])
    return child.stdout


def _merge(parts: Sequence[bytes], footer: str) -> bytes:
    merged = pikepdf.Pdf.new()
    for number, data in enumerate(parts):
        with pikepdf.open(io.BytesIO(data)) as part:
            if number == 0 and "/Title" in part.docinfo:
                merged.docinfo["/Title"] = str(part.docinfo["/Title"])
            merged.pages.extend(part.pages)
    sizes = [page.mediabox[2] > page.mediabox[3] for page in merged.pages]
    with pikepdf.open(io.BytesIO(_write(_footers(sizes, footer), FOOTER_CSS))) as overlay:
        for page, over in zip(merged.pages, overlay.pages, strict=True):
            page.add_overlay(over)
    merged.Root.Lang = pikepdf.String("zh-CN")
    buffer = io.BytesIO()
    merged.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def _footers(wide: Sequence[bool], footer: str) -> str:
    """只有页脚的空白页，一页对一页。"""
    pages = "".join(
        f'<section class="{"wide" if is_wide else "tall"} {"even" if number % 2 == 0 else "odd"}">'
        f'<p class="number">— {number} —</p><p class="note">{escape(footer)}</p></section>'
        for number, is_wide in enumerate(wide, start=1)
    )
    return f"<!doctype html><html lang=zh-CN><body>{pages}</body></html>"


def _identifier(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]


def stamp_date(at: dt.datetime) -> str:
    """公文日期：2026年11月20日，月日不补零。"""
    return f"{at.year}年{at.month}月{at.day}日"
