"""django-guardian 的门：谁对哪个对象有哪项权限，只存在这里。

只用“直接外键”的权限模型（`UserPermission` 的子类），不用通用外键；不理会全局模型权限，
因为它会让持有者看见全部对象（guardian 的 `accept_global_perms` 默认如此）。
"""

from django.contrib.auth import get_user_model
from django.db import models
from guardian.models import UserObjectPermissionBase
from guardian.shortcuts import assign_perm, get_objects_for_user, remove_perm
from guardian.utils import get_user_obj_perms_model


class UserPermission(UserObjectPermissionBase):
    """直接外键权限模型的抽象基类；子类声明 `content_object`。"""

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True


def grant(perm: str, user, obj: models.Model) -> None:
    """授予；已有则不变。"""
    assign_perm(perm, user, obj)


def revoke(perm: str, user, obj: models.Model) -> None:
    """收回；没有则不变。"""
    remove_perm(perm, user, obj)


def holding(perm: str, user, queryset: models.QuerySet) -> models.QuerySet:
    """`queryset` 中该人持有 `perm` 的对象。"""
    return get_objects_for_user(
        user, perm, klass=queryset, with_superuser=False, accept_global_perms=False, use_groups=False
    )


def has(perm: str, user, obj: models.Model) -> bool:
    """该人此刻对该对象是否持有 `perm`。"""
    return _rows(obj).filter(user=user, permission__codename=perm).exists()


def holders(perm: str, obj: models.Model) -> models.QuerySet:
    """对该对象持有 `perm` 的在用账号。"""
    ids = _rows(obj).filter(permission__codename=perm).values("user_id")
    return get_user_model().objects.filter(pk__in=ids, is_active=True).order_by("pk")


def _rows(obj: models.Model) -> models.QuerySet:
    return get_user_obj_perms_model(obj).objects.filter(content_object=obj)
