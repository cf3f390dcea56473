"""`make run`：准备数据，然后由 honcho 看护网页、后台任务与定时；任何一个退出或按 Ctrl-C，全部停止。

没有 REDIS_URL 时后台任务由 `runjobs` 轮询；有则用 Celery 的 worker 与 beat。环境变量见 `.env.example`。
"""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import unicodedata
import urllib.error
import urllib.request
from pathlib import Path

import environ
from honcho.manager import Manager

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
START_SECONDS = 60


def main() -> int:
    os.chdir(ROOT)
    environ.Env.read_env(ROOT / ".env")
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if problem := port_problem(host, port):
        print(problem)
        return 1
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    if prepared := subprocess.run([sys.executable, "scripts/prepare.py"], check=False).returncode:
        return prepared
    manager = Manager()
    for name, command in processes(host, port, bool(os.environ.get("REDIS_URL"))).items():
        manager.add_process(name, command, quiet=False, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    # 终端窗口被关掉时只来 SIGHUP，子进程各在自己的会话里，不转成 SIGTERM 就会留下孤儿。
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    threading.Thread(target=_welcome, args=(host, port), daemon=True).start()
    manager.loop()
    stopped = manager.returncode in (None, 0, 130, 143, -signal.SIGINT, -signal.SIGTERM)
    return 0 if stopped else manager.returncode


def processes(host: str, port: str, redis: bool) -> dict[str, str]:
    """各进程的名称与命令；`redis` 为真用 Celery，否则轮询任务表。

    honcho 经 sh 启动它们；`exec` 让 sh 让位，停的时候等的才是进程本身。
    """
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    gunicorn = "--workers 2 --threads 4 --timeout 60 --graceful-timeout 3 --log-level warning"
    web = {"web": f"exec {BIN}/gunicorn portal.config.wsgi:application --bind {address} {gunicorn}"}
    if not redis:
        return web | {"jobs": f"exec {sys.executable} manage.py runjobs"}
    celery = f"exec {BIN}/celery -A portal.config"
    return web | {
        "worker": f"{celery} worker -Q default,imports,reports --concurrency 2 --loglevel warning",
        "beat": f"{celery} beat -s {_var()}/beat --pidfile= --loglevel warning",
    }


def port_problem(host: str, port: str) -> str:
    """端口不能用的原因与办法；能用则为空。"""
    if not port.isdigit() or not 0 < int(port) < 65536:
        return f"PORT={port} 不是端口号，请用 1024 到 65535 之间的数，如 PORT=8001 make run"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = int(port) + 1 if int(port) < 65535 else 8001
                return f"端口 {port} 已被别的程序占用。请换一个再试：PORT={other} make run"
            return f"不能在 {host}:{port} 上监听（{error.strerror}）。请检查 HOST 与 PORT。"
    return ""


def _welcome(host: str, port: str) -> None:
    """等网页应答后打印地址与账号。"""
    local = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 只是比较
    url = f"http://{f'[{local}]' if ':' in local else local}:{port}"
    if not _answers(f"{url}/healthz"):
        print(f"{START_SECONDS} 秒内网页没有应答，请看上面的输出，或运行 make doctor。", flush=True)
        return
    lines = ["", f"公开专栏  {url}/", f"工作台    {url}/desk/"]
    if host not in LOOPBACK:
        lines.append("已对外监听：请把访问用的域名或地址写进 ALLOWED_HOSTS，并换掉演示口令。")
    lines += ["", *account_lines(_var() / "demo-accounts.json"), "按 Ctrl-C 停止。", ""]
    print("\n".join(lines), flush=True)


def _answers(url: str) -> bool:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 固定为本机 http 地址
                return True
        except urllib.error.HTTPError:
            return False
        except OSError:
            time.sleep(0.2)
    return False


def account_lines(path: Path) -> list[str]:
    """演示账号排成对齐的表；没有演示账号则为空。"""
    if not path.exists():
        return []
    accounts = json.loads(path.read_text(encoding="utf-8"))
    keys = ("username", "password", "role", "organisation")
    rows = [
        ("账号", "口令", "角色", "单位"),
        *(tuple(str(item.get(key, "")) for key in keys) for item in accounts),
    ]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    table = ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]
    return [*table, f"口令只属于这台机器，也存于 {path}", ""]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """终端里占的列数：汉字占两列。"""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _var() -> Path:
    return Path(os.environ.get("VAR_DIR") or ROOT / "var")


if __name__ == "__main__":
    sys.exit(main())
