"""检索词与摘录：把输入分成词，在文字里找到、剪出、标明。不认识数据库。"""

import re
from collections.abc import Sequence

SHORTEST, LONGEST, MOST_WORDS = 2, 60, 6
BEFORE, AFTER = 24, 72
TAG = re.compile(r"<[^>]*>")
BLANK = re.compile(r"\s+")


class Unsearchable(ValueError):
    """这样的词不去查；文字说明原因与改法。"""


def split(text: str) -> tuple[str, ...]:
    """输入分成的词，各词都要找到。空白的没有词。抛 `Unsearchable`：太短、太长、太多。"""
    tidy = BLANK.sub(" ", text.replace("\x00", "")).strip()
    if not tidy:
        return ()
    if len(tidy) > LONGEST:
        raise Unsearchable(f"检索词最多 {LONGEST} 个字，请只写标题里的几个词")
    words = tuple(dict.fromkeys(tidy.split(" ")))
    if any(len(word) < SHORTEST for word in words):
        raise Unsearchable(f"每个词至少 {SHORTEST} 个字，一个字的结果太多，没有用处")
    if len(words) > MOST_WORDS:
        raise Unsearchable(f"最多 {MOST_WORDS} 个词，请去掉几个")
    return words


def plain(text: str) -> str:
    """去掉标记与多余空白的文字。"""
    return BLANK.sub(" ", TAG.sub(" ", text)).strip()


def marked(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """`text` 分成的各段：（文字, 是否检索词）。连起来就是原文。"""
    if not words:
        return [(text, False)]
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("(" + "|".join(map(re.escape, longest_first)) + ")", re.IGNORECASE)
    parts = pattern.split(text)
    return [(part, index % 2 == 1) for index, part in enumerate(parts) if part]


def excerpt(text: str, words: Sequence[str]) -> str:
    """含检索词的一小段，两头剪去的以“…”表示；没有找到的为空。"""
    tidy = plain(text)
    places = [place for word in words if (place := tidy.casefold().find(word.casefold())) >= 0]
    if not places:
        return ""
    start, end = max(min(places) - BEFORE, 0), min(places) + AFTER
    return ("…" if start else "") + tidy[start:end] + ("…" if end < len(tidy) else "")
