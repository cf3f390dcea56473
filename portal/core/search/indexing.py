"""`manage.py migrate` 之后补齐检索的索引：那时各应用的表都已迁移好。"""

from django.apps import apps
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from portal.core.search import indexes


@receiver(post_migrate, sender=apps.get_app_config("core"))
def ensure_indexes(**kwargs) -> None:
    indexes.ensure()
