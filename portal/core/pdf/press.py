"""排版子进程的管理：启动、交件、收件，以及几台同时开工。"""

import base64
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
CHILD = Path(__file__).with_name("child.py")
# 一件最长的时间；超过就是卡住了，不能让后台任务永远等下去。
LIMIT_SECONDS = 900
# 每台子进程手上一件、候着一件：交件的间隙不空转。
AHEAD = 2
# 子进程只要这些环境变量：密钥、数据库口令不交给它。
PASSED = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR")  # fmt: skip


class Forbidden(ValueError):
    """文档引用了不允许取的地址。"""


class RenderFailed(RuntimeError):
    """排版没有成功；消息写明原因与补救。"""


@dataclass(frozen=True)
class Sheet:
    """交给子进程的一件：HTML、样式文本，以及文档可以引用的全部字节（网址 → 字节）。"""

    html: str
    css: tuple[str, ...] = ()
    sources: Mapping[str, bytes] = field(default_factory=dict)

    def line(self) -> bytes:
        sources = {url: base64.b64encode(data).decode() for url, data in self.sources.items()}
        return json.dumps({"html": self.html, "css": self.css, "sources": sources}).encode() + b"\n"


class Press:
    """一个排版子进程，可接连排多件；`with` 结束时收回。

    用 `subprocess` 而不用 `multiprocessing`：Celery 的工作进程是守护进程，不许再有后者的子进程。
    """

    def __enter__(self):
        self._complaints = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", str(CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=_environment(),
        )
        return self

    def __exit__(self, *_):
        self.stop()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()
        self._complaints.close()

    def stop(self) -> None:
        self._process.kill()

    def typeset(self, sheet: Sheet) -> bytes:
        """排一件。抛 `Forbidden`、`RenderFailed`。"""
        timer = threading.Timer(LIMIT_SECONDS, self.stop)
        timer.start()
        try:
            self._process.stdin.write(sheet.line())
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            timer.cancel()
        return _opened(json.loads(line) if line else {"failed": self._last_words()})

    def _last_words(self) -> str:
        self._complaints.seek(0)
        text = self._complaints.read().decode(errors="replace").strip()
        return f"排版进程中途退出。{text[-400:]}"


def typeset_all(sheets: Mapping[str, Sheet], *, workers: int) -> Iterator[tuple[str, bytes]]:
    """几件一起排，先排完的先交（键, PDF）。长的先排，免得最后等它。"""
    longest_first = sorted(sheets.items(), key=lambda pair: -len(pair[1].html))
    return typeset_each(longest_first, workers=max(1, min(workers, len(sheets))))


def typeset_each(sheets: Iterable[tuple[K, Sheet]], *, workers: int) -> Iterator[tuple[K, bytes]]:
    """几台子进程同时排，先排完的先交（键, PDF）；中途出错或不再取时，余下的不排。

    `sheets` 用到才取，手上至多留 `AHEAD` 倍于子进程数的几件：成千上万件也只占这几件的内存。
    """
    with ExitStack() as stack:
        presses = [stack.enter_context(Press()) for _ in range(workers)]
        pool = stack.enter_context(ThreadPoolExecutor(workers))
        # 后进先出：先叫停子进程，池里的线程才会放手。
        stack.callback(_abandon, pool, presses)
        idle: queue.SimpleQueue[Press] = queue.SimpleQueue()
        for press in presses:
            idle.put(press)
        waiting: dict[Future[bytes], K] = {}
        for key, sheet in sheets:
            waiting[pool.submit(_with_any, idle, sheet)] = key
            if len(waiting) >= AHEAD * workers:
                yield from _finished(waiting)
        while waiting:
            yield from _finished(waiting)


def _finished(waiting: "dict[Future[bytes], K]") -> list[tuple[K, bytes]]:
    """等到至少一件排完，取走排完的。"""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    return [(waiting.pop(future), future.result()) for future in done]


def _environment() -> dict[str, str]:
    """散列种子固定，否则字体对象的次序每次不同，字节也就不同。"""
    return {name: os.environ[name] for name in PASSED if name in os.environ} | {"PYTHONHASHSEED": "0"}


def _with_any(idle: "queue.SimpleQueue[Press]", sheet: Sheet) -> bytes:
    press = idle.get()
    try:
        return press.typeset(sheet)
    finally:
        idle.put(press)


def _abandon(pool: ThreadPoolExecutor, presses: Sequence[Press]) -> None:
    pool.shutdown(wait=False, cancel_futures=True)
    for press in presses:
        press.stop()


def _opened(reply: dict) -> bytes:
    if "forbidden" in reply:
        raise Forbidden(
            f"文档不能引用 {reply['forbidden'][:80]}，请改用本站静态文件（static:）或随文件给出（file:）"
        )
    if "failed" in reply:
        raise RenderFailed(f"PDF 没有排成：{reply['failed']}。请运行 manage.py doctor 检查字体与排版库")
    return base64.b64decode(reply["pdf"])
