"""方案表的各行 → 指标树：层级由一至三级指标列看出，合并的、留空的单元格都认；缺的序号补上，分值逐级核对。"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from assessments import scoring
from assessments.actions.scheme import IndicatorLine
from portal.core.sheets.problems import Problem
from portal.core.sheets.rows import Row

LEVELS = ("level_1", "level_2", "level_3")


@dataclass
class Node:
    """一个指标；`row` 是它自己的那一行，只由下级带出来的上级没有。"""

    name: str
    parent: "Node | None" = None
    row: Row | None = None
    number: str = ""
    children: list["Node"] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        return (*(self.parent.path if self.parent else ()), self.name)


class Outline:
    """收下一张表的各行，得出指标、错误与提醒。"""

    def __init__(self, rows: list[Row]):
        self.roots: list[Node] = []
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self._by_path: dict[tuple[str, ...], Node] = {}
        self._before: tuple[str, ...] = ()
        for row in rows:
            self._take(row)
        self._number(self.roots, "")

    def _take(self, row: Row) -> None:
        path = self._path(row)
        if path is None:
            return
        self._before = path
        parent = self._ancestors(path[:-1])
        known = self._by_path.get(path)
        if known is not None and known.row is None:
            known.row = row
        elif known is not None and known.row["standard"] == row["standard"]:
            self.problems.append(
                row.problem(LEVELS[len(path) - 1], f"“{path[-1]}”重复出现", "请删去重复的行")
            )
        else:
            self._add(path, parent).row = row

    def _path(self, row: Row) -> tuple[str, ...] | None:
        """这一行指标的全路径；左边留空的接着上一行。"""
        names = [row[level] or "" for level in LEVELS]
        if not any(names):
            names = list(self._before)
        elif not names[0]:
            names[0] = self._before[0] if self._before else ""
        if len(names) == 3 and names[2] and not names[1] and self._before[:1] == (names[0],):
            names[1] = self._before[1] if len(self._before) > 1 else ""
        while names and not names[-1]:
            names.pop()
        if not names or not all(names):
            at = LEVELS[names.index("")] if "" in names else LEVELS[0]
            self.problems.append(
                row.problem(at, "看不出属于哪个上级指标", "请填写上级指标的名称，或从模板复制")
            )
            return None
        return tuple(names)

    def _ancestors(self, path: tuple[str, ...]) -> Node | None:
        for depth in range(1, len(path) + 1):
            if path[:depth] not in self._by_path:
                self._add(path[:depth], self._by_path.get(path[: depth - 1]))
        return self._by_path.get(path)

    def _add(self, path: tuple[str, ...], parent: Node | None) -> Node:
        node = Node(path[-1], parent)
        (parent.children if parent else self.roots).append(node)
        self._by_path[path] = node
        return node

    def _number(self, siblings: list[Node], prefix: str) -> None:
        """给一组同级指标编号：原有的序号合乎层级就留用，否则接着上一个往下编。"""
        used: set[int] = set()
        for node in siblings:
            given = self._given(node)
            head, _, tail = given.rpartition(".")
            fits = head == prefix and tail.isascii() and tail.isdigit() and int(tail) not in used
            own = int(tail) if fits else max(used, default=0) + 1
            used.add(own)
            node.number = f"{prefix}.{own}" if prefix else str(own)
            if node.row is not None and given and not fits:
                hint = "序号应逐级写成 1、1.1、1.1.1；导入后以新编的为准"
                self.doubts.append(
                    node.row.problem("number", f"序号“{given}”与层级不符，改编为 {node.number}", hint)
                )
            self._number(node.children, node.number)

    def _given(self, node: Node) -> str:
        """它自己的序号；没有的看下级序号的前缀。"""
        if node.row is not None:
            return node.row["number"] or ""
        below = next((self._given(child) for child in node.children), "")
        return below.rpartition(".")[0]

    def lines(self) -> list[IndicatorLine]:
        """全部指标，全表次序；同时收齐分值与规则的错误。"""
        return [line for node in _walk(self.roots) if (line := self._line(node)) is not None]

    def _line(self, node: Node) -> IndicatorLine | None:
        parent = node.parent.number if node.parent else ""
        standard = (node.row["standard"] or "") if node.row else ""
        if node.children:
            self._check_sum(node)
            points = points_of(node)
            return IndicatorLine(node.number, parent, node.name, standard, points) if points else None
        points = node.row["points"]
        if not points:
            self.problems.append(node.row.problem("points", "末级指标要有大于 0 的分值", "请填写分值"))
            return None
        try:
            rule, config = scoring.parse_rule(node.row["rule"] or scoring.LABELS[scoring.DEDUCTION], points)
        except ValueError as error:
            hint = "如 扣分、扣分｜链接失效:2；内容缺失:1、得分｜目录齐全:2；更新及时:3、酌情扣分｜0.5-9"
            self.problems.append(node.row.problem("rule", str(error), hint))
            return None
        may = bool(node.row["may_be_inapplicable"])
        return IndicatorLine(node.number, parent, node.name, standard, points, rule, config, may)

    def _check_sum(self, node: Node) -> None:
        stated = node.row["points"] if node.row else None
        below = points_of(node)
        if stated and below and stated != below:
            message = f"“{node.name}”的分值 {scoring.show(stated)} 与下级合计 {scoring.show(below)} 不符"
            self.problems.append(node.row.problem("points", message, "请改正上级或下级的分值，使逐级相等"))


def _walk(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.children)


def points_of(node: Node) -> Decimal:
    """末级为自己的分值，上级为下级之和。"""
    if node.children:
        return sum((points_of(child) for child in node.children), Decimal(0))
    return (node.row["points"] if node.row else None) or Decimal(0)
