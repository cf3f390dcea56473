"""公示、异议、留存、查询的规则。户主姓名只在本县、所在乡镇与本村的经办之间流转，见 `permissions.check_can_see_households`。"""

from portal.core.rules import Denied
from portal.organisations.models import Organisation
from portal.organisations.permissions import require
from village import permissions
from village.models import Material, Objection, Posting
from village.rules_catalog import check_is_local


def check_can_make_notices(user, place: Organisation) -> None:
    """生成、下载公示单：看得到那里各户的人。"""
    permissions.check_can_see_households(user, place)


def check_can_post(user, posting: Posting) -> None:
    """登记张贴：本村经办，或所在乡镇的经办。"""
    check_is_local(user, posting.village, f"只有{posting.village}与所在乡镇的经办可以登记本村的公示。")


def check_can_add_evidence(user, posting: Posting) -> None:
    """补充证明：登记张贴的人那一级，贴出之后。"""
    check_can_post(user, posting)
    if posting.status not in (Posting.Status.POSTED, Posting.Status.ENDED):
        raise Denied(f"公示{posting.get_status_display()}，请先登记张贴。")


def check_can_end(user, posting: Posting) -> None:
    """结束：由平台在期满之后办（`user` 为 None），还有异议没有答复的不结束。"""
    if count := posting.objections.open().count():
        raise Denied(f"还有 {count} 件异议没有答复，答复之后才能结束。")
    if user is not None:
        raise Denied("公示期满、异议答复之后，平台在次日自动结束。")


def check_can_cancel(user, posting: Posting) -> None:
    """作废：本县填报人或负责人，例如批次已冲销。"""
    county = posting.programme.county
    if not permissions.works_in(user, county):
        raise Denied(f"只有{county}的填报人或负责人可以作废公示。")


def check_can_object(user, posting: Posting) -> None:
    """登记异议：本村经办，或所在乡镇的经办，在公示期间。"""
    check_is_local(user, posting.village, f"只有{posting.village}与所在乡镇的经办可以登记本村的异议。")
    if posting.status != Posting.Status.POSTED:
        raise Denied(f"公示{posting.get_status_display()}，异议在公示期间登记。")


def check_can_answer(user, objection: Objection) -> None:
    """答复异议：本村、所在乡镇的经办，或本县填报人。"""
    county = permissions.county_of(objection.posting.village)
    if not permissions.drafts(user, county):
        check_is_local(
            user,
            objection.posting.village,
            f"只有{objection.posting.village}、所在乡镇与{county}的经办可以答复。",
        )


def check_can_keep_material(user, posting: Posting) -> None:
    """登记留存：本村经办，或所在乡镇的经办，贴出之后。"""
    check_is_local(user, posting.village, f"只有{posting.village}与所在乡镇的经办可以登记留存材料。")
    if posting.status not in (Posting.Status.POSTED, Posting.Status.ENDED):
        raise Denied(f"公示{posting.get_status_display()}，贴出之后才有材料留存。")


def check_can_propose(user, material: Material) -> None:
    """提请销毁、延长留存：本村经办，或所在乡镇的经办。"""
    check_is_local(user, material.village, f"只有{material.village}与所在乡镇的经办可以办理留存材料。")


def check_can_destroy(user, material: Material) -> None:
    """批准销毁：所在乡镇的经办，不是提请的人。"""
    town = Organisation.objects.get_parent(material.village)
    require(user, "draft", town, f"只有{town}的经办可以批准销毁。")
    if user == material.proposed_by:
        raise Denied("提请人不能批准自己提请的销毁，请由乡镇的另一位经办批准。")


def check_can_inquire(user, village: Organisation) -> None:
    """为村民查询：本村经办，或所在乡镇的经办。"""
    check_is_local(user, village, f"只有{village}与所在乡镇的经办可以为村民查询。")
