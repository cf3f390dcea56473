"""流程步骤的写法：一行一步，“步骤｜责任岗位或单位｜时限”。不认识 Django。"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SPLIT = re.compile(r"\s*[|｜]\s*")
NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[)）]|[①-⑳])\s*")
LEAST, MOST = 3, 30
LIMITS = (("步骤", 200), ("责任岗位或单位", 80), ("时限", 60))


class Unclear(ValueError):
    """写法不对；文字说明哪一步、怎样改。"""


@dataclass(frozen=True)
class Step:
    """一步：做什么、谁做、多久做完（没有时限的为空）。"""

    text: str
    responsible: str
    time_limit: str = ""


def read(text: str) -> tuple[Step, ...]:
    """各行 → 步骤；行首的序号不算。抛 `Unclear`：缺责任岗位、分成了四段、太长、太多。"""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Unclear(f"共 {len(lines)} 步，至多 {MOST} 步。")
    return tuple(_read(number, line) for number, line in enumerate(lines, start=1))


def _read(number: int, line: str) -> Step:
    parts = SPLIT.split(NUMBER.sub("", line).strip())
    if not 2 <= len(parts) <= 3 or not parts[0] or not parts[1]:
        raise Unclear(f"第 {number} 步请写成“步骤｜责任岗位或单位｜时限”，时限可以不写。")
    for part, (name, most) in zip(parts, LIMITS, strict=False):
        if len(part) > most:
            raise Unclear(f"第 {number} 步的{name}有 {len(part)} 字，至多 {most} 字。")
    return Step(*parts)


def write(steps: Iterable) -> str:
    """步骤 → 各行，`read` 读得回来。"""
    return "\n".join(
        f"{number}. " + "｜".join(part for part in (one.text, one.responsible, one.time_limit) if part)
        for number, one in enumerate(steps, start=1)
    )
