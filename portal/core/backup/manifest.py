"""备份的清单：装了什么、各多少行、摘要是多少。放在 tar 的最后，没有清单就说明备份没有写完。"""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

FORMAT = 1
NAME = "manifest.json"
DATABASE = "database"
FILES = "files/"
CHUNK = 1024 * 1024


class BackupRefused(Exception):
    """备份或恢复不能进行；`message` 说明原因，`hint` 说明怎么办。"""

    def __init__(self, message: str, hint: str):
        super().__init__(f"{message}{hint}")
        self.message, self.hint = message, hint


@dataclass(frozen=True)
class Entry:
    """tar 里的一个条目：名称、字节数、内容的 SHA-256。"""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """一份备份的说明。

    `method` 为 `sqlite`（库文件）、`pg_dump`（custom 格式）或 `rows`（逐行 JSON，可跨数据库）；
    `rows` 是 {表名: 行数}；`key` 是站点密钥的指纹，恢复到密钥不同的站点时提醒；`missing` 是登记了却找不到的文件。
    """

    made_at: str
    vendor: str
    method: str
    migrations: list[str]
    rows: dict[str, int]
    audit_head: str
    key: str
    entries: list[Entry]
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def files(self) -> list[Entry]:
        """文件条目（不含数据库）。"""
        return [entry for entry in self.entries if entry.name.startswith(FILES)]

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def read(path: Path) -> Manifest:
    """读出清单。抛 `BackupRefused`：不是备份、没有写完、或由更新的版本写成。"""
    try:
        with tarfile.open(path) as archive:
            content = json.loads(archive.extractfile(NAME).read())
    except FileNotFoundError:
        raise BackupRefused(f"没有文件 {path}。", "请检查路径。") from None
    except (tarfile.TarError, KeyError, OSError, ValueError, AttributeError):
        raise BackupRefused(f"{path} 不是本平台的备份，或者没有写完。", "请换一份备份。") from None
    if content.get("format") != FORMAT:
        raise BackupRefused(
            f"备份的格式版本是 {content.get('format')}，本版本只认 {FORMAT}。", "请先升级平台，再恢复。"
        )
    entries = [Entry(**entry) for entry in content.pop("entries")]
    return Manifest(entries=entries, **content)


def verify(path: Path, manifest: Manifest) -> list[str]:
    """逐条复算摘要，返回发现的问题（中文）；空列表表示备份完好。"""
    expected = {entry.name: entry for entry in manifest.entries}
    problems = []
    with tarfile.open(path) as archive:
        for member in archive:
            if member.name == NAME:
                continue
            entry = expected.pop(member.name, None)
            if entry is None or not member.isfile() or not is_plain(member.name):
                problems.append(f"多出条目 {member.name}")
            elif digest(pieces(archive.extractfile(member))) != (entry.size, entry.sha256):
                problems.append(f"{member.name} 的内容与清单不符")
    return problems + [f"缺少条目 {name}" for name in expected]


def is_plain(name: str) -> bool:
    """相对路径、不含“..”：解到哪里就在哪里。"""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def pieces(handle) -> Iterator[bytes]:
    """按块读完一个文件对象。"""
    while piece := handle.read(CHUNK):
        yield piece


def digest(chunks: Iterator[bytes]) -> tuple[int, str]:
    """（字节数，SHA-256）。"""
    sha, size = hashlib.sha256(), 0
    for chunk in chunks:
        sha.update(chunk)
        size += len(chunk)
    return size, sha.hexdigest()
