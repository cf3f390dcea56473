"""写出备份：先取数据库的一致快照，再收文件。文件按内容命名、只增不改，所以快照里登记的都已在存储里。"""

import datetime as dt
import io
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.core import audit
from portal.core.backup import dumping, manifest
from portal.core.backup.manifest import DATABASE, FILES, NAME, BackupRefused, Entry, Manifest
from portal.core.crypto import keyed_hash
from portal.core.models import StoredFile

AUDIT_EVENT = "core.backup.made"


def make(path: Path, *, at: dt.datetime, portable: bool = False) -> Manifest:
    """把整站备份到 `path`（不覆盖已有文件，权限 600），返回清单；`portable` 用可跨数据库的逐行格式。

    写在旁边的临时文件里，全部写完才改名；中途失败不留下半份。
    """
    if path.exists():
        raise BackupRefused(f"{path} 已经存在。", "备份不覆盖旧文件，请换一个文件名。")
    if not path.parent.is_dir():
        raise BackupRefused(f"没有文件夹 {path.parent}。", "请先建立它，或换一个位置。")
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.touch(mode=0o600)
        made = _write(partial, at=at, portable=portable)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    audit.record(AUDIT_EVENT, at=at, detail={"files": len(made.files), "rows": sum(made.rows.values())})
    return made


def key_fingerprint() -> str:
    """站点密钥的指纹：恢复时据此提醒密钥不同（加密与带密钥的散列将对不上）。"""
    return keyed_hash(b"backup", purpose="fingerprint")[:16]


def stored_names(folder: str = "") -> Iterator[str]:
    """存储里全部文件的相对名称。"""
    if folder == "" and not default_storage.exists(""):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}{name}" for name in sorted(names))
    for child in sorted(folders):
        yield from stored_names(f"{folder}{child}/")


def _write(path: Path, *, at: dt.datetime, portable: bool) -> Manifest:
    with tempfile.TemporaryDirectory(dir=path.parent) as work, tarfile.open(path, "w") as archive:
        dump = dumping.dump(Path(work) / "dump", portable=portable)
        entries = [_add(archive, DATABASE, dump.path)]
        names = list(stored_names())
        entries += [_add_stored(archive, name, Path(work) / "file") for name in names]
        made = Manifest(
            made_at=at.isoformat(),
            vendor=connection.vendor,
            method=dump.method,
            migrations=applied_migrations(),
            rows=dump.rows,
            audit_head=dump.audit_head,
            key=key_fingerprint(),
            entries=entries,
            missing=sorted(registered_names() - set(names)),
        )
        body = made.as_bytes()
        info = tarfile.TarInfo(NAME)
        info.size, info.mode, info.mtime = len(body), 0o600, int(at.timestamp())
        archive.addfile(info, io.BytesIO(body))
    return made


def registered_names() -> set[str]:
    """库里登记的全部文件应有的存储名称。"""
    return {row.storage_name for row in StoredFile.objects.only("sha256").iterator()}


def applied_migrations() -> list[str]:
    """本版本有的迁移中已执行的，形如 `core.0001_initial`；已被别的迁移承接的旧名不算。"""
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations.keys() & loader.disk_migrations)


def _add(archive: tarfile.TarFile, name: str, source: Path) -> Entry:
    with source.open("rb") as handle:
        size, sha256 = manifest.digest(manifest.pieces(handle))
    archive.add(source, arcname=name, filter=_nameless)
    return Entry(name, size, sha256)


def _add_stored(archive: tarfile.TarFile, name: str, work: Path) -> Entry:
    """先抄到本地再装：对象存储读一遍，算出的摘要就是装进去的字节。"""
    with default_storage.open(name) as handle, work.open("wb") as copy:
        for piece in manifest.pieces(handle):
            copy.write(piece)
    return _add(archive, f"{FILES}{name}", work)


def _nameless(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """不带走本机的用户名与编号。"""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info
