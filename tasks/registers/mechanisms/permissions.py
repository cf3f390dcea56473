"""工作机制的规则：县区填报人拟定，县区负责人审核施行，不是同一个人。"""

from portal.core.rules import Denied
from portal.organisations.models import Organisation
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of
from tasks.registers.mechanisms.models import Mechanism
from tasks.registers.mechanisms.steps import LEAST


def check_can_draft(user, county: Organisation) -> None:
    """拟定：县区填报人。"""
    if county.kind != county.Kind.COUNTY:
        raise Denied("四项机制由县区建立。")
    require(user, "draft", county, f"只有{county}的填报人可以拟定工作机制。")


def drafting_counties(user):
    """此人填报的县区。"""
    held = Organisation.objects.filter(pk__in=scope_of(user).organisations("draft"))
    return held.of_kind(Organisation.Kind.COUNTY)


def check_can_import(user, campaign) -> None:
    """导入：县区填报人。"""
    if not drafting_counties(user).exists():
        raise Denied("只有县区的填报人可以导入工作机制。")


def check_can_edit(user, mechanism: Mechanism) -> None:
    """修改：草稿或退回时，填报人。"""
    check_can_draft(user, mechanism.county)
    if not mechanism.is_editable:
        raise Denied(f"机制{mechanism.get_status_display()}，不能修改；要改请另拟一份，施行后替代它。")


def check_can_submit(user, mechanism: Mechanism) -> None:
    """提交：填报人；文件、文号、施行日期与至少三步流程齐备。"""
    check_can_draft(user, mechanism.county)
    if not mechanism.has_document:
        raise Denied("还没有文件：请上传文件，或给出网址，或选一条已公开的信息。")
    for value, name in ((mechanism.number, "文号"), (mechanism.effective_on, "施行日期")):
        if not value:
            raise Denied(f"还没有填写{name}。")
    if (count := mechanism.steps.count()) < LEAST:
        raise Denied(f"流程只有 {count} 步，请细化到至少 {LEAST} 步，每步写明谁来做。")


def check_can_withdraw(user, mechanism: Mechanism) -> None:
    """撤回：审核之前由填报人撤回。"""
    check_can_draft(user, mechanism.county)


def check_can_return(user, mechanism: Mechanism) -> None:
    """退回：县区负责人。"""
    require(user, "approve", mechanism.county, f"只有{mechanism.county}的负责人可以审核。")


def check_can_approve(user, mechanism: Mechanism) -> None:
    """审核施行：县区负责人，不是提交人；施行日期不早于现行那一份的。"""
    check_can_return(user, mechanism)
    if user == mechanism.submitted_by:
        raise Denied("提交人不能审核自己提交的，请由另一位负责人审核。")
    same = Mechanism.objects.in_force().filter(county=mechanism.county, kind=mechanism.kind)
    if (held := same.first()) and mechanism.effective_on < held.effective_on:
        raise Denied(f"现行的“{held.title}”自 {held.effective_on} 施行，新的不能更早。")


def check_can_repeal(user, mechanism: Mechanism) -> None:
    """废止：县区负责人。"""
    require(user, "approve", mechanism.county, f"只有{mechanism.county}的负责人可以废止。")


def check_can_be_replaced(user, mechanism: Mechanism) -> None:
    """被替代：随新的一份审核施行，由同一位负责人。"""
    check_can_repeal(user, mechanism)
