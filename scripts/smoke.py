"""在一份干净副本里 `make run`，直到首页应答，再像人一样按 Ctrl-C，最后确认没有留下进程。

用法：`scripts/smoke.py 副本路径`。端口自动挑空闲的。
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

PAGES = ("/healthz", "/", "/accounts/login/")
START_SECONDS, STOP_SECONDS = 300, 20


def main(folder: Path) -> int:
    port, earlier = _free_port(), {process.pid for process in _processes_in(folder)}
    log = folder.parent / "make-run.log"
    with log.open("wb") as output:
        # 自成一个会话，SIGINT 发给整组，与终端里按 Ctrl-C 相同。
        run = subprocess.Popen(
            ["make", "run"],
            cwd=folder,
            env=os.environ | {"PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_hear_interrupts,
        )
    try:
        problem = _visit(run, f"http://127.0.0.1:{port}")
    finally:
        problems = [problem, *_stop(run, folder, earlier)]
    found = [problem for problem in problems if problem]
    if found:
        print(log.read_text(errors="replace"))
    print("\n".join(found) or "首页应答，Ctrl-C 后没有留下进程。")
    return 1 if found else 0


def _hear_interrupts() -> None:
    """后台启动的进程默认不理 SIGINT；恢复成终端里的样子。"""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _visit(run: subprocess.Popen, address: str) -> str:
    """等到服务应答再逐页看；返回问题，没有则为空。"""
    end = time.monotonic() + START_SECONDS
    while not _status(address + PAGES[0]):
        if run.poll() is not None:
            return f"make run 自己退出了，代码 {run.returncode}"
        if time.monotonic() > end:
            return f"{START_SECONDS} 秒内没有应答"
        time.sleep(0.5)
    bad = [f"{page} 答 {_status(address + page)}" for page in PAGES if _status(address + page) != 200]
    return "；".join(bad)


def _status(url: str) -> int:
    """状态码；连不上为 0。"""
    try:
        with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310 固定为本机 http 地址
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _stop(run: subprocess.Popen, folder: Path, earlier: set[int]) -> list[str]:
    """按 Ctrl-C，等到副本里不再有新进程；`earlier` 是启动之前就在的，不归我们管。"""
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGINT)
    end = time.monotonic() + STOP_SECONDS
    while (left := _started_since(folder, earlier)) and time.monotonic() < end:
        time.sleep(0.3)
    for process in left:
        process.kill()
    run.wait(timeout=10)
    return [f"Ctrl-C 之后还在：{process.pid} {' '.join(process.info['cmdline'] or [])}" for process in left]


def _started_since(folder: Path, earlier: set[int]) -> list[psutil.Process]:
    return [process for process in _processes_in(folder) if process.pid not in earlier]


def _processes_in(folder: Path) -> list[psutil.Process]:
    """工作目录在副本里的活进程。"""
    found = []
    for process in psutil.process_iter(["cwd", "cmdline", "status"]):
        cwd = process.info["cwd"]
        if cwd and Path(cwd).is_relative_to(folder) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
