"""Celery 只是引擎，不是凭据：工作的凭据是 `portal.core` 的任务行。设置见 `CELERY_*`。"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")

app = Celery("gkts")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
