"""目录的规则：谁拟定、谁审核、谁确认。拟定、领域审核、报送、确认由不同的人办理。"""

from catalogs import naming
from catalogs.models import (
    Adjustment,
    Catalog,
    Disclosure,
    Edition,
    FeedEntry,
    Field,
    FieldOwner,
    Item,
    Section,
)
from portal.core.rules import Denied
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of


def check_can_manage_fields(user) -> None:
    """领域的名称与归口：市政务公开办经办。"""
    require(user, "run_campaign", organisations.city(), "只有市政务公开办经办可以维护领域的名称与归口。")


def check_name_is_free(field: Field, names: tuple[str, ...]) -> None:
    """一个名称只指一个领域，否则导入时分不清。"""
    known = naming.field_names()
    for name in names:
        if known.get(name, field.code) != field.code:
            other = Field.objects.get(code=known[name])
            raise Denied(f"“{name}”已经是“{other}”领域的名称或又称，换一个说法，或先改那个领域。")


def check_can_draft(user, catalog: Catalog) -> None:
    """拟定：标准与市级目录由市政务公开办经办，其余由本机构填报人。"""
    if catalog.is_standard or catalog.kind == Catalog.Kind.CITY:
        require(user, "run_campaign", organisations.city(), "只有市政务公开办经办可以维护标准与市级目录。")
    else:
        require(user, "draft", catalog.organisation, f"只有{catalog.organisation}的填报人可以拟定本级目录。")


def check_can_edit(user, edition: Edition) -> None:
    """改一版目录：拟定人，且还在拟定。"""
    check_can_draft(user, edition.catalog)
    if not edition.is_editable:
        raise Denied(
            f"{edition}{edition.get_status_display()}，不能修改。需要修改时请另立新版，或请市政务公开办退回。"
        )


def check_can_edit_section(user, section: Section) -> None:
    """改一个领域的事项：还没有送审，或被退回。"""
    check_can_edit(user, section.edition)
    if not section.is_editable:
        raise Denied(
            f"“{section.field}”{section.get_status_display()}，不能修改。需要修改时请先撤回，或请审核人退回。"
        )


def check_can_submit_section(user, section: Section) -> None:
    """送审：各条齐备，调整与不适用的都写明了理由。"""
    check_can_edit(user, section.edition)
    items = Item.objects.filter(edition=section.edition, field=section.field)
    if not items.exists():
        raise Denied(f"“{section.field}”还没有事项，不能送审。")
    owing = sum(item.lacks_reason for item in items.filter(origin__in=Item.NEEDS_REASON))
    if owing:
        raise Denied(f"“{section.field}”有 {owing} 条调整或不适用的事项没有写明理由。")


def check_can_take_back_section(user, section: Section) -> None:
    check_can_edit(user, section.edition)


def check_can_review_section(user, section: Section) -> None:
    """领域审核：市、县的由领域主管部门评分人，乡镇的由所属县区填报人；不是送审人。"""
    catalog = section.edition.catalog
    if not section.edition.is_editable:
        raise Denied(f"{section.edition}{section.edition.get_status_display()}，不再审核各领域。")
    if catalog.kind == Catalog.Kind.TOWNSHIP:
        county = county_of(catalog.organisation)
        require(user, "draft", county, f"只有{county}的填报人可以审核所属乡镇的目录。")
    else:
        department = owner_of(section.field_id)
        if department is None:
            raise Denied(f"还没有为“{section.field}”指定主管部门，请先在领域归口中指定。")
        require(user, "score", department, f"只有{department}可以审核“{section.field}”领域的目录。")
    if user == section.submitted_by:
        raise Denied("送审人不能审核自己送审的目录。")


def check_can_hand_in(user, edition: Edition) -> None:
    """报送市政务公开办：县区负责人，不是拟定人；各领域都已审核通过。"""
    catalog = edition.catalog
    if catalog.is_standard or catalog.kind == Catalog.Kind.CITY:
        raise Denied("标准与市级目录由市政务公开办直接印发，不用报送。")
    county = county_of(catalog.organisation)
    require(user, "approve", county, f"只有{county}的负责人可以报送目录。")
    if user == edition.created_by:
        raise Denied("拟定人不能报送自己拟的目录，请由负责人报送。")
    check_is_reviewed(edition)


def check_can_confirm(user, edition: Edition) -> None:
    """确认并公开：市政务公开办审核，不是拟定、报送的人。"""
    require(user, "review", organisations.city(), "只有市政务公开办审核可以确认目录。")
    if user in (edition.created_by, edition.handed_in_by):
        raise Denied("拟定人、报送人不能确认自己经手的目录。")


def check_can_issue(user, edition: Edition) -> None:
    """印发标准与市级目录：市政务公开办审核，不是拟定人。"""
    catalog = edition.catalog
    if not (catalog.is_standard or catalog.kind == Catalog.Kind.CITY):
        raise Denied("县乡目录先由负责人报送，再由市政务公开办确认。")
    check_can_confirm(user, edition)
    if not edition.items.exists():
        raise Denied("这一版还没有事项，不能印发。")
    if not catalog.is_standard:
        check_is_reviewed(edition)


def check_can_return_edition(user, edition: Edition) -> None:
    require(user, "review", organisations.city(), "只有市政务公开办审核可以退回目录。")


def check_can_discard(user, edition: Edition) -> None:
    """作废一份草稿：拟定人所在机构的填报人。"""
    check_can_edit(user, edition)


def check_can_adjust(user, adjustment: Adjustment) -> None:
    """处理标准调整：本机构填报人。"""
    check_can_draft(user, adjustment.catalog)


def check_can_record(user, catalog: Catalog) -> None:
    """登记公开记录：本机构填报人（市级目录为市政务公开办经办）。"""
    if catalog.is_village_model:
        raise Denied("村级样本没有公开记录，各村照它公开，登记在各村的“村务公开”里。")
    if catalog.is_standard:
        raise Denied("标准没有公开记录，请登记到各级目录。")
    check_can_draft(user, catalog)


def check_can_retract(user, disclosure: Disclosure) -> None:
    check_can_record(user, disclosure.catalog)


def check_can_sort(user, entry: FeedEntry) -> None:
    """归类、略过采集到的条目：登记公开记录的人。"""
    check_can_record(user, entry.feed.catalog)


def check_can_print(user) -> None:
    """印制一版目录：在工作的人；审计员只看不办，看已印好的或导出工作簿。"""
    if not scope_of(user).holds("view_work"):
        raise Denied("印制由办理目录的人点；审计员可以导出工作簿查看全部内容。")


def check_is_reviewed(edition: Edition) -> None:
    """各领域都已审核通过。"""
    waiting = [s for s in edition.sections.select_related("field") if s.status != Section.Status.PASSED]
    if not edition.sections.exists():
        raise Denied("这一版还没有事项。")
    if waiting:
        names = "、".join(str(section.field) for section in waiting[:5])
        more = f"等 {len(waiting)} 个领域" if len(waiting) > 5 else ""
        raise Denied(f"{names}{more}还没有审核通过。")


def county_of(organisation: Organisation) -> Organisation:
    """所属的县区；县区就是它自己。"""
    while organisation.kind != Organisation.Kind.COUNTY:
        organisation = organisation.get_parent()
    return organisation


def owner_of(field_id: int) -> Organisation | None:
    """领域现在的主管部门：最近年度的归口。"""
    owner = FieldOwner.objects.filter(field=field_id).order_by("-year").select_related("department").first()
    return owner.department if owner else None


def reviewed_field_ids(user) -> set[int]:
    """此人所在部门现在主管的领域：各领域取最近年度的归口。"""
    departments = set(scope_of(user).organisations("score"))
    if not departments:
        return set()
    latest: dict[int, int] = {}
    for field_id, department_id in FieldOwner.objects.order_by("year").values_list(
        "field_id", "department_id"
    ):
        latest[field_id] = department_id
    return {field_id for field_id, department_id in latest.items() if department_id in departments}
