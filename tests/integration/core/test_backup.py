"""备份与恢复：到空地方去的演练，以及每一种不该恢复的备份。"""

import datetime as dt
import json
import shutil
import sys
import tarfile
import uuid
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from portal.core import clock
from portal.core.backup import BackupRefused, make, manifest, restore

sys.path.insert(0, str(Path(__file__).parent))
from drill import Site  # noqa: E402 同目录的演练助手

AT = dt.datetime(2026, 7, 1, 9, 0, tzinfo=clock.TZ)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def new_site(tmp_path_factory, django_db_setup):
    """新站点的工厂：与正在跑的测试同一种数据库，各有各的库，用完删除。"""
    made = []

    def new(name):
        var = tmp_path_factory.mktemp(name)
        if connection.vendor == "sqlite":
            return Site(f"sqlite:///{var / 'db.sqlite3'}", var)
        made.append(f"drill_{uuid.uuid4().hex[:12]}")
        _on_server("CREATE DATABASE {} TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'", made[-1])
        config = connection.settings_dict
        secret = f":{config['PASSWORD']}" if config["PASSWORD"] else ""
        host = f"{config['HOST'] or '127.0.0.1'}:{config['PORT'] or 5432}"
        return Site(f"postgres://{config['USER']}{secret}@{host}/{made[-1]}", var)

    yield new
    for database in made:
        _on_server("DROP DATABASE {} WITH (FORCE)", database)


def _on_server(statement, database):
    config = connection.settings_dict
    place = {
        "host": config["HOST"],
        "port": config["PORT"],
        "user": config["USER"],
        "password": config["PASSWORD"],
    }
    given = {key: value for key, value in place.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(database)))


@dataclass
class Full:
    """有数据的站点、备份时看到的内容、两种格式的备份。"""

    site: Site
    seen: dict
    native: Path
    portable: Path


@pytest.fixture(scope="module")
def full(new_site, tmp_path_factory):
    site, folder = new_site("full"), tmp_path_factory.mktemp("backups")
    made = Full(site, {}, folder / "native.tar", folder / "portable.tar")
    site.fill()
    made.seen = site.look()
    site.manage("backup", str(made.native))
    site.manage("backup", str(made.portable), "--portable")
    return made


@pytest.mark.parametrize("form", ["native", "portable"])
def test_a_site_is_restored_whole_to_an_empty_place_and_goes_on(full, new_site, form):
    site = new_site("empty")
    answer = site.manage("restore", str(getattr(full, form)))
    after, before = site.look(), full.seen
    assert "核对无误" in answer.stdout and "SECRET_KEY" not in answer.stderr
    assert (after["users"], after["files"], after["problems"]) == (before["users"], before["files"], [])
    assert after["events"][: len(before["events"])] == before["events"]
    assert after["events"][-1][0] == "core.backup.restored"


def test_a_full_site_is_replaced_only_by_force(full, new_site):
    site = new_site("other")
    site.manage("restore", str(full.native))
    refused = site.manage("restore", str(full.native), check=False)
    assert refused.returncode == 1 and "已有数据" in refused.stderr and "--force" in refused.stderr
    site.key = "another-key"
    forced = site.manage("restore", str(full.portable), "--force")
    assert "SECRET_KEY 与备份时不同" in forced.stderr
    assert site.look()["files"] == full.seen["files"]


def test_a_backup_that_does_not_count_up_leaves_the_old_data(full):
    before = full.site.look()
    wrong = _with_manifest(full.native, lambda content: content["rows"].update({"accounts_user": 99}))
    refused = full.site.manage("restore", str(wrong), "--force", check=False)
    assert refused.returncode == 1 and "accounts_user 应有 99 行，实有 1" in refused.stderr
    assert full.site.look() == before


def test_a_backup_is_private_and_never_overwrites(tmp_path):
    file = tmp_path / "site.tar"
    made = make(file, at=AT)
    assert file.stat().st_mode & 0o777 == 0o600
    assert made.rows["core_auditevent"] == 0
    with pytest.raises(BackupRefused, match="已经存在"):
        make(file, at=AT)
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BackupRefused, match="没有文件夹"):
        make(tmp_path / "nowhere" / "site.tar", at=AT)


def test_something_else_is_not_a_backup(tmp_path):
    other = tmp_path / "other.tar"
    other.write_bytes(b"not a tar")
    with pytest.raises(BackupRefused, match="不是本平台的备份"):
        restore(other, at=AT)
    with pytest.raises(BackupRefused, match="没有文件"):
        restore(tmp_path / "none.tar", at=AT)


def test_half_a_backup_is_refused(tmp_path):
    file = tmp_path / "site.tar"
    make(file, at=AT)
    half = tmp_path / "half.tar"
    half.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(BackupRefused, match="没有写完"):
        restore(half, at=AT)


def test_a_changed_byte_is_found(tmp_path):
    file = tmp_path / "site.tar"
    make(file, at=AT)
    data = bytearray(file.read_bytes())
    data[4096] ^= 1
    file.write_bytes(data)
    with pytest.raises(BackupRefused, match="备份已损坏"):
        restore(file, at=AT)


def test_a_backup_of_a_newer_version_is_refused(tmp_path):
    file = tmp_path / "site.tar"
    make(file, at=AT)
    newer = _with_manifest(file, lambda content: content["migrations"].append("core.9999_future"))
    with pytest.raises(BackupRefused, match="更新的版本.*core.9999_future"):
        restore(newer, at=AT)


def test_another_kind_of_database_needs_the_portable_form(tmp_path):
    file = tmp_path / "site.tar"
    make(file, at=AT)
    other = _with_manifest(file, lambda content: content.update(vendor="oracle"))
    with pytest.raises(BackupRefused, match="--portable"):
        restore(other, at=AT)


@pytest.mark.parametrize("name", ["/etc/passwd", "files/../../x", ".."])
def test_a_path_that_leaves_the_folder_is_not_plain(name):
    assert not manifest.is_plain(name)


def _with_manifest(file, change):
    """一份清单被改过的备份。"""
    folder, changed = file.parent / "opened", file.with_name("changed.tar")
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
        names = archive.getnames()
    content = json.loads((folder / manifest.NAME).read_text())
    change(content)
    (folder / manifest.NAME).write_text(json.dumps(content))
    with tarfile.open(changed, "w") as archive:
        for name in names:
            archive.add(folder / name, arcname=name)
    shutil.rmtree(folder)
    return changed
