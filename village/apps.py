from django.apps import AppConfig


class VillageConfig(AppConfig):
    name = "village"
    label = "village"
    verbose_name = "村务公开"
