"""容器的健康检查，只用标准库（镜像里没有 curl）。

`probe.py /healthz` 请求本机的网页；`probe.py --fresh 文件 秒数` 看文件是否在近期更新过（beat 每三分钟写一次）。
"""

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

BASE = "http://127.0.0.1:8000"


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--fresh"]:
        return is_fresh(Path(arguments[1]), seconds=float(arguments[2]))
    return answers(arguments[0])


def answers(path: str, base: str = BASE) -> int:
    """应答 200 为 0，否则 1。带上站点的主机名与 https 标记，走与访客相同的路。"""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].lstrip(".") or "127.0.0.1"
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(base + path, headers=headers)  # noqa: S310 固定为本机 http 地址
    try:
        with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310 同上
            return 0 if response.status == 200 else 1
    except (urllib.error.URLError, OSError):
        return 1


def is_fresh(path: Path, *, seconds: float) -> int:
    """`path`（或加了 .db 等后缀的同名文件）在 `seconds` 秒内更新过为 0，否则 1。"""
    moments = [found.stat().st_mtime for found in path.parent.glob(f"{path.name}*")]
    return 0 if moments and time.time() - max(moments) <= seconds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
