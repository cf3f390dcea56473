"""基准：`python -m tests.bench [名称…]`。每项一个 `bench_*.py`，极限、对照、本平台轮流跑，取中位数。

每次跑都在自己的进程里、用备好数据的一份副本（默认 SQLite，见 databases.py），互不影响；内存是那个进程连同子进程的最高值之和。
一项要有 `TITLE`、`GOAL`、`prepare(folder)`、`CASES`（{"limit"|"peer"|"ours"等: (说明, 函数)}）与 `allowed(各中位数)`。
机器快慢不同，只比倍数，不设时限；结果另存 var/bench/名称.json。
"""

import datetime as dt
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import psutil
from django.conf import settings

from tests.bench import databases

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "var" / "bench"
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
SAMPLE_SECONDS = 0.05
MIB = 1024 * 1024


def main(names: list[str]) -> int:
    RESULTS.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings.test")
    with tempfile.TemporaryDirectory(prefix="gkts-bench-") as scratch:
        enter_django(Path(scratch))
        for name in names or sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py")):
            report(name, job(name), measure(name, Path(scratch) / name))
    return 0


def measure(name: str, folder: Path) -> dict[str, list[tuple[float, float]]]:
    """{种类: [(秒, MiB)]}；各种类轮流跑，机器忙闲的起伏由大家分担。"""
    databases.create(folder)
    child(name, "prepare", folder)
    found: dict[str, list[tuple[float, float]]] = {kind: [] for kind in job(name).CASES}
    for _ in range(RUNS):
        for kind, runs in found.items():
            copy = folder.with_name(f"{name}-run")
            databases.copy(folder, copy)
            runs.append(child(name, kind, copy))
            databases.drop(copy)
    databases.drop(folder)
    return found


def child(name: str, kind: str, folder: Path) -> tuple[float, float]:
    """在子进程里跑一次，返回（秒, 最高内存 MiB）；失败则抛 `CalledProcessError`。"""
    command = [sys.executable, "-m", "tests.bench", "--child", name, kind, str(folder)]
    env = os.environ | {"VAR_DIR": str(folder), "DATABASE_URL": databases.url(folder)}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE)
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        time.sleep(SAMPLE_SECONDS)
    output = process.stdout.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return float(output.split()[-1]), peak / MIB


def memory(pid: int) -> int:
    """进程与它的子进程此刻占的内存，字节，共用的页按份分摊；刚结束的算零。"""
    total = 0
    try:
        for process in (root := psutil.Process(pid), *root.children(recursive=True)):
            total += process.memory_full_info().pss
    except psutil.NoSuchProcess:
        pass
    return total


def run_child(name: str, kind: str, folder: Path) -> None:
    """子进程的入口：只量函数本身，不量装载；最后一行是秒数。"""
    enter_django(folder)
    work = job(name).prepare if kind == "prepare" else job(name).CASES[kind][1]
    started = time.perf_counter()
    work(folder)
    seconds = time.perf_counter() - started
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    print(seconds)


def enter_django(folder: Path) -> None:
    os.environ.setdefault("VAR_DIR", str(folder))
    django.setup()


def job(name: str):
    return importlib.import_module(f"tests.bench.{name}")


def report(name: str, found_job, runs: dict) -> None:
    """印一张表，存一份 JSON。"""
    medians = {kind: statistics.median(seconds for seconds, _ in rows) for kind, rows in runs.items()}
    peaks = {kind: max(peak for _, peak in rows) for kind, rows in runs.items()}
    allowed = found_job.allowed(medians)
    print(f"\n{found_job.TITLE}（{databases.KIND}，{RUNS} 次轮流，中位数）")
    for kind, (label, _) in found_job.CASES.items():
        ratio = medians["ours"] / medians[kind]
        print(
            f"  {kind:5} {medians[kind]:8.3f} 秒  本平台是它的 {ratio:6.2f} 倍  {peaks[kind]:6.0f} MiB  {label}"
        )
    met = medians["ours"] <= allowed
    print(
        f"  目标 {found_job.GOAL}：允许 {allowed:.3f} 秒，实测 {medians['ours']:.3f} 秒，{'达到' if met else '没有达到'}"
    )
    record = {
        "job": name, "database": databases.KIND, "title": found_job.TITLE, "goal": found_job.GOAL, "runs": runs, "seconds": medians,
        "peak_mib": peaks, "allowed_seconds": allowed, "met": met,
        "load_average": os.getloadavg()[0], "cores": os.cpu_count(),
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    text = json.dumps(record, ensure_ascii=False, indent=1)
    place = f"{name}-postgres.json" if databases.SERVER else f"{name}.json"
    (RESULTS / place).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        run_child(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    else:
        sys.exit(main(sys.argv[1:]))
