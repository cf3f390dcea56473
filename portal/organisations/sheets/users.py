"""人员表：成批建立账号与任职。一行一段任职，兼两岗的写两行。"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.contrib.auth import get_user_model

from portal.core import clock, rules
from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, choice, day, text
from portal.core.sheets.kinds import Plan
from portal.core.sheets.problems import Handout, Outcome, Problem
from portal.core.sheets.rows import Row
from portal.core.sheets.stamp import Stamp
from portal.core.sheets.writing import Draft, SheetDraft, build
from portal.organisations import actions, permissions
from portal.organisations.models import Membership, Organisation
from portal.organisations.roles import Role, are_apart
from portal.organisations.scope import scope_of
from portal.organisations.sheets import common

User = get_user_model()
KIND, LABEL, VERSION = "users", "人员表", "1"
SPARE_ROWS = 100
ROLES = {role.label: role.value for role in Role}
SHEET = SheetSpec(
    "人员",
    (
        Column("username", "用户名", text(60, narrow=True), required=True, aliases=("账号",), width=18),
        Column("name", "姓名", text(40), required=True, width=14),
        Column("phone", "手机", text(20, narrow=True), aliases=("手机号", "联系电话", "电话"), width=16),
        Column("organisation", "机构编码", text(20, narrow=True), aliases=("单位编码",), width=14),
        Column("role", "角色", choice(ROLES), width=20),
        Column("post", "岗位", text(40), aliases=("职务",), width=20),
        Column("start_on", "任职起", day(), aliases=("任职开始", "起始日期"), width=13),
        Column(
            "end_on", "任职止", day(), aliases=("任职结束", "截止日期"), width=13, help="含当天；长期留空"
        ),
    ),
)
BOOK = WorkbookSpec(KIND, LABEL, VERSION, (SHEET,))
ISSUED = SheetSpec(
    "一次性密码",
    (
        Column("username", "用户名", text(60), width=20),
        Column("name", "姓名", text(40), width=16),
        Column("password", "一次性密码", text(60), width=28),
    ),
)
ISSUED_NOTES = ("注：只出这一次，平台不留底。请当面或经保密渠道交给本人；首次登录须改密。发完请销毁本表。",)
UNCHECKED = ("password", "email")


@dataclass(frozen=True)
class Term:
    """导入之后某人的一段任职；`row` 为空表示表里没提、库里照旧。"""

    organisation: Organisation
    role: str
    start_on: dt.date
    end_on: dt.date | None
    row: Row | None = None

    def overlaps(self, other: "Term") -> bool:
        first, last = sorted((self, other), key=lambda term: term.start_on)
        return first.end_on is None or last.start_on <= first.end_on

    @property
    def place(self) -> tuple[int, str]:
        return self.organisation.pk, self.role

    def __str__(self):
        return f"{self.organisation}{Role(self.role).label}"


@dataclass
class _Reading:
    """逐行收下人与任职，再按人核对任期有无抵触。"""

    people: dict[str, object]
    places: dict[str, Organisation]
    held: dict[tuple, Membership]
    scope: Organisation | None
    problems: list[Problem] = field(default_factory=list)
    first: dict[str, Row] = field(default_factory=dict)
    seen: set[tuple] = field(default_factory=set)
    terms: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    lines: list[dict] = field(default_factory=list)
    preview: list[tuple[str, ...]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "same": 0})

    def take(self, row: Row) -> None:
        key = row["username"].casefold()
        person = self.people.get(key)
        faults = self._person_problems(row, key, person) + self._post_problems(row, key)
        self.problems += faults
        if not faults:
            self._compare(row, key, person)

    def _person_problems(self, row: Row, key: str, person) -> list[Problem]:
        first = self.first.setdefault(key, row)
        if first is not row:
            return [
                row.problem(name, f"与第 {first.number} 行同一用户名的{label}不同", "同一人的各行须写得一样")
                for name, label in (("name", "姓名"), ("phone", "手机"))
                if first[name] != row[name]
            ]
        if person is not None and not person.is_active:
            return [row.problem("username", f"{person.name}的账号已停用", "请先恢复账号，或从表里去掉这一行")]
        draft = User(username=row["username"], name=row["name"], phone=row["phone"] or "")
        return common.field_problems(draft, row, exclude=UNCHECKED)

    def _post_problems(self, row: Row, key: str) -> list[Problem]:
        wanted = ("organisation", "role", "start_on")
        given = [name for name in wanted if row[name] is not None]
        if not given and row["end_on"] is None:
            return []
        if len(given) < len(wanted):
            hint = "机构编码、角色、任职起要一起填；只建账号的都留空"
            missing = (name for name in wanted if row[name] is None)
            return [row.problem(name, f"没有填写{SHEET.column(name).title}", hint) for name in missing]
        place = self.places.get(row["organisation"].casefold())
        if place is None:
            hint = "请核对编码，或先导入机构表"
            return [row.problem("organisation", f"没有编码为“{row['organisation']}”的机构", hint)]
        mark = (key, place.pk, row["role"], row["start_on"])
        if mark in self.seen:
            return [row.problem("username", "同一人的同一段任职写了两遍", "请删去多余的行")]
        self.seen.add(mark)
        return self._term_problems(row, place, self.held.get(mark))

    def _term_problems(self, row: Row, place: Organisation, known: Membership | None) -> list[Problem]:
        if row["end_on"] is not None and row["end_on"] < row["start_on"]:
            return [row.problem("end_on", f"任职止早于任职起 {row['start_on']}", "请核对两个日期")]
        if self.scope is not None and not place.path.startswith(self.scope.path):
            return [
                row.problem(
                    "organisation", f"“{place}”不在“{self.scope}”之下", f"这次只导入“{self.scope}”及其下级"
                )
            ]
        if known is not None:
            if known.is_acting and row["end_on"] is None:
                return [row.problem("end_on", "代理岗位须有任职止", "请填写代理到哪一天")]
            return []
        for name, rule, args in (
            ("organisation", permissions.check_is_current, (place,)),
            ("role", permissions.check_can_hold, (row["role"], place)),
        ):
            if refused := rules.refusal(rule, *args):
                return [row.problem(name, refused.rstrip("。"), "请核对机构编码与角色")]
        return []

    def _compare(self, row: Row, key: str, person) -> None:
        """这一行是新增、变更还是相同；账号的变化算在此人的第一行上。"""
        place = self.places.get((row["organisation"] or "").casefold())
        known = self.held.get((key, place.pk, row["role"], row["start_on"])) if place else None
        changed = _account_changes(row, person) if self.first[key] is row else []
        if place is not None:
            self.terms[key].append(Term(place, row["role"], row["start_on"], row["end_on"], row))
        if known is not None:
            changed += [
                title
                for name, title in (("post", "岗位"), ("end_on", "任职止"))
                if _differs(row, name, known)
            ]
        is_new = known is None if place is not None else person is None
        what = "new" if is_new else "changed" if changed else "same"
        self.counts[what] += 1
        if what != "same":
            self.lines.append(_line(row, place, known))
            post = f"{place}{Role(row['role']).label}" if place else "（只建账号）"
            note = "、".join(changed) or ("新账号" if person is None else "")
            self.preview.append((common.LABELS[what], row["username"], row["name"], post, note))

    def check_terms(self) -> None:
        """每个人：库里没提到的任职加上表里的，两两核对。"""
        rest = defaultdict(list)
        for (key, *_), known in self.held.items():
            if (
                key in self.terms
                and (key, known.organisation_id, known.role, known.start_on) not in self.seen
            ):
                rest[key].append(Term(known.organisation, known.role, known.start_on, known.end_on))
        for key, terms in self.terms.items():
            for index, term in enumerate(terms):
                self._check_term(term, [*rest[key], *terms[:index]])
        self._check_administrators()

    def _check_term(self, term: Term, others: list[Term]) -> None:
        for other in others:
            if not term.overlaps(other):
                continue
            if term.place == other.place:
                until = f"至 {other.end_on}" if other.end_on else "起，没有止日"
                said = f"{term}与已有的任职（{other.start_on} {until}）重叠"
                hint = f"同一段任职的任职起应填 {other.start_on}；新的任期请从前一段止日之后起"
                self.problems.append(term.row.problem("start_on", said, hint))
            elif are_apart(term.role, other.role):
                hint = "系统管理员、审计员与业务角色不能由同一人兼任"
                self.problems.append(term.row.problem("role", f"此人同期还任{other}", hint))

    def _check_administrators(self) -> None:
        """导入之后总要有一位没有止日的系统管理员。"""
        terms = [term for each in self.terms.values() for term in each if term.role == Role.ADMINISTRATOR]
        ending = [term for term in terms if term.end_on is not None and self._was_open(term)]
        if not ending or any(term.end_on is None for term in terms):
            return
        touched = {id(self._known(term)) for term in terms}
        if not any(
            known.role == Role.ADMINISTRATOR and known.end_on is None and id(known) not in touched
            for known in self.held.values()
        ):
            hint = "请先在表里任命另一位（任职止留空）"
            self.problems += [term.row.problem("end_on", "这样就没有系统管理员了", hint) for term in ending]

    def _known(self, term: Term) -> Membership | None:
        return self.held.get((term.row["username"].casefold(), *term.place, term.start_on))

    def _was_open(self, term: Term) -> bool:
        known = self._known(term)
        return known is not None and known.end_on is None

    def gone(self) -> int:
        """库里没有止日的任职、在范围之内、而表里没有的；导入不会因此免职。"""
        return sum(
            known.end_on is None
            and key not in self.seen
            and (self.scope is None or known.organisation.path.startswith(self.scope.path))
            for key, known in self.held.items()
        )


def _account_changes(row: Row, person) -> list[str]:
    if person is None:
        return []
    pairs = (("name", "姓名", person.name), ("phone", "手机", person.phone))
    return [title for name, title, old in pairs if name in row.mapping and (row[name] or "") != old]


def _differs(row: Row, name: str, known: Membership) -> bool:
    return name in row.mapping and (row[name] or None) != (getattr(known, name) or None)


def _line(row: Row, place: Organisation | None, known: Membership | None) -> dict:
    """存库用的一行：只有 JSON 能表达的值。"""
    phone = (row["phone"] or "") if "phone" in row.mapping else None
    line = {"username": row["username"], "name": row["name"], "phone": phone, "post": None}
    if place is None:
        return line
    post = (row["post"] or "") if known is None or "post" in row.mapping else known.post
    end_on = row["end_on"] if known is None or "end_on" in row.mapping else known.end_on
    return line | {
        "post": {
            "organisation": place.pk,
            "role": row["role"],
            "post": post,
            "start_on": row["start_on"].isoformat(),
            "end_on": end_on.isoformat() if end_on else None,
            "membership": known.pk if known else None,
        }
    }


class UserImporter:
    """凭用户名认人，凭（用户名、机构、角色、任职起）认任职；新账号的一次性密码只交给导入的人一次。"""

    kind, label = KIND, LABEL

    def plan(self, book, *, campaign, scope, by) -> Plan:
        permissions.check_can_administer(by)
        parsed = common.parse(book, BOOK)
        reading = _Reading(*_register(), common.place_of(scope))
        for row in parsed.rows:
            reading.take(row)
        reading.check_terms()
        problems = [*parsed.errors, *reading.problems]
        return Plan(
            KIND,
            rows=len(parsed.rows),
            gone=reading.gone(),
            problems=problems,
            doubts=parsed.doubts,
            payload={"lines": reading.lines},
            preview=[] if problems else common.preview(reading.preview, ("用户名", "姓名", "任职", "说明")),
            **reading.counts,
        )

    def apply(self, plan: Plan, *, by, at) -> Outcome:
        lines = [_person_line(line) for line in plan.payload["lines"]]
        issued = actions.import_people(lines=lines, by=by, at=at)
        return replace(plan.outcome(), handout=_handout(issued, at=at) if issued else None)


def _register() -> tuple[dict, dict, dict]:
    """现有的账号、机构、任职，各按认得出的键。"""
    people = {user.username.casefold(): user for user in User.objects.all()}
    places = {organisation.code.casefold(): organisation for organisation in Organisation.objects.all()}
    rows = Membership.objects.select_related("person", "organisation").order_by("pk")
    held = {(m.person.username.casefold(), m.organisation_id, m.role, m.start_on): m for m in rows}
    return people, places, held


def _person_line(line: dict) -> actions.PersonLine:
    post = line["post"]
    if post is not None:
        days = {
            name: dt.date.fromisoformat(post[name]) if post[name] else None for name in ("start_on", "end_on")
        }
        post = actions.PostLine(**post | days)
    return actions.PersonLine(**line | {"post": post})


def _handout(issued: list[actions.OneTime], *, at: dt.datetime) -> Handout:
    rows = [{"username": one.username, "name": one.name, "password": one.password} for one in issued]
    data = build(Draft((SheetDraft(ISSUED, rows, heading="新账号的一次性密码", notes=ISSUED_NOTES),)))
    return Handout(
        f"一次性密码_{at.astimezone(clock.TZ):%Y%m%d%H%M%S}.xlsx", data, f"{len(rows)} 个新账号的一次性密码"
    )


class UserExporter:
    """在用账号的全部任职，改了可以再导入；审计员看到的手机是打码的。`scope` 是机构编码。"""

    kind, label = KIND, LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        common.check_may_export(by)
        place = common.place_of(scope)
        masked = by is not None and not scope_of(by).is_administrator and not permissions.is_founding(by)
        terms = Membership.objects.filter(person__is_active=True, organisation__ended_on=None)
        if place is not None:
            terms = terms.filter(organisation__path__startswith=place.path)
        rows = [_flat(term.person, term, masked) for term in terms.select_related("person", "organisation")]
        if place is None:
            idle = User.objects.active().filter(memberships=None).order_by("username")
            rows += [_flat(person, None, masked) for person in idle]
        return rows

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        rows = self.rows(scope=scope, by=by)
        notes = (
            "注：一行一段任职，兼两岗的写两行；只建账号的，机构编码以后各列留空；表里没有的任职不会因此免去。",
        )
        sheet = SheetDraft(SHEET, rows, frozen=2, spare_rows=SPARE_ROWS, notes=notes)
        return build(Draft((sheet,), stamp=Stamp(KIND, LABEL, VERSION, {}, at)))


def _flat(person, term: Membership | None, masked: bool) -> dict:
    return {
        "username": person.username,
        "name": person.name,
        "phone": person.masked_phone if masked else person.phone,
        "organisation": term.organisation.code if term else None,
        "role": term.role if term else None,
        "post": term.post if term else None,
        "start_on": term.start_on if term else None,
        "end_on": term.end_on if term else None,
    }


kinds.register(UserImporter())
kinds.register_exporter(UserExporter())
