from django.apps import AppConfig
from django.utils.module_loading import import_string


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self):
        """接上登录、退出、锁定、两步验证的留痕。"""
        import_string("portal.accounts.signals.signed_in")
