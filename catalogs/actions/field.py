"""领域与归口的写入。"""

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction

from catalogs import permissions
from catalogs.models import Field, FieldName, FieldOwner
from catalogs.models.field import split_names
from portal.core import audit

FIELDS_CSV = Path(__file__).parents[1] / "data" / "fields.csv"
# 村里的事多半不属于 26 个试点领域；主管部门惯常是民政局，由市里在领域归口里定。
VILLAGE = {
    "code": "99",
    "name": "村务公开",
    "ministry": "民政部",
    "also_known_as": "村（居）务公开;居务公开;村级政务公开;村级事务公开",
}


def standard_fields() -> list[dict[str, str]]:
    """随产品的 26 个试点领域（国办发〔2019〕54号）及惯常的市直主管部门。"""
    with FIELDS_CSV.open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


@transaction.atomic
def load_fields(*, by, at: dt.datetime) -> list[Field]:
    """建立或更新标准领域与村务公开；已有的按编号更新名称与别名。"""
    fields = []
    for row in standard_fields():
        values = {"name": row["field"], "ministry": row["ministry"], "also_known_as": row["also_known_as"]}
        fields.append(Field.objects.update_or_create(code=row["code"], defaults=values)[0])
    fields.append(
        Field.objects.update_or_create(code=VILLAGE["code"], defaults=VILLAGE | {"is_village": True})[0]
    )
    audit.record("catalogs.fields.loaded", by=by, at=at, detail={"fields": len(fields)})
    return fields


@transaction.atomic
def set_owner(*, field: Field, year: int, department, by, at: dt.datetime) -> FieldOwner:
    """定某年度某领域的主管部门；`by` 为空是装机时的初始数据。"""
    if by is not None:
        permissions.check_can_manage_fields(by)
    owner, _ = FieldOwner.objects.update_or_create(
        field=field, year=year, defaults={"department": department}
    )
    audit.record("catalogs.owner.set", obj=owner, by=by, at=at, detail={"field": field.code, "year": year})
    return owner


@transaction.atomic
def rename_field(
    *, field: Field, year: int, name: str, also_known_as: str = "", by, at: dt.datetime
) -> FieldName:
    """某领域自 `year` 年起改称 `name`；旧名称仍认得，往年的目录仍用旧名称。抛 `Denied`：别的领域已用此名。"""
    permissions.check_can_manage_fields(by)
    permissions.check_name_is_free(field, split_names(name, also_known_as))
    row, _ = FieldName.objects.update_or_create(
        field=field, year=year, defaults={"name": name, "also_known_as": also_known_as}
    )
    audit.record("catalogs.field.renamed", obj=field, by=by, at=at, detail={"year": year})
    return row
