"""恢复：先核验备份，再看站点是否空着，然后换上数据库、补齐文件、清点，任何一步不对都退回原样。"""

import datetime as dt
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.core import audit
from portal.core.backup import dumping, loading, making, manifest
from portal.core.backup.manifest import DATABASE, FILES, BackupRefused, Manifest
from portal.core.models import AuditEvent, StoredFile

AUDIT_EVENT = "core.backup.restored"
SHOWN = 5


@dataclass(frozen=True)
class Restored:
    """恢复的结果：清单，以及操作人应当知道的事（中文）。"""

    manifest: Manifest
    notes: list[str]


def restore(path: Path, *, at: dt.datetime, force: bool = False) -> Restored:
    """从 `path` 恢复整站。抛 `BackupRefused`：备份损坏、版本不合、站点已有数据而没有 `force`、清点不符。"""
    found = manifest.read(path)
    if problems := manifest.verify(path, found):
        raise BackupRefused(f"备份已损坏：{_some(problems)}。", "没有改动任何数据，请换一份备份。")
    _check_fits(found)
    if not force and not is_empty():
        raise BackupRefused(
            "这个站点已有数据，恢复会全部替换。", "确要替换请先停止服务并另做备份，再加 --force。"
        )
    with tempfile.TemporaryDirectory() as work, tarfile.open(path) as archive:
        database = Path(work) / "dump"
        with database.open("wb") as copy:
            for piece in manifest.pieces(archive.extractfile(DATABASE)):
                copy.write(piece)
        _put_files(archive, found)
        with loading.replaced(database, found):
            _check_rows(found)
    _drop_other_files(found)
    _take_statistics()
    audit.record(AUDIT_EVENT, at=at, detail={"files": len(found.files), "rows": sum(found.rows.values())})
    return Restored(found, _notes(found))


def is_empty() -> bool:
    """没有人、没有审计记录、没有文件，或者连表都没有建。"""
    tables = set(connection.introspection.table_names())
    owned = [model for model in (get_user_model(), AuditEvent, StoredFile) if model._meta.db_table in tables]
    return not any(model.objects.exists() for model in owned)


def _check_fits(found: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {name.split(".")[0] for name in known}
    newer = [name for name in found.migrations if name not in known and name.split(".")[0] in ours]
    if newer:
        raise BackupRefused(
            f"备份来自更新的版本（本版本没有迁移 {_some(newer)}）。", "请先升级平台，再恢复。"
        )
    if found.method == "rows":
        if lacking := sorted(known - set(found.migrations)):
            raise BackupRefused(
                f"逐行格式的备份须用同一版本恢复，备份里没有迁移 {_some(lacking)}。",
                "请用写出备份的那个版本恢复，再升级。",
            )
    elif found.vendor != connection.vendor:
        raise BackupRefused(
            f"备份来自 {found.vendor}，本站用 {connection.vendor}。",
            "跨数据库搬迁请用 backup --portable 另做一份。",
        )


def _check_rows(found: Manifest) -> None:
    """恢复后逐表清点，并核对审计链：链尾与备份时相同，链条完好。"""
    with connection.cursor() as cursor:
        now, head = dumping.table_rows(cursor), dumping.audit_head(cursor)
    different = [
        f"{table} 应有 {count} 行，实有 {now.get(table, '无此表')}"
        for table, count in found.rows.items()
        if now.get(table) != count
    ]
    if head != found.audit_head:
        different.append("审计链尾与备份时不同")
    different += audit.verify_chain()
    if different:
        raise BackupRefused(f"恢复后清点不符：{_some(different)}。", "已退回原来的数据，请换一份备份。")


def _put_files(archive: tarfile.TarFile, found: Manifest) -> None:
    """补上缺的、修好坏的；内容相同的不动。多余的留到最后才删，中途失败不会少文件。"""
    for entry in found.files:
        name = entry.name.removeprefix(FILES)
        if default_storage.exists(name):
            with default_storage.open(name) as handle:
                if manifest.digest(manifest.pieces(handle)) == (entry.size, entry.sha256):
                    continue
            default_storage.delete(name)
        default_storage.save(name, File(archive.extractfile(entry.name), name=name))


def _drop_other_files(found: Manifest) -> None:
    wanted = {entry.name.removeprefix(FILES) for entry in found.files}
    for name in [name for name in making.stored_names() if name not in wanted]:
        default_storage.delete(name)


def _take_statistics() -> None:
    """换进来的表还没有统计，PostgreSQL 的优化器会走错路，头几次查询要等上十几秒。"""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _notes(found: Manifest) -> list[str]:
    notes = []
    if found.key != making.key_fingerprint():
        notes.append("本站的 SECRET_KEY 与备份时不同：会话失效，加密保存的内容无法解开。请换回原来的密钥。")
    if found.missing:
        notes.append(f"备份时就有 {len(found.missing)} 个登记的文件找不到：{_some(found.missing)}")
    lacking = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations} - set(found.migrations)
    if connection.vendor == "postgresql":
        notes.append("如果分了数据库角色，请再执行一遍 deploy/roles.sql，收回审计表的改删权限。")
    if lacking:
        notes.append("备份来自较旧的版本，请接着运行 manage.py migrate。")
    return notes


def _some(items: list[str]) -> str:
    more = f"等 {len(items)} 处" if len(items) > SHOWN else ""
    return "；".join(items[:SHOWN]) + more
