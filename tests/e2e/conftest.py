"""浏览器旅程的环境：系统里的 Chromium，中文界面，北京时间。"""

import os
import shutil
from pathlib import Path

import pytest

from tests.e2e import engine

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]


def pytest_collection_modifyitems(items):
    """本目录的测试都标为 e2e，写的人不必记得。"""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session", autouse=True)
def _sync_database_beside_the_browser():
    """Playwright 的同步接口在事件循环里跑；不放行，Django 会把测试里的查询当作异步误用。"""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(autouse=True)
def _the_background_looks_open(transactional_db):
    """后台由 engine 在该开的时候开；页面上不提它没开，图里也没有。"""
    engine.pretend_to_run()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("没有找到 Chromium。安装：sudo apt-get install -y chromium", pytrace=False)
    # 日期、文件控件的字随进程的语言，不随网页的。
    env = os.environ | {"LANGUAGE": "zh_CN"}
    return browser_type_launch_args | {"executable_path": found, "args": FLAGS, "env": env}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 768},
    }
