"""编号与层次：一、（一）1.（1）①第一条 各种写法，连成“三、（二）3.”这样的条款号。"""

import re
from dataclasses import dataclass, field

from tasks.plan import areas, lines

KINDS = (
    ("part", re.compile(r"^(第[一二三四五六七八九十百\d]+[章节])[、.：]?")),
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
STAGE = re.compile(r"^([\u4e00-\u9fff]{2,10}阶段（[^（）]*\d[^（）]*）)[。：]?")
MOST_TITLE = 32


@dataclass
class Clause:
    """一条：层次、编号、标题与正文各段；`parents` 是从上到下的上级。"""

    kind: str
    marker: str
    title: str
    body: list[str] = field(default_factory=list)
    parents: tuple["Clause", ...] = ()
    rows: list[list[str]] = field(default_factory=list)

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
    for text in paragraphs:
        clause = None if lines.is_table_row(text) else _opened(text, clauses)
        if clause:
            clauses.append(clause)
        elif not clauses:
            head.append(text)
        elif lines.is_table_row(text):
            clauses[-1].rows.append(lines.cells_of(text))
        elif clauses[-1].kind == "count":
            clauses.append(Clause("loose", "（未编号）", "", [text], clauses[-1].parents))
        else:
            clauses[-1].body.append(text)
    return head, clauses


def _opened(text: str, clauses: list[Clause]) -> Clause | None:
    kind, match = next(((kind, found) for kind, shape in KINDS if (found := shape.match(text))), ("", None))
    if match is None:
        return _unnumbered(text, clauses)
    marker = SHAPES.get(kind, "{}").format(match[1])
    title, rest = split_title(text[match.end() :].strip())
    return Clause(kind, marker, title, [rest] if rest else [], _parents(kind, clauses))


def _unnumbered(text: str, clauses: list[Clause]) -> Clause | None:
    """没有编号、但一看便知是标题的：八个方面的名称，带日期的阶段名。"""
    for kind, shape in (("area", AREA), ("stage", STAGE)):
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
        if found and len(title) <= MOST_TITLE and rest and not _reads_as_sentence(title, separator):
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
