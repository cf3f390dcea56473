"""依申请公开的规则：本单位经办人登记与办理，答复由另一个人审核。"""

from portal.core.rules import Denied
from tasks.registers.requests import duties
from tasks.registers.requests.models import DisclosureRequest


def check_can_register(user, body) -> None:
    """登记：本单位经办人。"""
    duties.check_can_write(user, body)


def check_can_work(user, request: DisclosureRequest) -> None:
    """办理每一步：本单位经办人。"""
    duties.check_can_write(user, request.body)


def check_can_edit(user, request: DisclosureRequest) -> None:
    """改登记的内容：本单位经办人，答复送审之前。"""
    check_can_work(user, request)
    if request.finished_on or request.status == DisclosureRequest.Status.REVIEW:
        raise Denied(f"这件申请{request.get_status_display()}，登记的内容不能再改。")


def check_can_approve(user, request: DisclosureRequest) -> None:
    """审核答复：本单位审核人，不是拟答复的人。"""
    duties.check_can_review(user, request.body)
    if user == request.drafted_by:
        raise Denied("答复由你拟写，须由另一位审核人审核。")


def check_can_return(user, request: DisclosureRequest) -> None:
    """退回重拟：本单位审核人。"""
    duties.check_can_review(user, request.body)


def check_can_reveal(user, request: DisclosureRequest) -> None:
    """看申请人：本单位的经办人与审核人；每看一次留痕。"""
    if not (duties.may_write(user, request.body) or duties.may_review(user, request.body)):
        raise Denied(f"申请人的姓名与联系方式只有{request.body}的经办人和审核人可以看。")


def check_can_dispute(user, request: DisclosureRequest) -> None:
    """登记复议诉讼：本单位经办人。"""
    check_can_work(user, request)
