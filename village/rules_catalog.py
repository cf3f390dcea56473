"""村级目录的规则：本村与所在乡镇改、登记；衔接由那本县（乡）目录的填报人确认。"""

from catalogs import permissions as catalogs
from catalogs.models import Catalog
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of


def check_can_adapt(user, village: Organisation) -> None:
    """调整、新增、不适用：本村经办，或所在乡镇的经办。"""
    check_is_local(user, village, f"只有{village}与所在乡镇的经办可以调整本村的目录。")


def check_can_record(user, village: Organisation) -> None:
    """登记、撤下公开记录：本村经办，或所在乡镇的经办。"""
    check_is_local(user, village, f"只有{village}与所在乡镇的经办可以登记本村的公开。")


def check_can_link(user, catalog: Catalog) -> None:
    """确认衔接：县级目录由县区填报人，乡级目录由乡镇经办。"""
    if catalog.kind not in (Catalog.Kind.COUNTY, Catalog.Kind.TOWNSHIP):
        raise Denied("村级目录只与县级、乡级目录衔接。")
    catalogs.check_can_draft(user, catalog)


def check_is_local(user, village: Organisation, otherwise: str) -> None:
    held = scope_of(user).places.get("draft", {}).values()
    if not {village.path, village.path[: -Organisation.steplen]} & set(held):
        raise Denied(otherwise)
    if not village.is_current:
        raise Denied(f"{village}已于 {village.ended_on} 撤并。")
