"""修改历史的门（django-simple-history）：成批写入时也逐条留下历史，与逐条保存写下的相同。"""

from collections.abc import Sequence

from django.db import models, transaction
from simple_history.utils import bulk_create_with_history

BATCH = 500
MANAGER = "history"


def create_all(model: type[models.Model], rows: Sequence[models.Model]) -> list[models.Model]:
    """成批新建，返回带编号的对象，次序不变。"""
    return bulk_create_with_history(rows, model, batch_size=BATCH) if rows else []


@transaction.atomic(savepoint=False)
def save_all(model: type[models.Model], rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """成批保存 `fields`；各行的这几项须是同样的值，所以一条语句改完。没有修改历史的模型只改不记。"""
    if not rows:
        return
    values = {name: getattr(rows[0], name) for name in fields}
    model._base_manager.filter(pk__in=[row.pk for row in rows]).update(**values)
    if manager := getattr(model, MANAGER, None):
        manager.bulk_history_create(rows, batch_size=BATCH, update=True)
