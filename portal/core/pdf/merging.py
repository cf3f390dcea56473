"""合并各部分：页、书签、标题与作者；再把页脚逐页盖上。"""

import io
from collections.abc import Sequence

import pikepdf

from portal.core.pdf import stamping

CARRIED = ("/Title", "/Author")


def joined(parts: Sequence[bytes]) -> pikepdf.Pdf:
    """各部分首尾相接，书签相随；标题与作者取第一部分的。"""
    merged = pikepdf.Pdf.new()
    bookmarks = []
    for number, data in enumerate(parts):
        with pikepdf.open(io.BytesIO(data)) as part:
            if number == 0:
                _carry(part, merged)
            _follow_on(bookmarks, _bookmarks(part, len(merged.pages)))
            merged.pages.extend(part.pages)
    with merged.open_outline() as outline:
        outline.root.extend(bookmarks)
    merged.Root.Lang = pikepdf.String("zh-CN")
    merged.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    return merged


def stamped(document: pikepdf.Pdf, stamps: bytes) -> bytes:
    """每页盖上页脚，写成字节；编号由内容定，同样的内容得到同样的字节。`stamps` 见 `stamping.html`。"""
    with pikepdf.open(io.BytesIO(stamps)) as sheet:
        ink = stamping.Ink(document, sheet)
        for number, page in enumerate(document.pages, start=1):
            ink.press(page, number)
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def _carry(part: pikepdf.Pdf, merged: pikepdf.Pdf) -> None:
    for key in CARRIED:
        if key in part.docinfo:
            merged.docinfo[key] = str(part.docinfo[key])


def _follow_on(bookmarks: list[pikepdf.OutlineItem], more: list[pikepdf.OutlineItem]) -> None:
    """接上后一部分的书签；与前一条同名的是同一篇的接续，下级并入前一条。"""
    if bookmarks and more and bookmarks[-1].title == more[0].title:
        bookmarks[-1].children.extend(more.pop(0).children)
    bookmarks += more


def _bookmarks(part: pikepdf.Pdf, start: int) -> list[pikepdf.OutlineItem]:
    """这一部分的书签，页号从 `start` 起数。"""
    numbers = {page.obj.objgen: start + index for index, page in enumerate(part.pages)}
    with part.open_outline() as outline:
        return [_moved(item, numbers) for item in outline.root]


def _moved(item: pikepdf.OutlineItem, numbers: dict) -> pikepdf.OutlineItem:
    page, _, left, top, *_ = item.destination
    moved = pikepdf.OutlineItem(item.title, numbers[page.objgen], "XYZ", left=left, top=top)
    moved.children.extend(_moved(child, numbers) for child in item.children)
    return moved
