"""方案里的任务分解表：按表头认列，一行一件事。"""

import datetime as dt

from tasks.plan import areas, dates
from tasks.plan.proposals import Proposal

HEADS = {
    "number": ("序号", "编号"),
    "area": ("方面", "任务类别", "类别", "工作领域", "任务方面", "一级任务"),
    "phase": ("阶段",),
    "text": (
        "具体任务",
        "工作内容",
        "任务内容",
        "具体措施",
        "工作任务",
        "重点任务",
        "主要任务",
        "任务",
        "内容",
        "事项",
        "措施",
    ),
    "lead": ("牵头单位", "责任单位", "牵头部门", "责任部门", "责任主体", "主办单位", "牵头"),
    "supporting": ("配合单位", "配合部门", "协办单位", "参与单位"),
    "due": ("完成时限", "完成时间", "时限", "时间节点", "时间", "截止", "期限"),
    "deliverable": ("成果形式", "工作成果", "成果", "交付", "完成标志"),
}


def proposals(rows: list[list[str]], *, clause: str, area: str, context: dates.Context) -> list[Proposal]:
    """表中的任务；认不出表头的表不读。空着的方面、单位沿用上一行（合并单元格）。"""
    start, head = _head(rows)
    if not head:
        return []
    found, above = [], {}
    for row in rows[start + 1 :]:
        values = {key: row[index] for key, index in head.items() if index < len(row)}
        for key in ("area", "phase", "lead", "supporting", "due"):
            values[key] = values.get(key) or (above.get(key, "") if key in ("area", "phase") else "")
        above = values
        if values.get("text"):
            found.append(_proposal(values, clause, area, context))
    return found


def _head(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    """表头在第几行、各列是什么；至少要有任务与另一列。"""
    for number, row in enumerate(rows[:3]):
        head: dict[str, int] = {}
        for key, names in HEADS.items():
            for index, cell in enumerate(row):
                if index not in head.values() and any(name in cell for name in names) and len(cell) <= 12:
                    head[key] = index
                    break
        if "text" in head and len(head) >= 3:
            return number, head
    return 0, {}


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
    given = values.get("area", "")
    return areas.area_of(given, values["text"]) or area


def _due(text: str, context: dates.Context, *, stated: bool) -> dt.date | None:
    found = [f.period.end_on for f in dates.find(text, context) if stated or f.is_due]
    return max(found) if found else None
