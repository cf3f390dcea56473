"""考核的规则：谁能做什么，只在这里决定。评分与审核分开，整改与复核分开。"""

from assessments.models import Indicator, Issue, Report, Round, Scheme
from portal.core.rules import Denied
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of
from tasks.permissions import check_is_running


def check_can_draft_scheme(user, scheme: Scheme) -> None:
    """拟定、修改方案：主管部门评分人，且尚未下发。"""
    require(user, "score", scheme.department, f"只有{scheme.department}的评分人可以拟定考核方案。")
    check_is_running(scheme.campaign)
    if scheme.is_frozen:
        raise Denied("方案已下发并冻结，不能修改。")


def check_can_issue_scheme(user, scheme: Scheme) -> None:
    """下发方案：主管部门负责人，不是拟定人；分值须逐级合计相符。"""
    require(user, "approve_scores", scheme.department, f"只有{scheme.department}的负责人可以下发考核方案。")
    check_is_running(scheme.campaign)
    if user == scheme.created_by:
        raise Denied("拟定人不能下发自己拟的方案，请由负责人下发。")
    if not Indicator.objects.filter(scheme=scheme).exclude(rule="").exists():
        raise Denied("方案还没有指标，请先导入或填写指标。")


def check_can_score(user, round_: Round) -> None:
    """评分：主管部门评分人，且在评分中或被退回时。"""
    require(user, "score", round_.scheme.department, f"只有{round_.scheme.department}的评分人可以评分。")
    check_is_running(round_.scheme.campaign)
    if not round_.is_open_for_scoring:
        raise Denied(f"“{round_}”{round_.get_status_display()}，不能改分。需要改分时请审核人退回。")


def check_can_complete(user, round_: Round) -> None:
    """提交部门审核：评分人；各县区都评完才可以（由动作核对）。"""
    check_can_score(user, round_)


def check_can_take_back(user, round_: Round) -> None:
    """评分人在负责人审核之前撤回。"""
    require(user, "score", round_.scheme.department, f"只有{round_.scheme.department}的评分人可以撤回。")


def check_can_approve(user, round_: Round) -> None:
    """部门审核：负责人，不是评分完成人。"""
    require(
        user,
        "approve_scores",
        round_.scheme.department,
        f"只有{round_.scheme.department}的负责人可以审核成绩。",
    )
    check_is_running(round_.scheme.campaign)
    if user.pk == round_.completed_by_id or round_.was_scored_by(user):
        raise Denied("评分人（含代理负责人的评分人）不能审核自己评的分，请由另一位部门负责人审核。")


def check_can_send_back(user, round_: Round) -> None:
    require(
        user, "approve_scores", round_.scheme.department, f"只有{round_.scheme.department}的负责人可以退回。"
    )


def check_can_submit(user, round_: Round) -> None:
    """报送市政务公开办：主管部门评分人或负责人。"""
    scope, department = scope_of(user), round_.scheme.department
    if not (scope.can("score", department) or scope.can("approve_scores", department)):
        raise Denied(f"只有{department}可以报送本部门的考核成绩和问题清单。")
    check_is_running(round_.scheme.campaign)


def check_can_accept(user, round_: Round) -> None:
    """接收或退回部门报送：市政务公开办经办。"""
    city = round_.scheme.campaign.city
    require(user, "receive", city, "只有市政务公开办经办可以接收部门报送。")
    check_is_running(round_.scheme.campaign)


def check_can_recheck(user, issue: Issue) -> None:
    """复核整改：问题所属领域的主管部门评分人，不是整改人。"""
    department = issue.scorecard.round.scheme.department
    require(user, "score", department, f"只有{department}的评分人可以复核整改。")
    if user.pk == issue.answered_by_id:
        raise Denied("整改人不能复核自己的整改。")


def check_can_issue_issue(user, issue: Issue) -> None:
    """下发问题：主管部门评分人或负责人。"""
    scope, department = scope_of(user), issue.scorecard.round.scheme.department
    if not (scope.can("score", department) or scope.can("approve_scores", department)):
        raise Denied(f"只有{department}可以下发本领域的问题。")


def check_can_list_issues(user, round_: Round) -> None:
    """登记问题、改整改要求与时限：主管部门评分人。"""
    department = round_.scheme.department
    require(user, "score", department, f"只有{department}的评分人可以登记问题、修改整改要求。")
    check_is_running(round_.scheme.campaign)


def check_can_receive_issue(user, issue: Issue) -> None:
    """签收：问题所在县区的填报人。"""
    county = issue.scorecard.county
    require(user, "draft", county, f"只有{county}的填报人可以签收。")


def check_can_answer_issue(user, issue: Issue) -> None:
    """反馈整改：问题所在县区的填报人。"""
    county = issue.scorecard.county
    require(user, "draft", county, f"只有{county}的填报人可以反馈整改情况。")


def check_can_combine(user, campaign) -> None:
    """改合成规则、取数拟报告：市政务公开办经办。"""
    require(user, "run_campaign", campaign.city, "只有市政务公开办经办可以合成成绩、拟综合评估报告。")


def check_can_build_report(user, report: Report) -> None:
    """生成报告文件：市政务公开办；审计员只看，不办。"""
    require(user, "view_work", report.campaign.city, "只有市政务公开办可以办理综合评估报告。")


def check_can_edit_report(user, report: Report) -> None:
    check_can_combine(user, report.campaign)
    if report.status not in (Report.Status.DRAFT, Report.Status.RETURNED):
        raise Denied(f"报告{report.get_status_display()}，文字不能再改。")


def check_can_submit_report(user, report: Report) -> None:
    check_can_edit_report(user, report)


def check_can_finalise_report(user, report: Report) -> None:
    """定稿、退回：市政务公开办审核人，不是送审人。"""
    require(user, "review", report.campaign.city, "只有市政务公开办审核人可以定稿。")
    if user == report.submitted_by:
        raise Denied("送审人不能定稿自己拟的报告，请由审核人定稿。")
