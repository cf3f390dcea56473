"""PostgreSQL 的客户端工具：能不能用、怎么连。"""

import os
import re
import shutil
import subprocess

from django.db import connection

from portal.core.backup.manifest import BackupRefused

TOOLS = ("pg_dump", "pg_restore")


def tools_fit() -> bool:
    """两个工具都在，且不旧于服务器（旧的 pg_dump 拒绝导出新的服务器）。"""
    return all(_major(tool) >= connection.pg_version // 10000 for tool in TOOLS)


def run(tool: str, *arguments: str) -> None:
    """运行工具；口令经环境传递，不出现在命令行。失败抛 `BackupRefused`。"""
    done = subprocess.run(  # noqa: S603 工具名取自 TOOLS，参数由本包给出
        [tool, *arguments], env=environment(), capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        first = next(iter(done.stderr.strip().splitlines()), f"退出码 {done.returncode}")
        raise BackupRefused(f"{tool} 没有成功：{first[:300]}。", "请按提示处理后重试。")


def environment() -> dict[str, str]:
    """连到本站数据库所需的 libpq 环境变量；没有设定的交给 libpq 的缺省。"""
    config = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    given = {variable: str(config[key]) for variable, key in names.items() if config.get(key)}
    return {**os.environ, **given}


def _major(tool: str) -> int:
    if not shutil.which(tool):
        return 0
    answer = subprocess.run([tool, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 同上
    found = re.search(r"(\d+)\.\d+", answer)
    return int(found[1]) if found else 0
