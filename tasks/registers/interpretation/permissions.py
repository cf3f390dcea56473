"""解读回应的规则：各单位的填报人登记本单位的；咨询由别人确认办结。"""

from portal.core.rules import Denied
from portal.organisations.models import Organisation
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of
from tasks.permissions import check_can_run
from tasks.registers.interpretation.models import Question


def check_can_keep(user, organisation: Organisation) -> None:
    """登记、修改本单位的政策、热点与咨询：本单位的填报人。"""
    require(user, "draft", organisation, f"只有{organisation}的填报人可以登记。")


def check_can_set_terms(user, campaign) -> None:
    """设定期限：市政务公开办经办。"""
    check_can_run(user, campaign)


def check_can_transfer(user, question: Question) -> None:
    """转办：咨询台所在单位的填报人。"""
    require(user, "draft", question.organisation, f"只有{question.organisation}的填报人可以转办。")


def check_can_correct(user, question: Question) -> None:
    """更正登记的问题：咨询台的填报人，还没有答复的。"""
    check_can_keep(user, question.organisation)
    if question.is_answered:
        raise Denied(f"这个问题{question.get_status_display()}，不能再改；答得不对的请退回重答。")


def check_can_answer(user, question: Question) -> None:
    """答复：咨询台的填报人；转办了的，接办单位的填报人也可以。"""
    scope = scope_of(user)
    places = [question.organisation, question.transferred_to]
    if not any(place and scope.can("draft", place) for place in places):
        raise Denied(f"只有{question.transferred_to or question.organisation}的填报人可以答复。")


def check_can_refuse(user, question: Question) -> None:
    """接办单位退回：不归它管的。"""
    place = question.transferred_to
    require(user, "draft", place, f"只有接办的{place}可以退回。")


def check_can_confirm(user, question: Question) -> None:
    """确认办结、退回重答：咨询台单位的填报人或负责人，不是答复的人。"""
    scope, place = scope_of(user), question.organisation
    if not (scope.can("draft", place) or scope.can("approve", place)):
        raise Denied(f"只有{place}的填报人或负责人可以确认。")
    if user == question.answered_by:
        raise Denied("答复的人不能确认自己的答复，请由本单位的另一位办理。")


def check_can_release(user, question: Question) -> None:
    """公开问答：咨询台的填报人，办结之后。"""
    check_can_keep(user, question.organisation)
    if question.status != Question.Status.CONFIRMED:
        raise Denied("问答确认办结之后才能公开。")
