"""真实的网页进程：测试的设置，缓存与限速却是正式的那种。"""

from portal.config.settings.base import ACCOUNT_RATE_LIMITS as LIMITS
from portal.config.settings.base import CACHES as REAL_CACHES
from tests.e2e.worker_settings import *  # noqa: F403 设置模块的惯例

ACCOUNT_RATE_LIMITS, CACHES = LIMITS, REAL_CACHES
