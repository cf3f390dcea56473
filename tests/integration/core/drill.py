"""恢复演练用的小站：各在自己的进程、数据库与文件夹里，与测试库无关。"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FILL = """
import datetime as dt
from django.contrib.auth import get_user_model
from portal.core import audit, clock, files
at = dt.datetime(2026, 7, 1, 9, 0, tzinfo=clock.TZ)
user = get_user_model().objects.create_user("li", password=None, name="李雷")
for number in range(3):
    files.keep(f"第 {number} 份".encode(), f"{number}.txt", kind="txt", content_type="text/plain", by=user, at=at)
    audit.record("core.drill.filled", obj=user, by=user, at=at, detail={"number": number})
"""
LOOK = """
import json
from django.contrib.auth import get_user_model
from portal.core import audit, files
from portal.core.models import AuditEvent, StoredFile
print(json.dumps({
    "users": list(get_user_model().objects.order_by("pk").values_list("username", "name")),
    "files": [[row.name, files.read(row).decode()] for row in StoredFile.objects.order_by("pk")],
    "events": list(AuditEvent.objects.order_by("pk").values_list("event", "hash")),
    "problems": audit.verify_chain(),
}))
"""


@dataclass
class Site:
    """一个站点：数据库地址与数据文件夹。"""

    url: str
    var: Path
    key: str = "drill-key-for-tests-only"

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.config.settings",
            "DATABASE_URL": self.url,
            "VAR_DIR": str(self.var),
            "SECRET_KEY": self.key,
            "REDIS_URL": "",
        }
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def fill(self):
        self.manage("migrate", "--verbosity", "0")
        self.manage("shell", "--no-imports", "-c", FILL)

    def look(self) -> dict:
        return json.loads(self.manage("shell", "--no-imports", "-c", LOOK).stdout)
