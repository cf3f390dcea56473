"""依申请公开台账的工作簿：一行一件，各步的日期各占一列；导入与导出互逆。没有申请人的姓名与联系方式。"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from django.utils import timezone

from portal.core import clock
from portal.core.models import calendar
from portal.core.sheets import kinds, stamp
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, choice, day, text, whole
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.rows import Row, parse_book
from portal.core.sheets.stamp import Stamp
from portal.core.sheets.writing import Draft, SheetDraft, build
from portal.organisations.models import Organisation
from portal.publications import privacy
from tasks.registers.requests import actions, duties, legal_clock, selectors
from tasks.registers.requests.actions import Facts
from tasks.registers.requests.legal_clock import Case, Kind, Step
from tasks.registers.requests.models import DisclosureRequest
from tasks.registers.requests.outcomes import LAPSED, SHORT
from tasks.sheets.within import place_in

KIND, LABEL, VERSION = "requests", "依申请公开台账", "1"
S = DisclosureRequest.Status
APPLICANTS = {label: value for value, label in DisclosureRequest.Applicant.choices}
WAYS = {label: value for value, label in DisclosureRequest.Way.choices}
OUTCOMES = {short: code for code, short in SHORT.items()}
SHEET = SheetSpec(
    "依申请公开台账",
    (
        Column("body", "受理单位", text(40), required=True, aliases=("单位", "受理机关"), width=14),
        Column("serial", "编号", whole(1, 99999), aliases=("登记号",), width=7, help="新的留空，导入时编号"),
        Column("received_on", "收到日期", day(), required=True, aliases=("收件日期",), width=12),
        Column("way", "提交方式", choice(WAYS), required=True, width=10),
        Column("applicant_kind", "申请人类别", choice(APPLICANTS), required=True, width=14),
        Column("subject", "申请内容", text(500), required=True, width=40, help="不写申请人的姓名与联系方式"),
        Column("status", "状态", text(10), locked=True, width=10),
        Column("last_day", "答复期限", day(), locked=True, width=12),
        Column("asked_on", "告知日期", day(), group="补正", width=12),
        Column("ask_days", "期限（工作日）", whole(1, 60), group="补正", width=10),
        Column("ask_text", "需要补正的内容", text(500), group="补正", width=24),
        Column("corrected_on", "补正收到日期", day(), group="补正", width=12),
        Column("consulted_on", "征求日期", day(), group="征求意见", width=12),
        Column("consult_text", "征求内容", text(500), group="征求意见", width=24),
        Column("opinion_on", "结束日期", day(), group="征求意见", width=12),
        Column("extended_on", "延长决定日期", day(), group="延长", width=12),
        Column("extend_days", "延长工作日", whole(1, 20), group="延长", width=10),
        Column("extend_text", "延长理由", text(500), group="延长", width=24),
        Column("suspended_on", "中止日期", day(), group="中止", width=12),
        Column("suspend_text", "中止理由", text(500), group="中止", width=24),
        Column("resumed_on", "恢复日期", day(), group="中止", width=12),
        Column("outcome", "办理结果", choice(OUTCOMES), width=24),
        Column("answer_number", "答复文号", text(60), width=20),
        Column("finished_on", "答复日期", day(), width=12),
        Column("delivered_on", "送达日期", day(), width=12),
    ),
    header_rows=2,
)
BOOK = WorkbookSpec(KIND, LABEL, VERSION, (SHEET,))
# （键前缀, 一步, 日期列, 工作日列, 文字列）：依常见的先后。
STEPS = (
    (Kind.ASK, "asked_on", "ask_days", "ask_text"),
    (Kind.CORRECTED, "corrected_on", "", ""),
    (Kind.CONSULT, "consulted_on", "", "consult_text"),
    (Kind.OPINION, "opinion_on", "", ""),
    (Kind.SUSPEND, "suspended_on", "", "suspend_text"),
    (Kind.RESUME, "resumed_on", "", ""),
    (Kind.EXTEND, "extended_on", "extend_days", "extend_text"),
)
FACTS = ("received_on", "way", "applicant_kind", "subject")
TYPED = tuple(column.key for column in SHEET.columns if not column.locked)


@dataclass(frozen=True)
class Line:
    """要新登记的一行；`steps` 是（一步, 日期, 工作日数, 文字）。"""

    body: str
    serial: int | None
    facts: Facts
    steps: tuple
    status: str
    outcome: str = ""
    answer_number: str = ""
    finished_on: dt.date | None = None
    delivered_on: dt.date | None = None
    cells: Mapping = field(default_factory=dict, compare=False)

    def stored(self) -> dict:
        """可存库的形状。"""
        data = asdict(self) | {
            "cells": {},
            "finished_on": _iso(self.finished_on),
            "delivered_on": _iso(self.delivered_on),
        }
        data["facts"]["received_on"] = _iso(self.facts.received_on)
        data["steps"] = [[str(kind), _iso(on), days, text] for kind, on, days, text in self.steps]
        return data

    @classmethod
    def restored(cls, data: dict) -> "Line":
        facts = Facts(**data["facts"] | {"received_on": _date(data["facts"]["received_on"])})
        steps = tuple((Kind(kind), _date(on), days, text) for kind, on, days, text in data["steps"])
        dates = {name: _date(data[name]) for name in ("finished_on", "delivered_on")}
        return cls(**data | dates | {"facts": facts, "steps": steps})


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def row_of(request: DisclosureRequest) -> dict:
    """一件申请的一行；同一种步骤有几次的，写最近一次。"""
    row = {name: getattr(request, name) or None for name in TYPED if hasattr(request, name)}
    row |= {
        "body": request.body.short_name,
        "status": request.get_status_display(),
        "last_day": request.last_day,
    }
    row["extended_on"] = None
    events = {event.kind: event for event in request.events.all()}
    for kind, on, days, said in STEPS:
        if event := events.get(str(kind)):
            row[on] = event.on
            row |= {days: event.days} if days else {}
            row |= {said: event.text or None} if said else {}
    return row


def workbook(requests: Iterable[DisclosureRequest], *, at: dt.datetime) -> bytes:
    """台账的工作簿；没有申请时是空白模板。"""
    rows = [row_of(request) for request in requests]
    notes = ("注：各栏照实填写，没有的留空；申请人的姓名与联系方式在平台登记，不写在这里。",)
    draft = SheetDraft(SHEET, rows, heading=LABEL, frozen=2, spare_rows=100, notes=notes)
    return build(Draft((draft,), stamp=Stamp(KIND, LABEL, VERSION, {}, at)))


class RequestImporter:
    """旧台账：新的各件照登，登记过的只改登记的内容；办理过程在页面上登记。"""

    kind, label = KIND, LABEL

    def plan(self, book, *, campaign, scope, by) -> Plan:
        problems = stamp.verify(stamp.read_stamp(book), kind=KIND, label=LABEL, version=VERSION, scope={})
        if problems:
            return Plan(KIND, problems=problems)
        (parsed,) = parse_book(book, BOOK)
        return _Planner(by, clock.local_date(timezone.now())).plan(parsed)

    def apply(self, plan: Plan, *, by, at):
        lines = [Line.restored(item) for item in plan.payload["new"]]
        codes = {line.body for line in lines}
        bodies = {body.code: body for body in Organisation.objects.filter(code__in=codes)}
        if lines:
            actions.import_requests(rows=lines, body_of=bodies, by=by, at=at)
        for item in plan.payload["changed"]:
            request = DisclosureRequest.objects.get(pk=item["pk"])
            facts = Facts(**item["facts"] | {"received_on": _date(item["facts"]["received_on"])})
            actions.edit_request(request=request, facts=facts, version=item["version"], by=by, at=at)
        return plan.outcome()


class _Planner:
    """与库里逐行比对；单位、已有的申请、工作日调整各查一次。"""

    def __init__(self, by, today: dt.date):
        rows = duties.bodies(by) if by is not None else Organisation.objects.current().of_kind(*duties.BODIES)
        self.bodies = {name: body for body in rows for name in (body.name, body.short_name, body.code)}
        known = DisclosureRequest.objects.filter(body__in={body.pk for body in self.bodies.values()})
        self.known = {
            (request.body.code, request.year, request.serial): request
            for request in known.select_related("body").prefetch_related("events")
        }
        self.alike = {_likeness(row_of(request)): request for request in self.known.values()}
        self.today, self.overrides, self.terms = today, calendar.overrides(), actions.terms()
        self.new: list[Line] = []
        self.changed: list[dict] = []
        self.same = 0
        self.problems: list[Problem] = []

    def plan(self, parsed) -> Plan:
        self.problems += parsed.errors
        for row in parsed.rows:
            self._take(row)
        return Plan(
            KIND,
            rows=len(parsed.rows),
            new=len(self.new),
            changed=len(self.changed),
            same=self.same,
            problems=self.problems,
            doubts=parsed.doubts,
            payload={"new": [line.stored() for line in self.new], "changed": self.changed},
            preview=[_preview(self.new)],
        )

    def _take(self, row: Row) -> None:
        body = self.bodies.get(row["body"])
        if body is None:
            hint = f"可填：{'、'.join(sorted({b.short_name for b in self.bodies.values()})[:12]) or '（无）'}"
            self.problems.append(row.problem("body", f"你不能替“{row['body']}”登记申请", hint))
            return
        found = self._found(row, body)
        if found is not None:
            self._compare(row, found)
        else:
            self._add(row, body)

    def _found(self, row: Row, body) -> DisclosureRequest | None:
        if row["serial"]:
            return self.known.get((body.code, row["received_on"].year, row["serial"]))
        return self.alike.get(_likeness(row.values | {"body": body.short_name}))

    def _compare(self, row: Row, request: DisclosureRequest) -> None:
        now = row_of(request)
        differing = [
            key for key in TYPED if key not in ("body", "serial") and (row[key] or None) != now.get(key)
        ]
        steps = [key for key in differing if key not in FACTS]
        if steps:
            title = SHEET.column(steps[0]).title
            message = f"{request}的“{title}”与平台登记的不同（平台为 {now.get(steps[0]) or '空'}）"
            self.problems.append(
                row.problem(steps[0], message, "办理过程请在平台上登记；这一格改回原样再导入")
            )
        elif differing:
            facts = {key: row[key] for key in FACTS} | {"received_on": _iso(row["received_on"])}
            self.changed.append({"pk": request.pk, "version": request.version, "facts": facts})
        else:
            self.same += 1

    def _add(self, row: Row, body) -> None:
        facts = Facts(**{key: row[key] for key in FACTS})
        if hits := privacy.detect(facts.subject):
            self.problems.append(
                row.problem(
                    "subject", f"申请内容里有疑似{privacy.LABELS[hits[0].kind]}", "请去掉个人信息再导入"
                )
            )
        steps, failed = self._steps(row, facts)
        if failed:
            return
        line = Line(
            body=body.code,
            serial=row["serial"],
            facts=facts,
            steps=steps,
            status=_status(row, steps),
            outcome=row["outcome"] or "",
            answer_number=row["answer_number"] or "",
            finished_on=row["finished_on"],
            delivered_on=row["delivered_on"],
        )
        key = (line.body, facts.received_on.year, line.serial)
        if line.serial and any((n.body, n.facts.received_on.year, n.serial) == key for n in self.new):
            self.problems.append(row.problem("serial", f"编号 {line.serial} 在表里重复", "新登记的可以留空"))
        self.new.append(line)

    def _steps(self, row: Row, facts: Facts) -> tuple[tuple, bool]:
        """依日期排好的各步，逐步照法定期限核对；有错则记下，返回 failed。"""
        before = len(self.problems)
        found = [(kind, on, days, said) for kind, on, days, said in STEPS if row[on]]
        found = sorted(found, key=lambda step: row[step[1]])
        steps = [
            (kind, row[on], (row[days] or 0) if days else 0, (row[said] or "") if said else "", on)
            for kind, on, days, said in found
        ]
        self._check_end(row)
        if row["finished_on"]:
            ended = Kind.LAPSE if row["outcome"] == LAPSED else Kind.ANSWER
            steps.append((ended, row["finished_on"], 0, "", "finished_on"))
        if facts.received_on > self.today:
            self.problems.append(row.problem("received_on", "收到日期还没有到", "请核对年月日"))
        case = Case(facts.received_on, (), self.terms, self.overrides)
        for kind, on, days, said, cell in steps:
            if actions.NEEDS_TEXT.get(str(kind)) and not said:
                self.problems.append(row.problem(cell, actions.NEEDS_TEXT[str(kind)], "填在同组的文字列"))
            try:
                legal_clock.check(case, Step(kind, on, days), today=self.today)
            except legal_clock.Refused as refused:
                self.problems.append(row.problem(cell, str(refused), "请核对这一步的日期与先后"))
                break
            case = case.with_step(Step(kind, on, days))
        return tuple(step[:4] for step in steps), len(self.problems) > before

    def _check_end(self, row: Row) -> None:
        if bool(row["outcome"]) != bool(row["finished_on"]):
            lacking, other = ("finished_on", "答复日期") if row["outcome"] else ("outcome", "办理结果")
            self.problems.append(row.problem(lacking, f"没有填{other}", "办理结果与答复日期要一起填"))
        if row["delivered_on"] and (not row["finished_on"] or row["delivered_on"] < row["finished_on"]):
            self.problems.append(row.problem("delivered_on", "送达日期早于答复日期，或还没有答复", "请核对"))


def _likeness(row: Mapping) -> tuple:
    return (row["body"], *(row[key] for key in FACTS))


def _status(row: Row, steps: tuple) -> str:
    if row["outcome"] == LAPSED:
        return S.CLOSED
    if row["delivered_on"]:
        return S.DELIVERED
    if row["finished_on"]:
        return S.ANSWERED
    last = steps[-1][0] if steps else None
    states = {Kind.ASK: S.CORRECTING, Kind.CONSULT: S.CONSULTING, Kind.SUSPEND: S.SUSPENDED}
    return states.get(last, S.PROCESSING)


def _preview(lines: list[Line]) -> Table:
    rows = tuple(
        (n.body, str(n.facts.received_on), n.facts.subject[:60], SHORT.get(n.outcome, ""))
        for n in lines[:200]
    )
    return Table("新登记的申请", ("单位", "收到日期", "申请内容", "办理结果"), rows, max(0, len(lines) - 200))


class RequestExporter:
    """`scope` 的 `code` 是单位或县区编码，`year` 是年度；都可不给。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        return [row_of(request) for request in _chosen(scope or {}, by)]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        return workbook(_chosen(scope or {}, by), at=at)


def _chosen(scope: Mapping, by):
    rows = DisclosureRequest.objects.all() if by is None else DisclosureRequest.objects.visible_to(by)
    if place := place_in(scope):
        rows = selectors.under(rows, place.code)
    if year := scope.get("year"):
        rows = rows.filter(year=year)
    return in_order(rows)


def in_order(rows):
    """台账的次序：单位、年度、编号。"""
    return rows.select_related("body").prefetch_related("events").order_by("body__path", "year", "serial")


kinds.register(RequestImporter())
kinds.register_exporter(RequestExporter())
