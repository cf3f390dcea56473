"""两步验证的状态。数据由 allauth 保管，这里只问与撤。"""

from allauth.mfa.models import Authenticator


def is_active(user) -> bool:
    """是否已启用动态口令。"""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def recovery_codes_left(user) -> int:
    """还剩几个恢复码；没有启用则为 0。"""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else 0


def remove(user) -> int:
    """撤去此人的动态口令与恢复码，返回撤去的条数。"""
    return Authenticator.objects.filter(user=user).delete()[0]
