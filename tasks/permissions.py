"""行动中的规则：谁能做什么，只在这里决定。"""

from portal.core.rules import Denied, refusal
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


def may_see_book(user, owner) -> bool:
    """某单位的任务书：市的各单位都看得到；县区的，本县区各单位与看得到这个县区的人看得到。"""
    reading = scope_of(user).reading
    if owner.kind == owner.Kind.CITY:
        return bool(reading)
    return any(owner.path.startswith(path) or path.startswith(owner.path) for path in reading)


def check_can_see_task_book(user, owner=None) -> None:
    """看任务书（不给 `owner` 为市的）与行动的台账：参加行动的各单位与审计员；县区的只有本县区各单位与上级。"""
    if not may_see_task_book(user):
        raise Denied("只有参加行动的单位可以看任务书。")
    if owner is not None and not may_see_book(user, owner):
        raise Denied(f"只有{owner}的各单位与上级可以看{owner}的任务书。")


def check_can_write_book(user, campaign, owner) -> None:
    """编写任务书：市的由市政务公开办经办；参加行动的县区编写本县区的，由填报人办。"""
    check_is_open(campaign)
    if owner.pk == campaign.city_id:
        check_can_run(user, campaign)
        return
    require(user, "draft", owner, f"只有{owner}的填报人可以编写{owner}的任务书。")
    if owner.kind != owner.Kind.COUNTY or not campaign.participants.filter(county=owner).exists():
        raise Denied(f"{owner}不是参加行动的县区，没有自己的任务书。")


def check_can_take(user, assignment: Assignment) -> None:
    """接收任务：承办单位的填报人，行动进行中。"""
    place = assignment.organisation
    require(user, "draft", place, f"只有{place}的填报人可以办理。")
    check_is_running(assignment.task.campaign)


def check_can_report(user, assignment: Assignment) -> None:
    """记进展：接收之后、确认完成之前。"""
    check_can_take(user, assignment)
    if assignment.status == Assignment.Status.PENDING:
        raise Denied("请先接收任务，再记进展。")
    if assignment.status == Assignment.Status.DONE:
        raise Denied("任务已确认完成，不能再记进展。")


def check_can_finish(user, assignment: Assignment) -> None:
    """提交：分解下去的都已确认完成，并且至少有过一次进展。"""
    check_can_take(user, assignment)
    children = list(assignment.children.select_related("organisation"))
    waiting = [f"{c.organisation}（{c.get_status_display()}）" for c in children if c.is_open]
    if waiting:
        raise Denied(f"分解给{'、'.join(waiting)}的还没有确认完成，办完之后才能提交。")
    if not children and not assignment.progress.exists():
        raise Denied("还没有记过进展，请先写明做了什么，再提交。")


def check_can_judge(user, assignment: Assignment) -> None:
    """退回或确认完成：市交办的由市政务公开办经办，县区交办的由县区填报人或负责人；不能审自己提交的。"""
    issuer, scope = assignment.issuer, scope_of(user)
    if issuer.kind == issuer.Kind.CITY:
        require(user, "receive", issuer, "只有市政务公开办经办可以审核任务完成情况。")
    elif not any(scope.can(perm, issuer) for perm in ("draft", "approve")):
        raise Denied(f"只有{issuer}的填报人或负责人可以审核任务完成情况。")
    check_is_running(assignment.task.campaign)
    if user.pk == assignment.submitted_by_id:
        raise Denied("不能审核自己提交的任务，请由另一位办理。")


def check_can_split(user, assignment: Assignment) -> None:
    """分解：县区填报人，接收之后、提交之前；分解下来的不再分解。"""
    check_can_take(user, assignment)
    if assignment.organisation.kind != assignment.organisation.Kind.COUNTY:
        raise Denied("只有县区可以把任务分解给县直部门和乡镇。")
    if assignment.status not in (Assignment.Status.WORKING, Assignment.Status.RETURNED):
        raise Denied(f"任务{assignment.get_status_display()}，现在不能分解；接收之后、提交之前可以分解。")


def check_can_drop(user, child: Assignment) -> None:
    """收回分解：由交办的县区填报人，且对方还没有接收。"""
    if child.parent_id is None:
        raise Denied("这不是分解下来的任务，不能收回。")
    require(user, "draft", child.issuer, f"只有{child.issuer}的填报人可以收回。")
    if child.status != Assignment.Status.PENDING:
        raise Denied(f"{child.organisation}已接收，不能收回。")


def may_drop(user, child: Assignment) -> bool:
    """可以收回这份分解。"""
    return refusal(check_can_drop, user, child) is None


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
    if user in (filing.submitted_by, filing.created_by):
        raise Denied("填报人（含代理负责人的填报人）不能审核自己填写、提交的方案，请由另一位负责人审核。")


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


def check_can_extend_task(user, assignment: Assignment) -> None:
    """为承办的任务申请延期：承办单位的经办人，任务有期限而且还没有完成。"""
    check_can_request_extension(user, assignment.organisation)
    check_is_running(assignment.task.campaign)
    if assignment.due_on is None:
        raise Denied("这项任务没有完成时限，不必延期。")
    if assignment.status in Assignment.HANDED_IN:
        raise Denied(f"任务{assignment.get_status_display()}，不必延期。")


def check_can_decide_extension(user, extension: Extension) -> None:
    """审批延期：市政务公开办审核人；县区交办的任务由县区负责人。"""
    decider = extension.decider
    if decider.kind == decider.Kind.CITY:
        require(user, "review", decider, "只有市政务公开办审核人可以审批延期。")
    else:
        require(user, "approve", decider, f"只有{decider}的负责人可以审批延期。")
    if user == extension.requested_by:
        raise Denied("不能审批自己提出的延期申请。")
