"""WSGI 入口。"""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
application = get_wsgi_application()

# 网址与视图先装载好，头一位访客不必等；装载好的几十万个对象不会再变成垃圾，清点垃圾时跳过它们，否则每次全面清点都要停下
# 一百多毫秒，大页面几乎隔一次就碰上。
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
