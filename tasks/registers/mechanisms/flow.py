"""流程图：一步一框，自上而下，箭头相连；屏幕与 PDF 用同一张。不认识 Django。"""

from collections.abc import Sequence

from portal.core.charts import Chart, drawing, palette
from portal.core.charts.drawing import box, folded, stroke, words

WIDTH, LEFT, BOX_WIDTH = 640, 20, 600
PAD, PITCH, GAP, SIZE = 12, 19, 26, 14


def draw(title: str, steps: Sequence) -> Chart:
    """`steps` 各有 `text`、`responsible`、`time_limit`。"""
    parts, top = [], 8.0
    for number, step in enumerate(steps, start=1):
        if number > 1:
            parts.append(_arrow(top))
            top += GAP
        height, drawn = _step(top, number, step)
        parts.append(drawn)
        top += height
    rows = [(str(n), s.text, s.responsible, s.time_limit or "—") for n, s in enumerate(steps, start=1)]
    return drawing.chart(
        title=title,
        description=f"共 {len(rows)} 步，自上而下依次办理",
        width=WIDTH,
        height=top + 8,
        parts=parts,
        headers=("步", "做什么", "谁做", "时限"),
        rows=rows,
    )


def _step(top: float, number: int, step) -> tuple[float, str]:
    lines = folded(f"{number}. {step.text}", BOX_WIDTH - 2 * PAD, SIZE, lines=4)
    limit = f"　时限：{step.time_limit}" if step.time_limit else ""
    lines += folded(f"{step.responsible}{limit}", BOX_WIDTH - 2 * PAD, SIZE - 1, lines=3)
    count = len(lines)
    height = 2 * PAD + PITCH * count - 3
    drawn = [box(LEFT, top, BOX_WIDTH, height, palette.PAPER, stroke=palette.LINE)]
    heads = len(folded(f"{number}. {step.text}", BOX_WIDTH - 2 * PAD, SIZE, lines=4))
    for index, line in enumerate(lines):
        is_head = index < heads
        look = {"size": SIZE, "weight": "bold"} if is_head else {"size": SIZE - 1, "fill": palette.MUTED}
        drawn.append(words(LEFT + PAD, top + PAD + PITCH * index + 11, line, **look))
    return height, "".join(drawn)


def _arrow(top: float) -> str:
    middle, end = LEFT + BOX_WIDTH / 2, top + GAP - 2
    return (
        stroke(middle, top + 2, middle, end, palette.MUTED, width=1.5)
        + stroke(middle - 5, end - 6, middle, end, palette.MUTED, width=1.5)
        + stroke(middle + 5, end - 6, middle, end, palette.MUTED, width=1.5)
    )
