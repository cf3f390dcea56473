"""经验做法的规则：本单位填报，所属县区（或部门）负责人推荐，市里至少两人评审、审核人确认。"""

from portal.core.rules import Denied
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of
from tasks.permissions import check_is_running
from tasks.registers.cases.models import Case
from tasks.registers.rules import criteria, reading

K = Organisation.Kind
BODIES = (K.COUNTY, K.COUNTY_DEPARTMENT, K.TOWNSHIP, K.DEPARTMENT)


def check_can_nominate(user, organisation: Organisation) -> None:
    """填报：县区、县直部门、乡镇的填报人，市直部门的评分人。"""
    if organisation.kind not in BODIES:
        raise Denied("经验做法由县区、县直部门、乡镇（街道）或市直部门推荐。")
    perm = "score" if organisation.kind == K.DEPARTMENT else "draft"
    require(user, perm, organisation, f"只有{organisation}的经办人可以填报经验做法。")


def nominating_place(user) -> Organisation | None:
    """此人替谁填报；不能填报为 None。"""
    scope = scope_of(user)
    held = (*scope.organisations("draft"), *scope.organisations("score"))
    return Organisation.objects.filter(pk__in=held).of_kind(*BODIES).first() if held else None


def check_can_import(user, campaign) -> None:
    """导入：能填报的人，行动进行中。"""
    check_is_running(campaign)
    if nominating_place(user) is None:
        raise Denied("只有县区、县直部门、乡镇（街道）与市直部门的经办人可以填报经验做法。")


def check_can_edit(user, case: Case) -> None:
    """修改：草稿或退回时，填报单位的经办。"""
    check_can_nominate(user, case.organisation)
    check_is_running(case.campaign)
    if not case.is_editable:
        raise Denied(f"案例{case.get_status_display()}，不能修改。")


def check_can_submit(user, case: Case) -> None:
    """提交：填报单位的经办，佐证至少一件。"""
    check_can_nominate(user, case.organisation)
    check_is_running(case.campaign)
    if not case.evidence.exists():
        raise Denied("还没有佐证：请附上能打开的网页或文件，别人才能核对成效。")


def check_can_endorse(user, case: Case) -> None:
    """推荐：县区的由县区负责人，市直部门的由部门负责人；不是提交人。"""
    check_can_send_back(user, case)
    check_is_running(case.campaign)
    if user == case.submitted_by:
        raise Denied("提交人不能推荐自己提交的，请由另一位负责人推荐。")


def check_can_send_back(user, case: Case) -> None:
    """退回填报人：县区负责人或部门负责人。"""
    place = case.organisation
    if place.kind == K.DEPARTMENT:
        require(user, "approve_scores", place, f"只有{place}的负责人可以推荐。")
        return
    paths = scope_of(user).places.get("approve", {}).values()
    if not any(len(path) == 2 * Organisation.steplen and place.path.startswith(path) for path in paths):
        raise Denied("只有所属县区的负责人可以推荐。")


def check_can_judge(user, case: Case) -> None:
    """评审：市政务公开办经办或审核人；每人每轮一次。"""
    if not is_judge(user):
        raise Denied("案例由市政务公开办评审。")
    if case.status != Case.Status.ENDORSED:
        raise Denied(f"案例{case.get_status_display()}，现在不评审。")
    if case.judgements.filter(round=case.round, judge=user).exists():
        raise Denied("你这一轮已经评审过，每人每轮评审一次。")


def is_judge(user) -> bool:
    """此人是不是市政务公开办的经办或审核人。"""
    scope, city = scope_of(user), organisations.city()
    return scope.can("receive", city) or scope.can("review", city)


def check_can_return(user, case: Case) -> None:
    """退回：市政务公开办审核人。"""
    require(user, "review", organisations.city(), "只有市政务公开办审核人可以退回或确认。")


def check_can_confirm(user, case: Case) -> None:
    """确认为典型：市政务公开办审核人，评审人数与平均分都够。"""
    check_can_return(user, case)
    rule = reading.rule_of(case.campaign)
    totals = list(case.judgements.filter(round=case.round).values_list("total", flat=True))
    if len(totals) < rule.judges_needed:
        raise Denied(f"已有 {len(totals)} 人评审，须有 {rule.judges_needed} 人评审才能确认。")
    if (mean := criteria.average(totals)) < rule.pass_score:
        raise Denied(f"平均分 {mean}，低于 {rule.pass_score}，不能确认为典型；请写明原因退回。")


def check_can_withdraw(user, case: Case) -> None:
    """撤回：确认之前由填报单位的经办，确认之后由市政务公开办审核人。"""
    if case.status == Case.Status.CONFIRMED:
        require(user, "review", organisations.city(), "已确认的典型只有市政务公开办审核人可以撤回。")
    else:
        check_can_nominate(user, case.organisation)


def check_can_publish(user, case: Case) -> None:
    """拟公开稿、登记推介：市政务公开办经办，已确认的。"""
    require(user, "run_campaign", organisations.city(), "只有市政务公开办经办可以拟稿公开、登记推介。")
    if case.status != Case.Status.CONFIRMED:
        raise Denied("确认为典型之后才公开、推介。")


def check_can_adopt(user, case: Case, county: Organisation) -> None:
    """登记采纳：县区填报人，别的县区（或部门）的典型。"""
    require(user, "draft", county, f"只有{county}的填报人可以登记采纳。")
    if case.status != Case.Status.CONFIRMED:
        raise Denied("确认为典型的案例才登记采纳。")
    if case.organisation.path.startswith(county.path):
        raise Denied("自己县区的做法不算采纳。")


def adopting_county(user) -> Organisation | None:
    """此人填报的县区；没有为 None。"""
    held = scope_of(user).organisations("draft")
    return Organisation.objects.filter(pk__in=held).of_kind(K.COUNTY).first() if held else None
