"""备份与恢复：数据库与文件装进一个 tar，附清单（各条目的 SHA-256、各表行数、审计链尾）。

`make` 写出备份，`restore` 核验后恢复；命令 `backup`、`restore` 只转述它们的结果。
"""

from portal.core.backup.making import make
from portal.core.backup.manifest import BackupRefused, Manifest
from portal.core.backup.restoring import Restored, restore

__all__ = ["BackupRefused", "Manifest", "Restored", "make", "restore"]
