from importlib import import_module

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    label = "assessments"
    verbose_name = "考核评估"

    def ready(self):
        """向提醒登记考核的两个期限，向减负登记考核要的材料；模型装载之后才能导入，所以在这里。"""
        import_module("assessments.obligations")
        import_module("assessments.burden")
