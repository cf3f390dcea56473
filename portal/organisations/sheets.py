"""机构与人员的工作簿：成批设立机构、建立账号与任职。"""

import datetime as dt

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from portal.accounts import actions as accounts
from portal.core import creditcode
from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, WorkbookSpec, choice, day, text
from portal.core.sheets.kinds import Plan, Table
from portal.core.sheets.rows import Row, parse_book
from portal.core.sheets.writing import Draft, SheetDraft, build
from portal.organisations import actions, permissions
from portal.organisations.models import REGION_CODE, Membership, Organisation
from portal.organisations.roles import KINDS, Role

PREVIEW = 100
KIND_CHOICE = choice({kind.label: kind.value for kind in Organisation.Kind})
ROLE_CHOICE = choice({role.label: role.value for role in Role})
ORGANISATIONS = SheetSpec(
    "机构",
    (
        Column(
            "code", "机构编码", text(20, narrow=True), required=True, width=14, help="唯一，导入时凭它认机构"
        ),
        Column("name", "全称", text(80), required=True, width=32),
        Column("short_name", "简称", text(30), required=True, width=18),
        Column("kind", "类别", KIND_CHOICE, required=True, width=14),
        Column("parent", "上级编码", text(20, narrow=True), width=14, help="市本级留空"),
        Column("region_code", "区划代码", text(12, narrow=True), width=16),
        Column("credit_code", "统一社会信用代码", text(18, narrow=True), width=24),
        Column("phone", "公开电话", text(30), width=18),
    ),
)
USERS = SheetSpec(
    "人员",
    (
        Column("username", "用户名", text(60, narrow=True), required=True, width=18),
        Column("name", "姓名", text(40), required=True, width=14),
        Column("phone", "手机", text(20, narrow=True), width=16),
        Column("organisation", "机构编码", text(20, narrow=True), required=True, width=14),
        Column("role", "角色", ROLE_CHOICE, required=True, width=20),
        Column("post", "岗位", text(40), width=18),
        Column("start_on", "任职起", day(), required=True, width=13),
        Column("end_on", "任职止", day(), width=13),
    ),
)
FIELDS = ("name", "short_name", "region_code", "credit_code", "phone")


class OrganisationImporter:
    """以编码为键：没有的设立，有的更新名称与代码；类别与上级不在此改，撤并不由导入决定。"""

    kind, label = "organisations", "机构表"

    def plan(self, book, *, campaign, scope, by) -> Plan:
        permissions.check_can_administer(by)
        known = {organisation.code: organisation for organisation in Organisation.objects.all()}
        seen, rows, problems, changes = {}, [], [], []
        for parsed in parse_book(book, WorkbookSpec(self.kind, self.label, "1", (ORGANISATIONS,))):
            problems += parsed.errors
            for row in parsed.rows:
                problems += _organisation_problems(row, known, seen)
                seen[row["code"]] = row
                change = _organisation_change(row, known.get(row["code"]))
                changes.append((row, change))
                rows += [dict(row.values)] if change != "same" else []
        count = [change for _, change in changes].count
        counts = {name: count(name) for name in ("new", "changed", "same")}
        gone = sum(code not in seen for code in known)
        preview = _preview(changes, ("code", "name", "short_name"), ("编码", "全称", "简称"))
        return Plan(
            self.kind,
            rows=len(changes),
            gone=gone,
            problems=problems,
            payload={"rows": rows},
            preview=preview,
            **counts,
        )

    def apply(self, plan: Plan, *, by, at):
        known = {organisation.code: organisation for organisation in Organisation.objects.all()}
        for row in plan.payload["rows"]:
            values = {name: row[name] or (None if name == "credit_code" else "") for name in FIELDS}
            if row["code"] in known:
                actions.update_organisation(organisation=known[row["code"]], by=by, at=at, **values)
                continue
            parent = known[row["parent"]] if row["parent"] else None
            known[row["code"]] = actions.add_organisation(
                parent=parent, kind=row["kind"], code=row["code"], by=by, at=at, **values
            )
        return plan.outcome()


def _organisation_problems(row: Row, known: dict, seen: dict) -> list:
    problems = []
    if row["code"] in seen:
        problems.append(row.problem("code", f"编码“{row['code']}”重复出现", "一个机构只占一行"))
    if row["credit_code"] and (fault := creditcode.problem(row["credit_code"])):
        problems.append(row.problem("credit_code", fault, "请对照登记证书核对"))
    if row["region_code"] and not REGION_CODE.regex.fullmatch(row["region_code"]):
        problems.append(row.problem("region_code", "区划代码应为 6、9 或 12 位数字", "请以文本格式填写"))
    return problems + _parent_problems(row, known, seen)


def _parent_problems(row: Row, known: dict, seen: dict) -> list:
    """上级须在库里或在本表前面，且层级合乎条块结构；已有的机构不改类别与上级。"""
    current, code = known.get(row["code"]), row["parent"]
    if current is not None:
        if current.kind != row["kind"]:
            return [
                row.problem(
                    "kind", f"“{current}”是{current.get_kind_display()}，类别不能在此改变", "请核对编码"
                )
            ]
        return []
    above = known[code].kind if code in known else seen[code]["kind"] if code in seen else None
    if code and above is None:
        return [row.problem("parent", f"没有编码为“{code}”的上级机构", "上级要先有，或写在本表前面的行")]
    if Organisation.PARENTS.get(row["kind"]) != above:
        label = Organisation.Kind(row["kind"]).label
        place = Organisation.Kind(above).label if above else "最上级"
        return [row.problem("parent", f"{label}不能设在{place}之下", "请核对类别与上级编码")]
    return []


def _organisation_change(row: Row, current: Organisation | None) -> str:
    if current is None:
        return "new"
    same = all((getattr(current, name) or None) == (row[name] or None) for name in FIELDS)
    return "same" if same else "changed"


def _preview(changes, keys, titles) -> list[Table]:
    labels = {"new": "新增", "changed": "变更"}
    rows = [
        (labels[change], *(str(row[k] or "") for k in keys)) for row, change in changes if change in labels
    ]
    shown = tuple(rows[:PREVIEW])
    return [Table("将要写入", ("变化", *titles), shown, len(rows) - len(shown))] if rows else []


class UserImporter:
    """以（用户名、机构、角色、任职起）为键：没有的账号建立，没有的任职任命；一次性口令由管理员在人员页重设后当面交付。"""

    kind, label = "users", "人员表"

    def plan(self, book, *, campaign, scope, by) -> Plan:
        permissions.check_can_administer(by)
        places = {organisation.code: organisation for organisation in Organisation.objects.current()}
        people = {person.username: person for person in get_user_model().objects.all()}
        held = set(
            Membership.objects.values_list("person__username", "organisation__code", "role", "start_on")
        )
        problems, changes, seen = [], [], set()
        for parsed in parse_book(book, WorkbookSpec(self.kind, self.label, "1", (USERS,))):
            problems += parsed.errors
            for row in parsed.rows:
                key = (row["username"], row["organisation"], row["role"], row["start_on"])
                problems += _user_problems(row, places, people, key in seen)
                seen.add(key)
                changes.append((row, "same" if key in held else "new"))
        count = [change for _, change in changes].count
        rows = [_jsonable(row) for row, change in changes if change == "new"]
        preview = _preview(changes, ("username", "name", "organisation"), ("用户名", "姓名", "机构编码"))
        return Plan(
            self.kind,
            rows=len(changes),
            new=count("new"),
            same=count("same"),
            problems=problems,
            payload={"rows": rows},
            preview=preview,
        )

    def apply(self, plan: Plan, *, by, at):
        users = get_user_model().objects
        for row in plan.payload["rows"]:
            person = users.filter(username__iexact=row["username"]).first()
            if person is None:
                phone = row["phone"] or ""
                person, _ = accounts.create_user(
                    username=row["username"], name=row["name"], phone=phone, by=by, at=at
                )
            actions.appoint(
                person=person,
                organisation=Organisation.objects.get(code=row["organisation"]),
                role=row["role"],
                post=row["post"] or "",
                start_on=dt.date.fromisoformat(row["start_on"]),
                end_on=dt.date.fromisoformat(row["end_on"]) if row["end_on"] else None,
                by=by,
                at=at,
            )
        return plan.outcome()


def _user_problems(row: Row, places: dict, people: dict, repeated: bool) -> list:
    problems, place = [], places.get(row["organisation"])
    if place is None:
        problems.append(
            row.problem("organisation", f"没有编码为“{row['organisation']}”的机构", "请先导入机构")
        )
    elif place.kind not in KINDS[row["role"]]:
        label = Role(row["role"]).label
        problems.append(
            row.problem("role", f"“{label}”不能设在{place.get_kind_display()}", "请核对角色与机构编码")
        )
    if repeated:
        problems.append(row.problem("username", "同一人的同一任职重复出现", "请删去多余的行"))
    if row["end_on"] and row["end_on"] < row["start_on"]:
        problems.append(row.problem("end_on", "任职止早于任职起", "请核对日期"))
    known = people.get(row["username"])
    if known is not None and known.name != row["name"]:
        problems.append(row.problem("name", f"用户名已属于“{known.name}”", "用户名不能给两个人用，请换一个"))
    return problems + (_account_problems(row) if known is None else [])


def _account_problems(row: Row) -> list:
    """新账号的用户名、电话是否合规：与页面同一套校验。"""
    fresh = get_user_model()(username=row["username"], name=row["name"], phone=row["phone"] or "")
    try:
        fresh.full_clean(exclude=["password"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        keys = {"username": "username", "phone": "phone", "name": "name"}
        return [
            row.problem(keys.get(field, "username"), message, "请改正后重新上传")
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def _jsonable(row: Row) -> dict:
    return {
        key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.values.items()
    }


class OrganisationExporter:
    """全部机构，上级在前，可以改了再导入。"""

    kind, label = "organisations", "机构表"

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        _check_may_export(by)
        found = list(Organisation.objects.all())
        codes = {organisation.path: organisation.code for organisation in found}
        return [
            {
                "code": o.code,
                "name": o.name,
                "short_name": o.short_name,
                "kind": o.kind,
                "parent": codes.get(o.path[: -Organisation.steplen], ""),
                "region_code": o.region_code,
                "credit_code": o.credit_code,
                "phone": o.phone,
            }
            for o in found
        ]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        return build(Draft((SheetDraft(ORGANISATIONS, self.rows(by=by), spare_rows=50),)))


class UserExporter:
    """在任的人员与岗位；手机不导出。"""

    kind, label = "users", "人员表"

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        _check_may_export(by)
        rows = Membership.objects.select_related("person", "organisation").order_by(
            "organisation__path", "pk"
        )
        return [
            {
                "username": m.person.username,
                "name": m.person.name,
                "organisation": m.organisation.code,
                "role": m.role,
                "post": m.post,
                "start_on": m.start_on,
                "end_on": m.end_on,
            }
            for m in rows
        ]

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        return build(Draft((SheetDraft(USERS, self.rows(by=by), spare_rows=50),)))


def _check_may_export(by) -> None:
    """给了人就要有权；不给人的是服务器上的操作员。"""
    if by is not None:
        permissions.check_can_administer(by)


kinds.register(OrganisationImporter())
kinds.register(UserImporter())
kinds.register_exporter(OrganisationExporter())
kinds.register_exporter(UserExporter())
