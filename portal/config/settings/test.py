"""测试：同一份设置，只换快的口令散列、内存邮箱与临时文件夹。"""

import tempfile
from pathlib import Path

from portal.config.settings.base import *  # noqa: F403 设置模块的惯例
from portal.config.settings.base import CACHES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="gkts-test-"))
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
ACCOUNT_RATE_LIMITS = False
CACHES = CACHES | {"default": CACHES["database"]}  # 随测试的库清空；Redis 的那种另有测试
