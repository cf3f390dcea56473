"""催办与督办单的规则。"""

import datetime as dt

from portal.core.rules import Denied
from portal.organisations.permissions import require
from portal.organisations.scope import scope_of
from tasks.models import Supervision
from tasks.permissions import check_can_run, check_is_running
from tasks.recipients import ACTING, HEADING

NEAR_DAYS = 3


def is_near(due_on: dt.date, on: dt.date) -> bool:
    """到期前 `NEAR_DAYS` 天起可以催办。"""
    return (due_on - on).days <= NEAR_DAYS


def may_urge(user, organisation) -> bool:
    """市政务公开办催各单位；县区的填报人、负责人催自己下面的单位。"""
    scope = scope_of(user)
    if scope.holds("run_campaign"):
        return True
    mine = {**scope.places.get("draft", {}), **scope.places.get("approve", {})}
    return any(organisation.path.startswith(path) and organisation.path != path for path in mine.values())


def check_can_urge(user, organisation) -> None:
    if not may_urge(user, organisation):
        raise Denied(f"只有市政务公开办，或{organisation}的上级单位，可以催办。")


def check_can_draft_supervision(user, campaign) -> None:
    """拟督办单：市政务公开办经办，行动进行中。"""
    check_can_run(user, campaign)
    check_is_running(campaign)


def check_can_issue(user, supervision: Supervision) -> None:
    """下达：市政务公开办经办，至少一件事。"""
    check_can_draft_supervision(user, supervision.campaign)
    if not supervision.matters.exists():
        raise Denied("还没有督办的事项，请先从到期未办的事里选。")


def check_can_revoke(user, supervision: Supervision) -> None:
    """撤回：市政务公开办经办；编号保留。"""
    check_can_run(user, supervision.campaign)


def check_can_sign(user, supervision: Supervision) -> None:
    """签收：被督办单位的经办人或负责人。"""
    place = supervision.organisation
    scope = scope_of(user)
    perms = (ACTING.get(place.kind, "draft"), HEADING.get(place.kind, "approve"))
    if not any(scope.can(perm, place) for perm in perms):
        raise Denied(f"只有{place}的经办人或负责人可以签收、答复。")


def check_can_answer(user, supervision: Supervision) -> None:
    """答复：被督办单位的经办人或负责人，签收之后，附上佐证。"""
    check_can_sign(user, supervision)


def check_can_recheck(user, supervision: Supervision) -> None:
    """复核：市政务公开办审核人，且不是下达人、不是答复人。"""
    city = supervision.campaign.city
    require(user, "review", city, "只有市政务公开办审核人可以复核销号。")
    if user.pk in (supervision.issued_by_id, supervision.answered_by_id):
        raise Denied("下达人、答复人不能复核，请由另一位审核人办理。")
