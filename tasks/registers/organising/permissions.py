"""组织推进的规则：责任分工由本单位或所属县区登记；会议由市政务公开办或县区召集、登记。"""

from portal.core.rules import Denied
from portal.organisations.models import Organisation
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of
from tasks.permissions import check_is_running
from tasks.registers.organising.models import Decision, Meeting

K = Organisation.Kind
BODIES = (K.CITY, K.DEPARTMENT, K.COUNTY, K.COUNTY_DEPARTMENT, K.TOWNSHIP)
STAFF = ("draft", "approve", "score", "approve_scores", "run_campaign")


def works_for(user, organisation: Organisation) -> bool:
    """此人能不能替这个单位登记：本单位经办，所属县区的填报人；市直部门也可由市政务公开办代登。"""
    scope = scope_of(user)
    if organisation.kind in (K.CITY, K.DEPARTMENT):
        cities = scope.places.get("run_campaign", {}).values()
        return scope.can("score", organisation) or any(organisation.path.startswith(p) for p in cities)
    return any(organisation.path.startswith(path) for path in scope.places.get("draft", {}).values())


def check_can_record_leader(user, organisation: Organisation) -> None:
    """登记责任分工：本单位经办、所属县区填报人；村（居）不登记。"""
    if organisation.kind not in BODIES:
        raise Denied("责任分工登记到乡镇（街道）和县直部门，村（居）不单独登记。")
    if not works_for(user, organisation):
        raise Denied(f"只有{organisation}的经办人或所属县区的填报人可以登记。")


def check_can_import_leaders(user, campaign) -> None:
    """导入责任分工：县区填报人、市政务公开办经办、部门与乡镇的经办。"""
    scope = scope_of(user)
    if not any(scope.holds(perm) for perm in ("draft", "score", "run_campaign")):
        raise Denied("只有各单位的经办人可以导入责任分工。")


def check_can_call(user, organisation: Organisation) -> None:
    """召集会议：市政务公开办经办，或县区填报人。"""
    if organisation.kind == K.CITY:
        require(user, "run_campaign", organisation, "市里的会议由市政务公开办经办召集。")
    elif organisation.kind == K.COUNTY:
        require(user, "draft", organisation, f"只有{organisation}的填报人可以登记会议。")
    else:
        raise Denied("会议由市政务公开办或县区召集登记。")


def check_can_call_somewhere(user, campaign) -> None:
    """导入会议：能召集会议的人。"""
    check_is_running(campaign)
    if calling_place(user) is None:
        raise Denied("会议由市政务公开办或县区召集登记。")


def calling_place(user) -> Organisation | None:
    """此人替谁召集：市，或他填报的县区；都不是为 None。"""
    scope = scope_of(user)
    held = (*scope.organisations("run_campaign"), *scope.organisations("draft"))
    return Organisation.objects.filter(pk__in=held).of_kind(K.CITY, K.COUNTY).first() if held else None


def check_can_keep_meeting(user, meeting: Meeting) -> None:
    """登记召开、存纪要、取消：召集单位的经办，行动进行中。"""
    check_can_call(user, meeting.organisation)
    check_is_running(meeting.campaign)


def check_can_edit_meeting(user, meeting: Meeting) -> None:
    """修改：召开之前。"""
    check_can_keep_meeting(user, meeting)
    if meeting.status != Meeting.Status.PLANNED:
        raise Denied(f"会议{meeting.get_status_display()}，不能再改；议定事项可以在存纪要之前增减。")


def check_can_decide(user, meeting: Meeting) -> None:
    """记议定事项：召开之后、存纪要之前。"""
    check_can_keep_meeting(user, meeting)
    if meeting.status != Meeting.Status.HELD:
        raise Denied("议定事项在登记召开之后、存纪要之前记。")


def check_can_finish_decision(user, decision: Decision) -> None:
    """办结：责任单位的经办，或召集单位的经办。"""
    if decision.done_on is not None:
        raise Denied(f"这一项已于 {decision.done_on} 办结。")
    caller = decision.meeting.organisation
    if not works_for(user, decision.organisation) and not works_for(user, caller):
        raise Denied(f"只有{decision.organisation}或{caller}的经办人可以登记办结。")
