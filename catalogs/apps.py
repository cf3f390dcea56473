from django.apps import AppConfig


class CatalogsConfig(AppConfig):
    name = "catalogs"
    label = "catalogs"
    verbose_name = "公开目录"
