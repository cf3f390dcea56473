from importlib import import_module

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "tasks"
    label = "tasks"
    verbose_name = "行动任务"

    def ready(self):
        """各台账登记推进情况、工作簿与文件归属，本应用登记向县区要的与免打扰的时段；模型装载之后才能导入，所以在这里。"""
        import_module("tasks.registers").load()
        import_module("tasks.supervisions")
        import_module("tasks.burden.sources")
        import_module("tasks.burden.registers")
        import_module("portal.notifications.quiet").follow(import_module("tasks.actions.reminders").hours)
