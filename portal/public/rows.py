"""公开的表格怎么筛选：按分面、按词。行在发布时已定格，这里只挑选，不改写。

表格是 `{"headers": [...], "rows": [[...]], "facets": {栏名: [可选值, ...]}}`；一格里的多个值以顿号连写。
"""

from collections.abc import Mapping
from dataclasses import dataclass

JOINED = "、"
MOST_WORDS = 5


@dataclass(frozen=True)
class Facet:
    """一个可筛选的栏：参数名、栏名、可选值、现在选的。"""

    parameter: str
    header: str
    values: list[str]
    chosen: str


@dataclass(frozen=True)
class Table:
    """筛选之后的表格。"""

    headers: list[str]
    rows: list[list]
    facets: list[Facet]
    words: str
    total: int

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words) or any(facet.chosen for facet in self.facets)


def table(stored: dict, query: Mapping[str, str]) -> Table:
    """按 `query` 的 `words` 与 `f栏序` 筛选；不在可选值里的选择当作没有选。"""
    headers = stored["headers"]
    facets = [
        _facet(headers.index(header), header, values, query)
        for header, values in stored.get("facets", {}).items()
    ]
    words = query.get("words", "").strip()
    kept = [row for row in stored["rows"] if _fits(row, headers, facets) and _tells(row, words)]
    return Table(headers, kept, facets, words, len(stored["rows"]))


def _facet(place: int, header: str, values: list[str], query: Mapping[str, str]) -> Facet:
    chosen = query.get(f"f{place}", "")
    return Facet(f"f{place}", header, values, chosen if chosen in values else "")


def _fits(row: list, headers: list[str], facets: list[Facet]) -> bool:
    return all(
        facet.chosen in f"{row[headers.index(facet.header)]}".split(JOINED)
        for facet in facets
        if facet.chosen
    )


def _tells(row: list, words: str) -> bool:
    text = "\n".join(map(str, row)).casefold()
    return all(word in text for word in words.casefold().split()[:MOST_WORDS])
