"""测试自己的 Redis：可以停、可以冻住（SIGSTOP），不碰别人的。"""

import os
import shutil
import signal
import socket
import subprocess
import time

import pytest
import redis


class RedisServer:
    """一个空的、不落盘的 redis-server；停了再开仍在同一个端口。"""

    def __init__(self):
        self.port = _free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen([*command, "--appendonly", "no"], stdout=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while not self._answers():
            assert time.monotonic() < until, "redis-server 没有起来"
            time.sleep(0.02)

    def stop(self):
        self.thaw()
        self.process.kill()
        self.process.wait()

    def freeze(self):
        """连接照样接受，但永不应答。"""
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self):
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGCONT)

    def hurt(self, how: str):
        """`how` 为 stop 或 freeze。"""
        getattr(self, how)()

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port, socket_timeout=0.5, socket_connect_timeout=0.5) as client:
                return client.ping()
        except redis.RedisError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def own_redis():
    """只属于这个测试的 Redis。"""
    if not shutil.which("redis-server"):
        pytest.skip("没有 redis-server")
    server = RedisServer()
    yield server
    server.stop()
