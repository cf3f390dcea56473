"""综合评估报告的 PDF：8 个县区 × 26 个领域、约一千个问题。

对照是同样的内容、同样的样式合成一份 HTML，一次调用 WeasyPrint；另列不定列宽的一种，是未经调整的通常写法。
三者都从装载排版库算起；对照自己印页码与页脚。
"""

import json
import re
from pathlib import Path

from assessments.actions.report import compose
from assessments.models import Report
from assessments.report import build
from portal.core import pdf
from tests.bench import seeding

TITLE = "综合评估报告的 PDF：8 个县区 × 26 个领域"
GOAL = "≤ 同样的 HTML 一次调用 WeasyPrint 的 0.55 倍"
FOOTER = '@page {{ @bottom-center {{ content: "{note}"; font-size: 7pt }} @bottom-right {{ content: "— " counter(page) " —" }} }}'
BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
PAGE_BREAK = '<div style="break-before: page"></div>'


def prepare(folder: Path) -> None:
    seeding.demonstration()
    content = compose(Report.objects.select_related("campaign").get())
    parts = build.pdf_parts(content)
    css = [*pdf._document_css(), FOOTER.format(note=content.footer)]
    stored = {"parts": parts, "whole": whole(parts), "css": css, "footer": content.footer}
    (folder / "report.json").write_text(json.dumps(stored))


def whole(parts: list[str]) -> str:
    """各部分合成一份；附件横排。"""
    first, *annexes = parts
    joined = "".join(f'<section class="wide annex">{BODY.search(part)[1]}</section>' for part in annexes)
    return first.replace("</body>", f"{joined}</body>")


def stored(folder: Path) -> dict:
    return json.loads((folder / "report.json").read_text())


def plain(folder: Path) -> None:
    """对照：一次调用 WeasyPrint。"""
    given = stored(folder)
    _weasyprint(given["whole"], given["css"])


def unsized(folder: Path) -> None:
    """通常写法：列宽由排版库自己量。"""
    given = stored(folder)
    html = re.sub(r"<colgroup>.*?</colgroup>", "", given["whole"])
    _weasyprint(html, [*given["css"], "table { table-layout: auto }"])


def _weasyprint(html: str, css: list[str]) -> None:
    import weasyprint  # noqa: PLC0415 装载排版库也算在内

    weasyprint.HTML(string=html).write_pdf(stylesheets=[weasyprint.CSS(string=text) for text in css])


def ours(folder: Path) -> None:
    """分部分、两个进程、合并、盖页码；没有可用的旧件。"""
    given = stored(folder)
    pdf.render_document(given["parts"], footer=given["footer"], cache={})


def allowed(medians: dict[str, float]) -> float:
    return 0.55 * medians["peer"]


CASES = {
    "peer": ("同样的 HTML，一次调用 WeasyPrint", plain),
    "auto": ("同上，不定列宽", unsized),
    "ours": ("分部分、两个进程、合并", ours),
}
