"""行动中的规则：谁能做什么，只在这里决定。"""

from portal.core.rules import Denied
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of
from tasks.models import Assignment, Extension, Filing


def check_can_run(user, campaign_or_city) -> None:
    """组织行动：市政务公开办经办。"""
    city = getattr(campaign_or_city, "city", campaign_or_city)
    require(user, "run_campaign", city, "只有市政务公开办经办可以组织行动。")


def check_can_preview_reminders(user, campaign_or_city) -> None:
    """看提醒预览：组织行动的人，以及审计员。"""
    if not scope_of(user).is_auditor:
        check_can_run(user, campaign_or_city)


def check_is_running(campaign) -> None:
    if campaign.status != campaign.Status.RUNNING:
        raise Denied(f"“{campaign}”{campaign.get_status_display()}，现在不能办理。")


def check_is_open(campaign) -> None:
    """任务书在行动结束之前可以改。"""
    if campaign.status == campaign.Status.CLOSED:
        raise Denied(f"“{campaign}”已结束，任务书不能再改。")


def may_see_task_book(user) -> bool:
    """任务书是下发的文件：参加行动的各单位与审计员都看得到。"""
    return bool(scope_of(user).reading)


def check_can_see_task_book(user) -> None:
    """看任务书：参加行动的各单位与审计员。"""
    if not may_see_task_book(user):
        raise Denied("只有参加行动的单位可以看任务书。")


def check_can_take(user, assignment: Assignment) -> None:
    """接收任务：承办县区的填报人，行动进行中。"""
    require(user, "draft", assignment.county, f"只有{assignment.county}的填报人可以办理。")
    check_is_running(assignment.task.campaign)


def check_can_report(user, assignment: Assignment) -> None:
    """记进展：接收之后、确认完成之前。"""
    check_can_take(user, assignment)
    if assignment.status == Assignment.Status.PENDING:
        raise Denied("请先接收任务，再记进展。")
    if assignment.status == Assignment.Status.DONE:
        raise Denied("任务已确认完成，不能再记进展。")


def check_can_finish(user, assignment: Assignment) -> None:
    """提交：至少记过一次进展。"""
    check_can_take(user, assignment)
    if not assignment.progress.exists():
        raise Denied("还没有记过进展，请先写明做了什么，再提交。")


def check_can_judge(user, assignment: Assignment) -> None:
    """退回或确认完成：市政务公开办经办。"""
    city = assignment.task.campaign.city
    require(user, "receive", city, "只有市政务公开办经办可以审核任务完成情况。")
    check_is_running(assignment.task.campaign)


def check_can_draft(user, filing: Filing) -> None:
    """填写备案：本县区填报人；乡镇、村和县直部门不单独报备。"""
    if filing.county.kind != filing.county.Kind.COUNTY:
        raise Denied("专项行动方案由县区报备，请交所属县区汇总。")
    require(user, "draft", filing.county, f"只有{filing.county}的填报人可以填写。")
    check_is_running(filing.campaign)


def may_read_content(user, filing: Filing) -> bool:
    """草稿的内容与文件只有本县区和审计员看得到；报送之后，看得到台账的人都看得到。"""
    scope = scope_of(user)
    return filing.handed_in_at is not None or any(
        scope.can(perm, filing.county) for perm in ("draft", "approve", "audit")
    )


def check_can_edit(user, filing: Filing) -> None:
    """修改备案：填报人，且在草稿或退回时。"""
    check_can_draft(user, filing)
    if not filing.is_editable:
        raise Denied(f"方案{filing.get_status_display()}，不能修改。需要修改时请先撤回，或请审核人退回。")


def check_can_submit(user, filing: Filing) -> None:
    """提交县区审核：填报人，且必填内容与方案文件齐备。"""
    check_can_draft(user, filing)
    if not filing.plan_file_id:
        raise Denied("还没有上传方案文件，请先上传 PDF 或 docx 格式的方案。")
    missing = [label for name, label in REQUIRED if not getattr(filing, name)]
    if missing:
        raise Denied(f"还没有填写{'、'.join(missing)}。")


REQUIRED = (
    ("title", "方案名称"),
    ("written_on", "成文日期"),
    ("leader", "责任领导"),
    ("contact", "联系人"),
    ("contact_phone", "联系电话"),
    ("summary", "内容概述"),
)


def check_can_withdraw(user, filing: Filing) -> None:
    """撤回：县区负责人审核之前由填报人撤回。"""
    check_can_draft(user, filing)


def check_can_hand_in(user, filing: Filing) -> None:
    """审核报送：本县区负责人，且不是填报人本人。"""
    require(user, "approve", filing.county, f"只有{filing.county}的负责人可以审核报送。")
    check_is_running(filing.campaign)
    if user == filing.submitted_by:
        raise Denied("填报人不能审核自己提交的方案，请由另一位负责人审核。")


def check_can_send_back(user, filing: Filing) -> None:
    """县区内部退回：本县区负责人。"""
    require(user, "approve", filing.county, f"只有{filing.county}的负责人可以退回修改。")


def check_can_receive(user, filing: Filing) -> None:
    """受理：市政务公开办经办。"""
    require(user, "receive", filing.campaign.city, "只有市政务公开办经办可以受理。")


def check_can_accept(user, filing: Filing) -> None:
    """备案并公开：市政务公开办审核人，且不是受理人。"""
    require(user, "review", filing.campaign.city, "只有市政务公开办审核人可以备案。")
    if user == filing.received_by:
        raise Denied("受理人不能再作备案审核，请由另一位审核人办理。")


def check_can_return(user, filing: Filing) -> None:
    """市里退回：待受理时由经办，待备案时由审核人。"""
    rule = check_can_receive if filing.status == Filing.Status.HANDED_IN else check_can_accept
    rule(user, filing)


def check_can_request_extension(user, organisation) -> None:
    """申请延期：本单位填报人或部门评分人。"""
    perm = "score" if organisation.kind == organisation.Kind.DEPARTMENT else "draft"
    require(user, perm, organisation, f"只有{organisation}的经办人可以申请延期。")


def check_can_decide_extension(user, extension: Extension) -> None:
    """审批延期：市政务公开办审核人。"""
    require(user, "review", extension.deadline.campaign.city, "只有市政务公开办审核人可以审批延期。")
    if user == extension.requested_by:
        raise Denied("不能审批自己提出的延期申请。")
