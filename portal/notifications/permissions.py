"""消息与通道的规则。"""

from portal.core.rules import Denied
from portal.notifications.models import Channel
from portal.organisations.scope import scope_of


def check_can_set_robots(user) -> None:
    """机构的群机器人：系统管理员，或市政务公开办经办。"""
    scope = scope_of(user)
    if not (scope.is_administrator or scope.holds("run_campaign")):
        raise Denied("机构的群机器人由系统管理员或市政务公开办经办登记。")


def check_can_add_channel(user, *, person, organisation) -> None:
    """本人开通自己的；机构的由 `check_can_set_robots` 许可的人登记。"""
    if organisation is not None:
        check_can_set_robots(user)
    elif person is None or person.pk != user.pk:
        raise Denied("只能开通自己的通道。")


def check_can_manage_channel(user, channel: Channel) -> None:
    check_can_add_channel(user, person=channel.person, organisation=channel.organisation)


def check_can_see_deliveries(user) -> None:
    """外发记录：系统管理员、市政务公开办经办与审计员。"""
    if not scope_of(user).is_auditor:
        check_can_set_robots(user)
