from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = "公共机制"

    def ready(self):
        """装载各应用登记的任务、工作簿、文件归属、可查的种类与要重算的日期，使网页、命令、执行者认得同样的种类。"""
        autodiscover_modules("jobs", "sheets", "file_owners", "searching", "moving")
        import_module("portal.core.links.jobs")
        import_module("portal.core.search.indexing")
