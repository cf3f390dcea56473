from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "portal.organisations"
    label = "organisations"
    verbose_name = "机构与岗位"

    def ready(self):
        """登记代理的身份怎样说、交接时随人的事；模型装载之后才能导入，所以在这里。"""
        import_module("portal.organisations.capacities")
        import_module("portal.organisations.imports_left")
