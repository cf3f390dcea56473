from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.module_loading import import_string


class AccountsConfig(AppConfig):
    default = True
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self):
        """接上登录、退出、锁定、两步验证的留痕。"""
        import_string("portal.accounts.signals.signed_in")


class SiteAdminConfig(admin.AdminConfig):
    """让后台用我们的站点：同一道登录门。"""

    default = False
    default_site = "portal.accounts.admin_site.Site"
