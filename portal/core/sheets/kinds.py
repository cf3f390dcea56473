"""导入与导出的登记处：页面、命令行、后台任务都按 `kind` 来这里取，不认识各业务。

业务应用在 `<app>/sheets.py` 里实现并登记，启动时自动发现：

    class ScoreImporter:
        kind, label = "scores", "评分表"

        def plan(self, book, *, campaign, scope, by):
            problems = stamp.verify(stamp.read_stamp(book), kind=self.kind, …)
            parsed = rows.parse_book(book, SCORES)
            problems += [problem for sheet in parsed for problem in sheet.errors]
            …与库里比对，得到 new / changed / same / gone…
            return Plan(self.kind, rows=n, new=…, problems=problems, payload={"rows": [...]}, preview=[Table(...)])

        def apply(self, plan, *, by, at):
            actions.record_scores(rows=plan.payload["rows"], by=by, at=at)   # 一个事务
            return plan.outcome()

    kinds.register(ScoreImporter())

`plan` 只读不写，试算与正式导入是同一次校验；有 `problems` 就不得 `apply`。`payload` 会存库、隔一会儿再取出，
只放 JSON 能表达的值（Decimal 与日期写成文字）。同一个文件再传一次，`plan` 得出的 new、changed 都是 0。
"""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Protocol

from portal.core.sheets.problems import Outcome, Problem
from portal.core.sheets.reading import Book


class UnknownKind(LookupError):
    """没有登记过的种类；文字里列出认得的。"""


@dataclass(frozen=True)
class Table:
    """预览里的一张表：`title`、表头 `columns` 与各行文字；`more` 是没有列出的行数。"""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0


@dataclass(frozen=True)
class Plan:
    """一次导入的打算：计数、全部错误与提醒、待写入的 `payload`、给人看的 `preview`。

    `tells_doubts`：存疑是这种表的结果的一部分，命令行 `--json` 也要给出。
    """

    kind: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    payload: dict = field(default_factory=dict)
    preview: list[Table] = field(default_factory=list)
    tells_doubts: bool = False

    @property
    def is_clean(self) -> bool:
        """没有错误，可以导入。"""
        return not self.problems

    @property
    def fingerprint(self) -> str:
        """`payload` 里自带的指纹：计数相同而影响不同的（如工作日调整牵动的期限），凭它认出预览之后有变。"""
        return str(self.payload.get("fingerprint", ""))

    def outcome(self) -> Outcome:
        """同样计数的结果：试算时直接给人看，`apply` 之后作为结果。"""
        counts = (self.kind, self.rows, self.new, self.changed, self.same, self.gone)
        return Outcome(*counts, errors=self.problems, doubts=self.doubts, tells_doubts=self.tells_doubts)

    def as_json(self) -> dict:
        """可存库的形状，`from_json` 还原。"""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "Plan":
        problems = {name: [Problem(**item) for item in data[name]] for name in ("problems", "doubts")}
        preview = [
            Table(
                item["title"], tuple(item["columns"]), tuple(tuple(row) for row in item["rows"]), item["more"]
            )
            for item in data["preview"]
        ]
        return cls(**data | problems | {"preview": preview})


class Importer(Protocol):
    """一种工作簿的导入。可另有 `correct_url`：预览时供人改正识读的页面（网址名，参数为批次编号）。

    `campaign` 是行动（可为 None），`scope` 是范围代码（领域、县区等，由各种类解释）。"""

    kind: str
    label: str

    def plan(self, book: Book, *, campaign, scope: dict, by) -> Plan: ...

    def apply(self, plan: Plan, *, by, at: dt.datetime) -> Outcome: ...


class Exporter(Protocol):
    """一种数据的导出：`rows` 是英文键的平铺行，`workbook` 是预填模板或现有数据，与导入互逆。"""

    kind: str
    label: str

    def rows(self, **scope) -> list[dict]: ...

    def workbook(self, **scope) -> bytes: ...


_importers: dict[str, Importer] = {}
_exporters: dict[str, Exporter] = {}


def register(importer: Importer) -> Importer:
    """登记一种导入；同一种类登记两个不同的是编程错误。"""
    return _add(_importers, importer)


def register_exporter(exporter: Exporter) -> Exporter:
    """登记一种导出。"""
    return _add(_exporters, exporter)


def get(kind: str) -> Importer:
    """`kind` 的导入；没有则抛 `UnknownKind`。"""
    return _find(_importers, kind)


def get_exporter(kind: str) -> Exporter:
    """`kind` 的导出；没有则抛 `UnknownKind`。"""
    return _find(_exporters, kind)


def names() -> list[str]:
    """已登记的导入种类。"""
    return sorted(_importers)


def exporter_names() -> list[str]:
    """已登记的导出种类。"""
    return sorted(_exporters)


def _add(registry: dict, item):
    known = registry.setdefault(item.kind, item)
    if type(known) is not type(item):
        raise ValueError(f"种类 {item.kind} 已由 {type(known).__name__} 登记")
    return item


def _find(registry: dict, kind: str):
    if kind not in registry:
        raise UnknownKind(f"没有“{kind}”这个种类，可用：{'、'.join(sorted(registry)) or '（无）'}")
    return registry[kind]
