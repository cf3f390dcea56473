"""公开登记的规则：三审由三人分别担任，谁也不能审自己的稿子。"""

from portal.core.rules import Denied
from portal.organisations import selectors as organisations
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of
from portal.publications.models import Override, Publication


def check_can_draft(user, organisation) -> None:
    """拟稿：能经办本机构信息发布的人。"""
    if not any(scope_of(user).can(perm, organisation) for perm in ("publish_first", "draft", "run_campaign")):
        raise Denied(f"你不在{organisation}承担信息发布，不能拟稿。")


def check_can_edit(user, publication: Publication) -> None:
    check_can_draft(user, publication.organisation)
    if publication.status not in (Publication.Status.DRAFT, Publication.Status.RETURNED):
        raise Denied(f"稿件{publication.get_status_display()}，不能修改。")


def check_can_submit(user, publication: Publication) -> None:
    check_can_edit(user, publication)


def check_can_pass_first(user, publication: Publication) -> None:
    """初审：本机构的初审人，不是拟稿人。"""
    _check_reviewer(user, publication, "publish_first", "初审", publication.submitted_by)


def check_can_pass_second(user, publication: Publication) -> None:
    """复审：本机构的复审人，不是拟稿人、初审人。"""
    done = (publication.submitted_by, publication.first_passed_by)
    _check_reviewer(user, publication, "publish_second", "复审", *done)


def check_can_publish(user, publication: Publication) -> None:
    """终审并公开：市政务公开办终审人，不是此前任何一审的人。"""
    done = (publication.submitted_by, publication.first_passed_by, publication.second_passed_by)
    require(user, "publish_final", organisations.city(), "只有市政务公开办的终审人可以终审公开。")
    _check_is_another(user, "终审", *done)


def check_can_hold(user) -> None:
    """留下拦住的稿件：办公开的终审人。"""
    require(user, "publish_final", organisations.city(), "只有市政务公开办的终审人可以留下拦住的稿件。")


def check_can_return(user, publication: Publication) -> None:
    """退回：正轮到谁审，谁可以退回。"""
    S = Publication.Status
    {
        S.FIRST_REVIEW: check_can_pass_first,
        S.SECOND_REVIEW: check_can_pass_second,
        S.FINAL_REVIEW: check_can_publish,
    }[publication.status](user, publication)


def check_can_withdraw(user, publication: Publication) -> None:
    """撤回已公开的：市政务公开办终审人。"""
    require(user, "publish_final", organisations.city(), "只有市政务公开办的终审人可以撤回已公开的信息。")


def check_can_request_override(user, publication: Publication) -> None:
    """申请放行：能拟稿的人；已撤回的不必。"""
    check_can_draft(user, publication.organisation)
    if publication.status == Publication.Status.WITHDRAWN:
        raise Denied("稿件已撤回，不必申请放行。")
    if publication.overrides.filter(status=Override.Status.REQUESTED).exists():
        raise Denied("这篇稿件已有一份放行申请待审批。")


def check_can_decide_override(user, override: Override) -> None:
    """批准或不批准：市政务公开办终审人，不是申请人。"""
    require(user, "publish_final", organisations.city(), "只有市政务公开办的终审人可以审批放行。")
    if user == override.requested_by:
        raise Denied("放行须由两个人办：你是申请人，请另一位终审人审批。")


def check_can_cancel_override(user, override: Override) -> None:
    """撤回申请：申请人自己。"""
    if user != override.requested_by:
        raise Denied("只有申请人可以撤回申请。")


def check_can_rescan(user) -> None:
    """重查已公开的：市政务公开办终审人。"""
    require(user, "publish_final", organisations.city(), "只有市政务公开办的终审人可以重查已公开的信息。")


def check_can_see_findings(user) -> None:
    """看重查的发现：市政务公开办的人，审计员。"""
    scope, city = scope_of(user), organisations.city()
    if not (scope.is_auditor or any(scope.can(perm, city) for perm in ("publish_final", "run_campaign"))):
        raise Denied("只有市政务公开办的经办人、审核人和审计员可以查看重查的发现。")


def _check_reviewer(user, publication, perm: str, step: str, *others) -> None:
    at_home = scope_of(user).can(perm, publication.organisation)
    at_city = scope_of(user).can(perm, organisations.city())
    if not (at_home or at_city):
        raise Denied(f"只有{publication.organisation}或市政务公开办的{step}人可以{step}。")
    _check_is_another(user, step, *others)


def _check_is_another(user, step: str, *others) -> None:
    if user in others:
        raise Denied(f"三审须由不同的人担任：你已经办过这篇稿件的前面环节，不能再作{step}。")
