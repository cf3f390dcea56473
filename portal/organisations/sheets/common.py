"""两种工作簿共用：谁能导、范围、签名、预览。"""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Model

from portal.core.rules import Denied
from portal.core.sheets import stamp
from portal.core.sheets.columns import WorkbookSpec
from portal.core.sheets.kinds import Table
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import Book
from portal.core.sheets.rows import Parsed, Row, parse_book
from portal.organisations import permissions
from portal.organisations.models import Organisation

PREVIEW = 100
LABELS = {"new": "新增", "changed": "变更"}


def parse(book: Book, spec: WorkbookSpec) -> Parsed:
    """读唯一的一张表。平台导出的带签名，别的种类、旧的版本会被拒；自己做的表没有签名，也收。"""
    own = stamp.read_stamp(book)
    known = {"kind": spec.kind, "label": spec.label, "version": spec.version, "scope": {}}
    problems = stamp.verify(own, **known) if own is not None else []
    if problems:
        return Parsed(spec.label, spec.sheets[0], errors=problems)
    (parsed,) = parse_book(book, spec)
    return parsed


def place_of(scope: Mapping | None) -> Organisation | None:
    """范围代码所指的机构（连同下级）；不给为全部。抛 `Denied`：没有这个编码。"""
    code = (scope or {}).get("code")
    if not code:
        return None
    place = Organisation.objects.filter(code__iexact=code).first()
    if place is None:
        raise Denied(f"没有编码为“{code}”的机构。")
    return place


def check_may_export(by) -> None:
    """给了人，须是系统管理员或审计员；不给人的是服务器上的操作员。"""
    if by is not None:
        permissions.check_can_look(by)


def field_problems(model: Model, row: Row, *, exclude: Sequence[str]) -> list[Problem]:
    """模型字段自己的校验（字符、长度、校验码），落到同名的列。"""
    try:
        model.clean_fields(exclude=exclude)
    except ValidationError as error:
        found = error.message_dict.items()
        return [row.problem(name, message, "请改正后重新上传") for name, said in found for message in said]
    return []


def preview(rows: Sequence[tuple[str, ...]], columns: tuple[str, ...]) -> list[Table]:
    """将要写入的各行，每行以新增、变更开头；至多列出前 100 行。"""
    if not rows:
        return []
    return [Table("将要写入", ("变化", *columns), tuple(rows[:PREVIEW]), max(len(rows) - PREVIEW, 0))]
