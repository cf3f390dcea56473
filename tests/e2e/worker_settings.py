"""旅程里的后台进程：测试的设置，文件与网页放在同一个文件夹。"""

import os
from pathlib import Path

from portal.config.settings.test import *  # noqa: F403 设置模块的惯例
from portal.config.settings.test import MEDIA_ROOT as UNUSED

UNUSED.rmdir()
MEDIA_ROOT = Path(os.environ["JOURNEY_MEDIA_ROOT"])
