"""消息、通道与通知公告的规则。"""

from portal.core import html
from portal.core.rules import Denied
from portal.notifications.models import Bulletin, Channel, issuing_places, working_places
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


def check_can_issue_bulletin(user, bulletin: Bulletin) -> None:
    """拟、撤通知：市政务公开办经办代市里，县区填报人代本县区发给下面的单位。"""
    if bulletin.issuer_id not in issuing_places(user):
        raise Denied("只有市政务公开办经办，或县区填报人，可以发通知公告。")


def check_can_publish_bulletin(user, bulletin: Bulletin) -> None:
    """发布：标题与正文齐备。"""
    check_can_issue_bulletin(user, bulletin)
    if not html.to_text(bulletin.body).strip():
        raise Denied("还没有写正文。")


def check_can_confirm_bulletin(user, bulletin: Bulletin) -> None:
    """确认：收件单位的任职人员，通知还在发布中。"""
    if not bulletin.recipients.filter(organisation__in=working_places(user)).exists():
        raise Denied("这份通知没有发给你所在的单位，不需要确认。")
    if bulletin.status != Bulletin.Status.PUBLISHED:
        raise Denied(f"通知{bulletin.get_status_display()}，不需要确认。")
    if not bulletin.must_confirm:
        raise Denied("这份通知不要求确认，读过即可。")


def check_can_remind_unread(user, bulletin: Bulletin) -> None:
    """提醒未读：发布单位的人，通知还在发布中。"""
    check_can_issue_bulletin(user, bulletin)
    if bulletin.status != Bulletin.Status.PUBLISHED:
        raise Denied(f"通知{bulletin.get_status_display()}，不能提醒。")


def check_can_see_receipts(user, bulletin: Bulletin) -> None:
    """看回执：发布单位的人与审计员。"""
    if not scope_of(user).is_auditor:
        check_can_issue_bulletin(user, bulletin)
