"""村务的规则：谁建项目、谁导入、谁复核、谁看得到户。导入与复核由不同的人。"""

from portal.core.rules import Denied
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of
from village import competent
from village.models import PaymentBatch, Programme, Release

WHO_SEES = "户主姓名与金额只有本县填报人、负责人和所在乡镇、村的经办可以看；其他人看合计。"


def check_can_keep_programmes(user, county: Organisation) -> None:
    """建立、修改补贴项目：本县填报人。"""
    require(user, "draft", county, f"只有{county}的填报人可以维护补贴项目。")


def check_can_import(user, programme: Programme) -> None:
    """导入发放清单、登记申报信息：本县填报人，或主管部门的经办。"""
    county = programme.county
    if not (drafts(user, county) or works_in_competent(user, programme)):
        raise Denied(f"只有{county}的填报人与主管部门的经办可以导入发放清单、登记申报信息。")


def works_in_competent(user, programme: Programme) -> bool:
    """此人是不是主管部门的经办。"""
    return any(competent.is_competent(one, programme) for one in competent.departments_of(user))


def check_can_confirm(user, batch: PaymentBatch) -> None:
    """复核：本县负责人，或另一位填报人；不是导入人。"""
    county = batch.programme.county
    if not works_in(user, county):
        raise Denied(f"只有{county}的负责人或另一位填报人可以复核。")
    if user == batch.created_by:
        raise Denied("导入人不能复核自己导入的批次，请由另一人复核。")


def check_can_return(user, batch: PaymentBatch) -> None:
    """退回：导入人自己撤下，或有复核权的人退回。"""
    if user != batch.created_by:
        check_can_confirm(user, batch)


def check_can_reverse(user, batch: PaymentBatch) -> None:
    """冲销：能导入的人，只冲已经复核的；没有复核的退回即可。"""
    check_can_import(user, batch.programme)
    if batch.status != PaymentBatch.Status.CONFIRMED:
        raise Denied(f"第{batch.number}批{batch.get_status_display()}，只有已复核的批次才需要冲销。")
    if batch.kind == PaymentBatch.Kind.REVERSAL:
        raise Denied("冲销的批次不能再冲销；要恢复请重新导入清单。")


def check_can_see_households(user, place: Organisation) -> None:
    """看户：`place` 是村、乡镇或县；此人须在它或它的上级（到县为止）任职。"""
    scope = scope_of(user)
    chain = [place, *Organisation.objects.get_ancestors(place)]
    below_city = [one for one in chain if one.kind != Organisation.Kind.CITY]
    if not any(scope.can(perm, one) for one in below_city for perm in ("draft", "approve")):
        raise Denied(WHO_SEES)


def works_in(user, county: Organisation) -> bool:
    """此人是不是 `county` 的填报人或负责人。"""
    scope = scope_of(user)
    return scope.can("draft", county) or scope.can("approve", county)


def drafts(user, place: Organisation) -> bool:
    """此人是不是 `place` 的填报人（经办）。"""
    return scope_of(user).can("draft", place)


def check_can_reveal(user, village: Organisation) -> None:
    """看一户完整的身份证号与账号：本县填报人，逐户点开，逐次留痕。"""
    county = county_of(village)
    require(user, "draft", county, f"完整的个人号码只有{county}的填报人可以看，每次都留痕。")


def county_of(place: Organisation) -> Organisation:
    """所属的县区；县区就是它自己。"""
    while place.kind != Organisation.Kind.COUNTY:
        place = Organisation.objects.get_parent(place)
    return place


def check_can_hand_in_release(user, release: Release) -> None:
    """报送：本县负责人，不是拟定人。"""
    require(user, "approve", release.county, f"只有{release.county}的负责人可以报送。")
    if user == release.created_by:
        raise Denied("拟定人不能报送自己拟定的，请由另一位负责人报送。")


def check_can_check_release(user, release: Release) -> None:
    """核对：市政务公开办经办。"""
    require(user, "receive", organisations.city(), "只有市政务公开办经办可以核对。")
    _check_is_another(user, release)


def check_can_publish_release(user, release: Release) -> None:
    """公开：市政务公开办终审人，不是此前任何一步的人。"""
    require(user, "publish_final", organisations.city(), "只有市政务公开办的终审人可以公开。")
    _check_is_another(user, release)


def check_can_return_release(user, release: Release) -> None:
    """退回：正轮到谁，谁可以退回；草稿由拟定人作废。"""
    S = Release.Status
    if release.status == S.DRAFT and user == release.created_by:
        return
    {
        S.DRAFT: check_can_hand_in_release,
        S.HANDED_IN: check_can_check_release,
        S.CHECKED: check_can_publish_release,
    }[release.status](user, release)


def _check_is_another(user, release: Release) -> None:
    if user in (release.created_by, release.handed_in_by, release.checked_by):
        raise Denied("拟定、报送、核对、公开须由不同的人担任：你已经办过前面的环节。")
