"""台账里要印的单子：会议纪要、工作机制、经验做法。一页公文版式：标题、各栏、各段、表、落款。"""

from dataclasses import dataclass

from django.template.loader import render_to_string

from portal.core import pdf
from portal.core.printing import Table


@dataclass(frozen=True)
class Paper:
    """一份单子。`facts` 是（名称, 值），空的不印；`passages` 是（小标题, 文字）；`drawing` 是我们自己画的 SVG。"""

    title: str
    author: str
    facts: tuple[tuple[str, str], ...]
    passages: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    drawing: str = ""
    signature: tuple[str, ...] = ()


def printed(paper: Paper, *, footer: str = "") -> bytes:
    """排成 PDF。"""
    facts = tuple((label, value) for label, value in paper.facts if value)
    passages = tuple((label, text.splitlines()) for label, text in paper.passages if text.strip())
    context = {"paper": paper, "facts": facts, "passages": passages}
    html = render_to_string("print/register.html", context)
    return pdf.render_document([html], footer=footer)
