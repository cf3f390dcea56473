"""排好的部分留在文件夹里：任务被杀后重来，或只改了一章，排好的不再排。"""

import contextlib
import datetime as dt
import os
import tempfile
from pathlib import Path


class KeptParts:
    """{内容摘要: PDF}，一个文件一件。写是原子的：中途被杀不会留下半件。"""

    def __init__(self, folder: Path):
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        try:
            return (self.folder / f"{key}.pdf").read_bytes()
        except FileNotFoundError:
            return None

    def __setitem__(self, key: str, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(self.folder / f"{key}.pdf")

    def prune(self, *, before: dt.datetime) -> int:
        """删去 `before` 之前写下的，答删了几件。"""
        old = [path for path in self.folder.glob("*.p*") if path.stat().st_mtime < before.timestamp()]
        for path in old:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
        return len(old)
