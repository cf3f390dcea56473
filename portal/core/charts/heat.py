"""热力图：行 × 列的数值，颜色分档，格里写数。"""

from decimal import Decimal

from portal.core.charts import palette
from portal.core.charts.drawing import Chart, box, chart, hatched, label, said, widest, words

CELL_WIDTH, CELL_HEIGHT, HEAD = 46, 24, 104
LETTER, LETTERS = 12.5, 7
KEY_PITCH = 84


def heat_map(rows, columns, values, *, title: str, bands=(60, 70, 80, 90)) -> Chart:
    """热力图。`values` 是 {(行键, 列键): 数值或 None}；`rows`、`columns` 是（键, 名称）。缺的画斜线，不当零。

    `bands` 是四道分档线，含下不含上。行或列多时用 `in_pages` 分张。
    """
    rows, columns = list(rows), list(columns)
    left = widest((name for _, name in rows), 12, least=60, most=120) + 12
    width = max(left + CELL_WIDTH * len(columns) + 8, left + KEY_PITCH * (len(bands) + 1))
    foot = HEAD + CELL_HEIGHT * len(rows)
    parts = [_column(left + CELL_WIDTH * (i + 0.5), name) for i, (_, name) in enumerate(columns)]
    for j, (row_key, name) in enumerate(rows):
        y = HEAD + CELL_HEIGHT * j
        parts.append(label(left - 8, y + CELL_HEIGHT / 2, name, left - 12, size=12))
        for i, (column_key, _) in enumerate(columns):
            parts.append(_cell(left + CELL_WIDTH * i, y, values.get((row_key, column_key)), bands))
    return chart(
        title=title,
        description=f"{len(rows)} 行 {len(columns)} 列，颜色越深分数越高，斜线为没有成绩",
        width=width,
        height=foot + 34,
        parts=[*parts, *_keys(left, foot + 12, bands)],
        headers=("名称", *(name for _, name in columns)),
        rows=((name, *(said(values.get((key, c))) for c, _ in columns)) for key, name in rows),
    )


def _cell(x: float, y: float, value: Decimal | None, bands) -> str:
    if value is None:
        return hatched(x, y, CELL_WIDTH - 1, CELL_HEIGHT - 1)
    fill = palette.HEAT[sum(value >= bound for bound in bands)]
    number = words(x + CELL_WIDTH / 2, y + 16, f"{value:.1f}", anchor="middle", size=11)
    return box(x, y, CELL_WIDTH - 1, CELL_HEIGHT - 1, fill) + number


def _column(x: float, name: str) -> str:
    """列名竖排，每字一行；放不下截短。"""
    letters = name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}︙"
    start = HEAD - 8 - LETTER * (len(letters) - 1)
    return "".join(
        words(x, start + LETTER * i, letter, anchor="middle", size=11) for i, letter in enumerate(letters)
    )


def _keys(x: float, y: float, bands) -> list[str]:
    names = (f"<{bands[0]}", *(f"{a}–{b}" for a, b in zip(bands, bands[1:], strict=False)), f"≥{bands[-1]}")
    parts = []
    for index, (fill, name) in enumerate(zip(palette.HEAT, names, strict=True)):
        at = x + index * KEY_PITCH
        parts.append(box(at, y, 14, 14, fill))
        parts.append(words(at + 19, y + 11.5, name, size=11, fill=palette.MUTED))
    return parts
