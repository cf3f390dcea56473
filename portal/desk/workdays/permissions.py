"""谁能改工作日表：期限随它变动，是组织行动的一部分；系统管理员不办业务。谁都可以看。"""

from portal.core.rules import Denied
from portal.organisations.scope import scope_of


def check_can_change(user) -> None:
    """市政务公开办经办。"""
    if not scope_of(user).holds("run_campaign"):
        raise Denied("只有市政务公开办经办可以调整工作日。")
