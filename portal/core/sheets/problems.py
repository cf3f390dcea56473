"""错误与结果：每处错误都说清在哪、是什么、怎么改；一次全部列出。"""

from dataclasses import asdict, dataclass, field


class CellProblem(Exception):
    """一个单元格的值不合要求；`message` 说原因，`hint` 说怎么改。"""

    def __init__(self, message: str, hint: str = ""):
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class Problem:
    """一处错误。`sheet`、`cell`（如 F12）可为空，表示整个文件或整张表；`value` 是原值的文字。"""

    sheet: str
    cell: str
    value: str
    message: str
    hint: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)

    def __str__(self):
        place = "".join(part for part in (f"“{self.sheet}”" if self.sheet else "", self.cell) if part)
        sentence = f"{place}：{self.message}" if place else self.message
        return f"{sentence}（{self.hint}）" if self.hint else sentence


@dataclass(frozen=True)
class Handout:
    """只交给导入的人一次的工作簿（如新账号的一次性密码）：不存库、不进日志与审计。`title` 说明里面是什么。"""

    name: str
    data: bytes = field(repr=False)
    title: str = ""


@dataclass(frozen=True)
class Outcome:
    """一次导入的结果：各计数以行为单位；`gone` 是库里有而表里没有的行，导入从不因此删除。"""

    kind: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    errors: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    handout: Handout | None = field(default=None, repr=False)
    tells_doubts: bool = False

    def as_json(self) -> dict:
        """命令行 `--json` 打印的形状。`tells_doubts` 的种类连存疑一起给；`handout` 另行交付，不在其中。"""
        counts = {name: getattr(self, name) for name in ("kind", "rows", "new", "changed", "same", "gone")}
        lists = {"errors": self.errors} | ({"doubts": self.doubts} if self.tells_doubts else {})
        return counts | {name: [problem.as_dict() for problem in found] for name, found in lists.items()}
