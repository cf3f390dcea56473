"""行太多的图分成几张，每张都看得清、放得进一页。"""

from collections.abc import Callable, Sequence

from portal.core.charts.drawing import Chart


def in_pages(
    draw: Callable[..., Chart], rows: Sequence, *, title: str, most: int = 20, **options
) -> tuple[Chart, ...]:
    """每张至多 `most` 行，各张行数相近；多于一张时标题注明第几张。没有行则没有图。

    `draw(一组行, title=…, **options)` 画一张，如 `ranking_bars`。比例要各张一致时在 `options` 里给定（如 `full`）。
    """
    groups = evenly(rows, most)
    names = [
        title if len(groups) == 1 else f"{title}（{index}/{len(groups)}）"
        for index in range(1, len(groups) + 1)
    ]
    return tuple(draw(group, title=name, **options) for group, name in zip(groups, names, strict=True))


def evenly(rows: Sequence, most: int) -> list[list]:
    """分成行数相近的几组，每组至多 `most` 行，次序不变。"""
    count = -(-len(rows) // most)
    edges = [round(len(rows) * index / count) for index in range(count + 1)] if count else []
    return [list(rows[a:b]) for a, b in zip(edges, edges[1:], strict=False)]
