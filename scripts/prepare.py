"""`make run` 的准备：迁移、收集静态文件、库里一个账号也没有时载入演示数据。在同一进程里做，只启动一次 Django。"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    print("正在准备数据库 …", flush=True)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        print(
            f"连不上数据库：{str(error).strip().splitlines()[0]}\n请检查 DATABASE_URL，并确认数据库已启动。"
        )
        return 1
    call_command("collectstatic", verbosity=0, interactive=False)
    try:
        _load_demo()
    except CommandError as error:
        print(f"演示数据没有载入：{error}")
        return 1
    return 0


def _load_demo() -> None:
    """只向空库载入；生产环境从不载入。"""
    if settings.PRODUCTION or get_user_model().objects.exists():
        return
    if "demo" not in get_commands():
        print("这个版本没有演示数据；请用 manage.py createsuperuser 建立账号。")
        return
    print("正在载入演示数据（云川市，虚构） …", flush=True)
    call_command("demo")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
    django.setup()
    sys.exit(main())
