"""`--scope` 指明的机构：台账只导出它与下级的；写错了的不能当作没有写。"""

from collections.abc import Mapping

from portal.core.rules import Denied
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation


def place_in(scope: Mapping | None) -> Organisation | None:
    """范围里的机构，没有写的为空。抛 `Denied`：没有这个机构。"""
    said = (scope or {}).get("code") or ""
    if not said:
        return None
    place = organisations.named(said)
    if place is None:
        raise Denied(f"没有编码或名称为“{said}”的机构，请检查 --scope。")
    return place


def within(lines: list[dict], scope: Mapping | None) -> list[dict]:
    """属于范围里的机构与其下级的各行，凭行里的单位编码（`code` 或 `organisation`）。"""
    place = place_in(scope)
    if place is None:
        return lines
    codes = set(Organisation.objects.filter(path__startswith=place.path).values_list("code", flat=True))
    return [line for line in lines if {line.get("code"), line.get("organisation")} & codes]
