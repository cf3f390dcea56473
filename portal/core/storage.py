"""本机文件夹里的存储：一个文件要么完整，要么没有。"""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """先写临时文件、落盘，再改名。

    Django 自带的直接写到最终的名称上：写到一半被杀，留下的半个文件会被当作“这份内容已经存过”。
    临时文件以点开头，不是存入的文件。
    """

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "wb") as file:
            for piece in content.chunks():
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(self.file_permissions_mode)
        Path(temporary).replace(path)
        return name

    def listdir(self, path):
        folders, names = super().listdir(path)
        return folders, [name for name in names if not name.startswith(".")]
