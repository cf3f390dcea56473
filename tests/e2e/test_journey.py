"""整个行动按角色在浏览器里走一遍：从方案备案到综合评估报告公开。"""

import pytest

from tests.e2e import city as town
from tests.e2e import engine, filing, reporting, scoring
from tests.e2e.browser import Visitors, picture_folder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city():
    return town.build()


@pytest.fixture
def visitors(city, live_server, browser, browser_context_args, tmp_path):
    found = Visitors(browser, live_server.url, picture_folder(tmp_path), city.passwords, browser_context_args)
    yield found
    found.close()


@pytest.fixture
def work(city):
    with engine.running() as found:
        yield found


def test_the_campaign_runs_from_the_filing_to_the_published_report(city, work, visitors, tmp_path):
    filing.walk(visitors, year=city.year, folder=tmp_path)
    scoring.walk(visitors, city, folder=tmp_path)
    reporting.walk(visitors, work=work)
