"""文件：默认私有，按内容摘要存放，凭归属对象的规则发放。

归属应用登记一条规则 `register_owner("tasks.filing", may_read)`；没有归属的文件只有上传人能看。
"""

import datetime as dt
import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from portal.core import uploads
from portal.core.models import StoredFile

Reader = Callable[[object, str], bool]
_owners: dict[str, Reader] = {}


def register_owner(owner_type: str, may_read: Reader) -> None:
    """登记归属：`may_read(user, owner_pk)` 决定此人能否下载。"""
    _owners[owner_type] = may_read


def may_read(user, stored: StoredFile) -> bool:
    """此人此刻能否下载该文件。"""
    reader = _owners.get(stored.owner_type)
    return reader(user, stored.owner_pk) if reader else stored.uploaded_by_id == user.pk


def store(
    data: bytes, name: str, *, accept: frozenset[str], by, at: dt.datetime, owner: models.Model | None = None
):
    """查验并存入一份上传，返回 `StoredFile`。抛 `uploads.Refused`（含原因与补救）。"""
    inspected = uploads.inspect(data, name, accept=accept)
    return keep(
        data,
        inspected.name,
        kind=inspected.kind,
        content_type=inspected.content_type,
        by=by,
        at=at,
        owner=owner,
    )


def keep(
    data: bytes,
    name: str,
    *,
    kind: str,
    content_type: str,
    by,
    at: dt.datetime,
    owner: models.Model | None = None,
):
    """存入一份我们自己生成、或已经查验的文件。相同内容只占一份空间。"""
    stored = StoredFile(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        kind=kind,
        content_type=content_type,
        size=len(data),
        owner_type=owner._meta.label_lower if owner is not None else "",
        owner_pk=str(owner.pk) if owner is not None else "",
        uploaded_by=by,
        uploaded_at=at,
    )
    if not default_storage.exists(stored.storage_name):
        default_storage.save(stored.storage_name, ContentFile(data))
    stored.save()
    return stored


def with_content(data: bytes) -> models.QuerySet:
    """内容与 `data` 相同的各份文件。"""
    return StoredFile.objects.filter(sha256=hashlib.sha256(data).hexdigest())


def assign(stored: StoredFile, owner: models.Model) -> None:
    """把先上传后归属的文件交给 `owner`。"""
    stored.owner_type, stored.owner_pk = owner._meta.label_lower, str(owner.pk)
    stored.save(update_fields=["owner_type", "owner_pk"])


def read(stored: StoredFile) -> bytes:
    """文件内容；与登记的摘要不符则抛 `Damaged`。"""
    with default_storage.open(stored.storage_name) as handle:
        data = handle.read()
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise Damaged(f"文件“{stored.name}”（{stored.pk}）的内容与登记的摘要不符，请从备份恢复。")
    return data


class Damaged(Exception):
    """存储中的内容被改动或损坏。"""
