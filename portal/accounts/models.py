"""账号。岗位与权限不在这里：人凭任职（`organisations.Membership`）行事。"""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """一个真实的人。用户名由单位分配，姓名用于留痕与签发。"""

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    must_change_password = models.BooleanField("下次登录须改密", default=False)
    password_changed_at = models.DateTimeField("口令更新时间", null=True, blank=True)

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name or self.username

    def get_short_name(self):
        return self.get_full_name()
