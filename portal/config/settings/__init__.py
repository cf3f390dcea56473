"""一份设置，三种场合：本机（默认）、生产（`DJANGO_ENV=production`）、测试（`.test`）。

一切可变之处来自环境变量，见 `.env.example`；缺少必需的值时，错误里写明补救办法。
"""

from portal.config.settings.base import *  # noqa: F403 设置模块的惯例：场合在基础之上
from portal.config.settings.base import PRODUCTION

if PRODUCTION:
    from portal.config.settings.production import *  # noqa: F403 同上
