"""各命令共用的参数：文件、年度。说清错在哪里，怎样写。"""

import argparse
import os
from pathlib import Path

from django.core.management.base import CommandError

USAGE = 2
EARLIEST, LATEST = 1949, 2200


def year(text: str) -> int:
    """`--year` 的写法：四位数的年份。"""
    if not (text.isascii() and text.isdigit() and EARLIEST <= int(text) <= LATEST):
        raise argparse.ArgumentTypeError(f"“{text}”不是年份，请写成 2026 的样子")
    return int(text)


def check_is_file(path: Path) -> None:
    """要读的是一个读得到的文件。抛 `CommandError`。"""
    if path.is_dir():
        raise CommandError(f"{path} 是文件夹，请写到里面的文件", returncode=USAGE)
    if not path.is_file():
        raise CommandError(f"没有这个文件：{path}，请核对路径与扩展名", returncode=USAGE)
    if not os.access(path, os.R_OK):
        raise CommandError(f"没有权限读 {path}，请检查文件的权限", returncode=USAGE)
