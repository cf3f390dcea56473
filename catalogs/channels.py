"""公开渠道的读法：一格里勾选的、顿号隔开的、夹着网址的 → 通行的说法加自由文字。

成串的选框（“■政府网站□政府公报…”）里的字形常在转存中坏成别的字符；同一格里出现两种记号的，
只要有一种认得就能推出另一种；两种都认不得的，标为存疑，一个也不丢。
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

VOCABULARY = (
    "政府网站",
    "政府公报",
    "两微一端",
    "发布会/听证会",
    "广播电视",
    "纸质媒体",
    "公开查阅点",
    "政务服务中心",
    "便民服务站",
    "入户/现场",
    "社区/企事业单位/村公示栏（电子屏）",
    "精准推送",
    "12345政务服务热线",
    "其他",
)
ALIASES = {
    "政府门户网站": "政府网站",
    "门户网站": "政府网站",
    "政务网站": "政府网站",
    "政府网": "政府网站",
    "发布会听证会": "发布会/听证会",
    "新闻发布会": "发布会/听证会",
    "发布会": "发布会/听证会",
    "听证会": "发布会/听证会",
    "报刊": "纸质媒体",
    "广播": "广播电视",
    "电视": "广播电视",
    "政务查阅点": "公开查阅点",
    "信息公开查阅点": "公开查阅点",
    "政府信息公开查阅点": "公开查阅点",
    "政务大厅": "政务服务中心",
    "办事大厅": "政务服务中心",
    "入户现场": "入户/现场",
    "现场": "入户/现场",
    "12345热线": "12345政务服务热线",
    "12345": "12345政务服务热线",
    "政务服务热线": "12345政务服务热线",
    "社区/企事业单位/村公示栏": "社区/企事业单位/村公示栏（电子屏）",
    "社区/企事业单位、村公示栏": "社区/企事业单位/村公示栏（电子屏）",
    "村公示栏": "社区/企事业单位/村公示栏（电子屏）",
    "村(居)公示栏": "社区/企事业单位/村公示栏（电子屏）",
    "公示栏": "社区/企事业单位/村公示栏（电子屏）",
    "电子屏": "社区/企事业单位/村公示栏（电子屏）",
    "微博微信客户端": "两微一端",
    "其它": "其他",
}
TICKED = frozenset("■☑☒√✓✔●◆▣☒🗹\uf0fe\uf052\uf0fc\uf06e\uf0a7þRnü")
BLANK = frozenset("□☐○◇▢×✕✗\uf0a8\uf06f\uf071\uf02a\uf030¨oq¡")
BOXES = TICKED | BLANK
# 只有紧挨在词前面时才当作坏掉的选框：它们也是普通字符。
LETTERS = frozenset("RnüoqþÞ")
URL = re.compile(r"https?://[^\s，,；;、。）)\u4e00-\u9fff]+|www\.[^\s，,；;、。）)\u4e00-\u9fff]+")
SPLIT = re.compile(r"[、，,；;\n\r\t]+| {1,}")
NUMBERED = re.compile(r"^(?:\d{1,2}[.、．)]|[（(]\d{1,2}[)）]|[①-⑳])\s*")


@dataclass(frozen=True)
class Channels:
    """`known` 通行的说法，`free` 其他文字，`links` 夹在格里的网址；`doubtful` 为真时请人看一眼。"""

    known: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    doubtful: bool = False


def _plain(text: str) -> str:
    return re.sub(r"[\s（）()/／·]", "", unicodedata.normalize("NFKC", text)).casefold()


KNOWN = {_plain(name): name for name in VOCABULARY} | {_plain(alias): name for alias, name in ALIASES.items()}
# 长的在前：先认“社区/企事业单位/村公示栏（电子屏）”，再认“公示栏”。
TOKENS = sorted({*VOCABULARY, *ALIASES}, key=len, reverse=True)
ANY_TOKEN = re.compile("|".join(re.escape(token) for token in TOKENS))
GLUED = re.compile(
    rf"(?P<box>[^\w\u4e00-\u9fff、，,；;。．.：:（）()/\s-]|[RnüoqþÞ¨])\s*(?=(?:{ANY_TOKEN.pattern}))"
)


@lru_cache(8192)
def parse(text: str) -> Channels:
    """读一格公开渠道。"""
    text = (text or "").strip()
    links = tuple(dict.fromkeys(URL.findall(text)))
    body = URL.sub(" ", text).strip()
    if not body:
        return Channels(links=links)
    boxes = [match["box"] for match in GLUED.finditer(body)]
    boxed = bool(boxes) or any(char in BOXES - LETTERS for char in body)
    found = _boxed(body, set(boxes)) if boxed else _listed(body)
    known, free, doubtful = found
    return Channels(tuple(dict.fromkeys(known)), tuple(dict.fromkeys(free)), links, doubtful)


def _boxed(body: str, boxes: set[str]) -> tuple[list[str], list[str], bool]:
    """成串的选框：勾了的要，没勾的不要，记号认不得的都要并存疑。"""
    marks = boxes | {char for char in body if char in BOXES - LETTERS}
    ticked, doubtful = _meaning(marks)
    pattern = re.compile("([" + re.escape("".join(sorted(marks))) + "])")
    pieces = _merged(pattern.split(body))
    known, free = [], []
    for box, words in pieces:
        if box and box not in ticked:
            continue
        names, others = _words(words)
        known += names
        free += others
    return known, free, doubtful


def _meaning(marks: set[str]) -> tuple[set[str], bool]:
    """哪些记号是勾选。认得的照认；认不得的若只有一种、而认得的都是另一类，就是剩下的那一类。"""
    ticked, blank = marks & TICKED, marks & BLANK
    unknown = marks - TICKED - BLANK
    if not unknown:
        return ticked, False
    if len(unknown) == 1 and ticked and not blank:
        return ticked, True
    if len(unknown) == 1 and blank and not ticked:
        return unknown, True
    return ticked | unknown, True


def _merged(parts: list[str]) -> list[tuple[str, str]]:
    """切开的片段 → [(记号, 后面的词)]；夹在词中间的字母不是选框，接回去。"""
    pieces: list[tuple[str, str]] = [("", parts[0])]
    for box, words in zip(parts[1::2], parts[2::2], strict=True):
        last_box, last_words = pieces[-1]
        if box in LETTERS and not _opens(last_words, words):
            pieces[-1] = (last_box, last_words + box + words)
        else:
            pieces.append((box, words))
    return pieces


def _opens(before: str, after: str) -> bool:
    """坏成字母的选框：后面是通行的说法，或前面断开、后面紧接着汉字。"""
    if ANY_TOKEN.match(after.strip()):
        return True
    return bool(re.match(r"[\u4e00-\u9fff]", after)) and (not before or before[-1].isspace())


def _listed(body: str) -> tuple[list[str], list[str], bool]:
    return (*_words(body), False)


def _words(text: str) -> tuple[list[str], list[str]]:
    """一段文字里的各个渠道：通行的说法，与其余的自由文字。"""
    known, free = [], []
    whole = KNOWN.get(_plain(NUMBERED.sub("", text.strip())))
    if whole:
        return [whole], []
    for part in SPLIT.split(text):
        word = NUMBERED.sub("", part.strip()).strip("。.:：;； ")
        if not word:
            continue
        if name := KNOWN.get(_plain(word)):
            known.append(name)
        elif glued := _glued(word):
            known += glued
        else:
            free.append(word)
    return known, free


def _glued(word: str) -> list[str]:
    """没有分隔、连写在一起的几个通行说法；有一个字认不出就不拆。"""
    rest = ANY_TOKEN.sub("", word)
    return [KNOWN[_plain(found)] for found in ANY_TOKEN.findall(word)] if not rest.strip("和及与/或") else []
