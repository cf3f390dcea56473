"""生产的 gunicorn：监听由 nginx 转来的请求。进程数由 WEB_CONCURRENCY、线程数由 WEB_THREADS 决定。"""

import os

bind = "0.0.0.0:8000"
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_tmp_dir = "/dev/shm"  # noqa: S108 心跳文件放内存，磁盘慢时不误杀进程
timeout = 60
graceful_timeout = 30
keepalive = 65
max_requests = 2000
max_requests_jitter = 200
loglevel = "warning"
