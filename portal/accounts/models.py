"""账号。岗位与权限不在这里：人凭任职（`organisations.Membership`）行事。"""

from django.contrib.auth import models as auth
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone

check_phone = RegexValidator(
    r"^[0-9+\- ]{5,20}$", "电话只能由数字、空格、“+”和“-”组成，5 至 20 位，例如 0871-12345678"
)


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def unused(self, *, since):
        """自 `since` 以前就再没有登录过、也不是其后才启用的账号。"""
        return self.active().filter(Q(last_login=None) | Q(last_login__lt=since), active_since__lt=since)


class UserManager(auth.UserManager.from_queryset(UserQuerySet)):
    use_in_migrations = False

    def get_by_natural_key(self, username):
        """用户名不分大小写：登录时 Zhang 与 zhang 是同一个人。"""
        return self.get(username__iexact=username)


class User(auth.AbstractUser):
    """一个真实的人。用户名由单位分配，姓名用于留痕与签发。

    `second_factor_required` 由管理任职的一方维护（管理员岗位为真）；账号一侧只看结果，不问岗位。
    """

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("联系电话", max_length=20, blank=True, validators=[check_phone])
    must_change_password = models.BooleanField("下次登录须改密", default=False)
    password_changed_at = models.DateTimeField("密码更新时间", null=True, blank=True)
    second_factor_required = models.BooleanField("必须使用两步验证", default=False)
    active_since = models.DateTimeField("启用时间", default=timezone.now)

    objects = UserManager()
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        constraints = [
            models.UniqueConstraint(
                Upper("username"),
                name="user_username_any_case",
                violation_error_message="这个用户名已被使用，请换一个",
            )
        ]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name or self.username

    def get_short_name(self):
        return self.get_full_name()

    @property
    def needs_second_factor(self) -> bool:
        """必须两步验证才能办事：管理员岗位，或能进后台的账号。"""
        return self.second_factor_required or self.is_staff or self.is_superuser

    @property
    def masked_phone(self) -> str:
        """只露头三位与末四位；不足八位的只露末两位。"""
        if len(self.phone) < 8:
            return "*" * max(len(self.phone) - 2, 0) + self.phone[-2:]
        return f"{self.phone[:3]}{'*' * (len(self.phone) - 7)}{self.phone[-4:]}"


class PasswordHistory(models.Model):
    """用过的密码（只存散列），用来拒绝重复使用。"""

    user = models.ForeignKey(User, models.CASCADE, related_name="old_passwords", verbose_name="账号")
    password = models.CharField("密码散列", max_length=128)
    replaced_at = models.DateTimeField("换下时间")

    class Meta:
        verbose_name = "用过的密码"
        verbose_name_plural = "用过的密码"
        ordering = ["-replaced_at", "-pk"]

    def __str__(self):
        return f"{self.user}（{self.replaced_at:%Y-%m-%d}）"
