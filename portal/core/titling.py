"""公文标题的分行：一行排不下时各行长短相近，尽量断在标点与“的、和、年”之后，不拆数字与括号。"""

import math
import re

from portal.core.charts.drawing import room

# 版心宽 156 毫米，二号字一行二十个。
MOST = 20
OPENERS, CLOSERS = "（《“‘〈〔【", "）》”’〉〕】，、。；：！？"
GOOD_ENDS = f"{CLOSERS}的和与及年"
# 这类标题里的常用词，尽量不拆。
WORDS = frozenset(
    re.findall(
        "..",
        "政府信息公开政务基层提升行动综合评估报告年度工作方案任务事项目录机制制度管理发布会议推进纪要通知"
        "县区乡镇人民标准申请登记台账交接延期督办补贴公示合计审查保密解读政策情况落实推广经验做法专项实施",
    )
)
# 断在词与词之间、断在常用词中间的代价，折合成行长的偏差（字的平方）。
BETWEEN, INSIDE = 12, 40


def title_lines(text: str, *, most: float = MOST) -> list[str]:
    """标题的各行；一行排得下的就是一行，`most` 是一行的字数。"""
    text = text.strip()
    fewest = max(1, math.ceil(room(text, 1) / most))
    ways = (_split(text, count, most) for count in range(fewest, len(text)))
    return next((lines for lines in ways if lines), [text])


def _split(text: str, count: int, most: float) -> list[str]:
    """恰好分成 `count` 行的最好分法；分不成为空。"""
    ideal = room(text, 1) / count
    best: dict[int, tuple[float, list[str]]] = {0: (0, [])}
    for _ in range(count):
        reached: dict[int, tuple[float, list[str]]] = {}
        for start, (cost, lines) in best.items():
            for end in range(start + 1, len(text) + 1):
                line = text[start:end]
                if room(line, 1) > most:
                    break
                total = cost + (room(line, 1) - ideal) ** 2 + _awkwardness(text, end)
                if total < reached.get(end, (math.inf,))[0]:
                    reached[end] = total, [*lines, line]
        best = reached
    return best.get(len(text), (0, []))[1]


def _awkwardness(text: str, end: int) -> float:
    """在 `end` 处断开的代价；不能断的为无穷大。"""
    if end == len(text):
        return 0
    before, after = text[end - 1], text[end]
    if after in CLOSERS or before in OPENERS or (before.isascii() and before.isalnum()):
        return math.inf
    if before in GOOD_ENDS:
        return 0
    return INSIDE if before + after in WORDS else BETWEEN
