"""站点配置；随 Django 一起装载 Celery 应用，使网页进程也认得任务。"""

from portal.config.celery import app as celery_app

__all__ = ["celery_app"]
