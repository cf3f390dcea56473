"""编号与层次：一、（一）1.（1）①第一条 各种写法，连成“三、（二）3.”这样的条款号。"""

import itertools
import re
from dataclasses import dataclass, field

from tasks.plan import areas, lines, parties

KINDS = (
    ("part", re.compile(r"^(第[一二三四五六七八九十百\d]+章)[、.：]?")),
    ("section", re.compile(r"^(第[一二三四五六七八九十百\d]+节)[、.：]?")),
    ("article", re.compile(r"^(第[一二三四五六七八九十百\d]+条)[、.：]?")),
    ("han", re.compile(r"^([一二三四五六七八九十]{1,3})[、.]")),
    ("han_paren", re.compile(r"^（([一二三四五六七八九十]{1,3})）[、.]?")),
    ("decimal3", re.compile(r"^(\d{1,2}\.\d{1,2}\.\d{1,2})\.?(?![\d月日])[、]?")),
    ("decimal2", re.compile(r"^(\d{1,2}\.\d{1,2})\.?(?![\d月日前—至.])[、]?")),
    ("digit", re.compile(r"^(\d{1,2})[.、](?!\d(?!\d?月|\d{3}年))")),
    ("digit_paren", re.compile(r"^（(\d{1,2})）[、.]?")),
    ("digit_half", re.compile(r"^(\d{1,2})）")),
    ("task", re.compile(r"^(任务[一二三四五六七八九十]{1,2})[：、]?")),
    ("stage", re.compile(r"^(第[一二三四五六]阶段)[：、，]?")),
    ("count", re.compile(r"^([一二三四五六七八九十]{1,2}是)[：，]?")),
    ("circle", re.compile(r"^([①-⑳⑴-⒇])[、.]?")),
)
SHAPES = {
    "han": "{}、",
    "han_paren": "（{}）",
    "digit": "{}.",
    "digit_paren": "（{}）",
    "digit_half": "{}）",
}
AREA = re.compile(rf"^（?({'|'.join(areas.WORDS)})(?:）|[。：]|$)")
COUNT = re.compile(r"(?:(?<=^)|(?<=[。；：，”）]))(?=[一二三四五六七八九十]是)")
STEP = re.compile(
    r"^((?:\d{4}年)?\d{1,2}月(?:份|底|末|初|上旬|中旬|下旬|\d{1,2}日)?"
    r"(?:(?:—+|-+|~|至|到)(?:次年|\d{4}年)?\d{1,2}月(?:份|底|末|初|上旬|中旬|下旬|\d{1,2}日)?)?(?:前|以前)?)："
)
ANNEX = re.compile(r"^(附件\d{0,2})[：]?$")
TABLE_TITLE = re.compile(r"^[^。；：，]{2,40}(?:分解表|分工表|任务清单|任务表|责任清单|台账|一览表|推进表)$")
BARE_STAGE = re.compile(r"^([\u4e00-\u9fff]{2,10}阶段)(?:[。：]|$)")
STAGE = re.compile(r"^([\u4e00-\u9fff]{2,10}阶段（[^（）]*\d[^（）]*）)[。：]?")
SHARED = re.compile(r"（(?:责任|牵头|配合|完成)[\u4e00-\u9fff]{0,6}：(?:[^（）]|（[^（）]*）)*）。?$")
BRACKETS = re.compile(r"（(?:[^（）]|（[^（）]*）)*）")
FINE = ("digit", "digit_paren", "digit_half", "circle", "count")
MOST_TITLE = 32
STEPS = re.compile(r"步骤|时间安排|进度安排|阶段安排|工作安排|时间进度|实施阶段|阶段划分")


@dataclass
class Clause:
    """一条：层次、编号、标题与正文各段；`parents` 是从上到下的上级；`shared` 是下级各条共有的责任单位、时限。"""

    kind: str
    marker: str
    title: str
    body: list[str] = field(default_factory=list)
    parents: tuple["Clause", ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """管着这一条及其下级的责任单位、时限：标题里的，独占一段的。"""
        return [self.title, *self.shared, *(text for text in self.body if parties.is_only_labels(text))]

    @property
    def has_parties(self) -> bool:
        """自己写着责任单位、时限。"""
        return any(parties.LABEL.search(text) for text in (self.title, *self.body))

    @property
    def number(self) -> str:
        """条款号，如“三、（二）3.”；“1.2.3”一类自己已经写全，不再接上级。"""
        if self.kind.startswith("decimal"):
            return self.marker
        return "".join(parent.marker for parent in self.parents) + self.marker

    @property
    def path(self) -> tuple["Clause", ...]:
        return (*self.parents, self)


def outline(paragraphs: list[str]) -> tuple[list[str], list[Clause]]:
    """开头没有编号的各段（标题、引言），与按先后排列的各条。"""
    head: list[str] = []
    clauses: list[Clause] = []
    for text in itertools.chain.from_iterable(map(_counted, paragraphs)):
        if clauses and parties.is_only_labels(text):
            _give(text, clauses)
            continue
        clause = None if lines.is_table_row(text) else _opened(text, clauses)
        if clause:
            clauses.append(clause)
        elif not clauses:
            head.append(text)
        elif lines.is_table_row(text):
            clauses[-1].rows.append(lines.cells_of(text))
        elif clauses[-1].kind == "annex" and not clauses[-1].title and not clauses[-1].rows:
            clauses[-1].title = text
        elif clauses[-1].kind == "count":
            clauses.append(Clause("loose", "（未编号）", "", [text], clauses[-1].parents))
        else:
            clauses[-1].body.append(text)
    return head, clauses


def _counted(text: str) -> list[str]:
    """一段里写着“一是……二是……”的，各成一段；段末括号里的责任单位是各条共有的，提到前面。"""
    if lines.is_table_row(text) or not all(len(re.findall(rf"{n}是", text)) == 1 for n in "一二"):
        return [text]
    pieces = [piece for piece in COUNT.split(text) if piece]
    if len(pieces) < 2 or not any(piece.startswith("一是") for piece in pieces[:2]):
        return [text]
    if label := SHARED.search(pieces[-1]):
        pieces[-1] = pieces[-1][: label.start()]
        pieces.insert(0 if pieces[0].startswith("一是") else 1, label[0].strip("。"))
    return pieces


def _give(text: str, clauses: list[Clause]) -> None:
    """独占一段的责任单位、时限：排在几条没有写责任单位的同级之后，是它们共有的；否则属于上一条。"""
    last = clauses[-1]
    siblings = [c for c in clauses if c.parents == last.parents and c.kind == last.kind]
    is_fine = last.kind in FINE and bool(last.parents)
    is_shared = is_fine and len(siblings) > 1 and not any(c.has_parties for c in siblings)
    (last.parents[-1].shared if is_shared else last.body).append(text)


def _opened(text: str, clauses: list[Clause]) -> Clause | None:
    kind, match = next(((kind, found) for kind, shape in KINDS if (found := shape.match(text))), ("", None))
    if clauses and (annex := ANNEX.match(text)):
        return Clause("annex", annex[1], "")
    if match is None:
        return _unnumbered(text, clauses)
    marker = SHAPES.get(kind, "{}").format(match[1])
    title, rest = split_title(text[match.end() :].strip())
    return Clause(kind, marker, title, [rest] if rest else [], _parents(kind, clauses))


def _unnumbered(text: str, clauses: list[Clause]) -> Clause | None:
    """没有编号、但一看便知是标题的：八个方面的名称，带日期的阶段名。"""
    if clauses and clauses[-1].kind != "annex" and TABLE_TITLE.match(text):
        return Clause("annex", "附表", text)
    in_steps = bool(clauses) and any(STEPS.search(clause.title) for clause in clauses[-1].path)
    steps = (("stage", BARE_STAGE), ("step", STEP)) if in_steps else ()
    for kind, shape in (("area", AREA), ("stage", STAGE), *steps):
        if match := shape.match(text):
            rest = text[match.end() :]
            return Clause(kind, "", match[1], [rest] if rest else [], _parents(kind, clauses))
    return None


def _parents(kind: str, clauses: list[Clause]) -> tuple[Clause, ...]:
    """同种编号是平级，没有出现过的编号是下一级。"""
    if not clauses:
        return ()
    path = clauses[-1].path
    for depth, clause in enumerate(path):
        if clause.kind == kind:
            return path[:depth]
    if kind == "part" or (kind == "han" and all(c.kind not in ("part", "article") for c in path)):
        return ()
    return path


def split_title(text: str) -> tuple[str, str]:
    """标题与正文：“组织推进。明确领导责任……”分成两半；整段都是正文的没有标题，只有标题的没有正文。"""
    for separator in ("。", "："):
        title, found, rest = text.partition(separator)
        if (
            found
            and len(BRACKETS.sub("", title)) <= MOST_TITLE
            and rest
            and not _reads_as_sentence(title, separator)
        ):
            return title, rest
    if len(text) <= MOST_TITLE + 12 and not text.rstrip("。").count("。"):
        return (text.rstrip("。"), "") if not _reads_as_sentence(text, "") else ("", text)
    return "", text


def _reads_as_sentence(text: str, separator: str) -> bool:
    """像一句话而不是标题：有分句、有“完成、报送”一类说法与日期。"""
    if text.startswith(("责任", "牵头", "配合", "完成")) or re.search(r"(单位|部门|时限|成果)$", text):
        return True
    has_date = re.search(r"\d月|\d日前|年底|年内|季度|半年|每月", re.sub(r"（[^（）]*）", "", text))
    return text.count("，") >= (2 if separator else 3) or bool(has_date and "阶段" not in text)
