"""方案里的任务分解表：按表头认列，一行一件事。"""

import datetime as dt
from dataclasses import replace

from tasks.plan import areas, dates
from tasks.plan.proposals import Proposal

HEADS = {
    "number": ("序号", "编号"),
    "area": ("方面", "任务类别", "类别", "工作领域", "任务方面", "一级任务"),
    "phase": ("阶段",),
    "text": (
        "具体任务",
        "具体措施",
        "工作措施",
        "主要措施",
        "重点措施",
        "措施",
        "具体内容",
        "工作内容",
        "任务内容",
        "具体要求",
        "工作要求",
        "工作任务",
        "重点任务",
        "主要任务",
        "任务",
        "内容",
        "事项",
    ),
    "lead": ("牵头单位", "责任单位", "牵头部门", "责任部门", "责任主体", "主办单位", "牵头"),
    "supporting": ("配合单位", "配合部门", "协办单位", "参与单位"),
    "due": ("完成时限", "完成时间", "时限", "时间节点", "时间", "截止", "期限"),
    "deliverable": ("成果形式", "工作成果", "成果", "交付", "完成标志"),
    # 另有一列更粗的（“重点任务”与“工作措施”并列）：一项几条措施，上下合并
    "group": ("重点任务", "主要任务", "工作任务", "任务名称", "任务", "项目", "事项", "内容"),
}
CARRIED = ("area", "phase", "group")


def proposals(rows: list[list[str]], *, clause: str, area: str, context: dates.Context) -> list[Proposal]:
    """表中的任务；认不出表头的表不读。空着的方面、阶段、大项沿用上一行，独占一行的是其下各行的方面。"""
    start, head = _head(rows)
    found: list[Proposal] = []
    above: dict[str, str] = {}
    for row in rows[start + 1 :] if head else []:
        said = [cell for cell in row if cell]
        if len(said) == 1 and len(row) > 2:
            above = {"area": said[0]}
            continue
        above = values = _values(row, head, above)
        if values.get("text"):
            _add(found, _proposal(values, clause, area, context))
    return found


def _add(found: list[Proposal], item: Proposal) -> None:
    """任务一格上下合并、单位分写几行的，还是一件事，单位并起来。"""
    last = found[-1] if found else None
    if last and (last.clause, last.text, last.due_on) == (item.clause, item.text, item.due_on):
        lead = _joined(last.lead, item.lead)
        found[-1] = replace(last, lead=lead, supporting=_joined(last.supporting, item.supporting))
    else:
        found.append(item)


def _joined(first: str, second: str) -> str:
    return "、".join(dict.fromkeys(part for part in (first, second) if part))


def _values(row: list[str], head: dict[str, int], above: dict[str, str]) -> dict[str, str]:
    values = {key: row[index] for key, index in head.items() if index < len(row)}
    values |= {key: values.get(key) or above.get(key, "") for key in CARRIED}
    if not values.get("text") and (values.get("lead") or values.get("due")):
        values["text"] = values["group"]
    return values


def _head(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    """表头到第几行、各列是什么；至少要有任务与另两列。两行的表头，下一行写了的以下一行为准。"""
    for number, row in enumerate(rows[:4]):
        head = _columns(row)
        if "text" not in head or len(head) < 3:
            continue
        below = rows[number + 1] if number + 1 < len(rows) else []
        is_head = len(_columns(below)) >= 2 and all(len(cell) <= 8 for cell in below)
        if not is_head:
            return number, head
        width = range(max(len(row), len(below)))
        return number + 1, _columns([_at(below, n) or _at(row, n) for n in width])
    return 0, {}


def _columns(row: list[str]) -> dict[str, int]:
    head: dict[str, int] = {}
    for key, names in HEADS.items():
        free = [(n, cell) for n, cell in enumerate(row) if n not in head.values() and len(cell) <= 12]
        if matching := [n for name in names for n, cell in free if name in cell]:
            head[key] = matching[0]
    return head


def _at(row: list[str], index: int) -> str:
    return row[index] if index < len(row) else ""


def _proposal(values: dict[str, str], clause: str, area: str, context: dates.Context) -> Proposal:
    text, due = values["text"], values.get("due", "")
    number = values.get("number", "").strip(".、")
    return Proposal(
        area=_area(values, area),
        phase=values.get("phase", ""),
        clause=f"{clause}表{number}" if number else f"{clause}表",
        text=text,
        due_on=_due(due or text, context, stated=bool(due)),
        recurrence=dates.recurrence(due or text),
        lead=values.get("lead", ""),
        supporting=values.get("supporting", ""),
        deliverable=values.get("deliverable", ""),
    )


def _area(values: dict[str, str], area: str) -> str:
    titles = [title for title in (values.get("area", ""), values["group"]) if title]
    return areas.area_of_path(titles) or areas.area_of(values["text"]) or area


def _due(text: str, context: dates.Context, *, stated: bool) -> dt.date | None:
    found = [f.period.end_on for f in dates.find(text, context) if stated or f.is_due]
    return max(found) if found else None
