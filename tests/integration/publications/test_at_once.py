"""真实的 PostgreSQL 上，几个人同时办：号不跳不重，一件事只成一次。"""

import pytest

from portal.core.rules import Denied
from portal.publications.models import Publication
from tests.e2e.city import plant_columns
from tests.integration.newsroom import Newsroom
from tests.processes import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newsroom(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    plant_columns()
    return Newsroom()


def test_index_numbers_have_no_gap_and_no_double(newsroom):
    rows = [newsroom.advance(newsroom.draft(f"通知{n}"), 3) for n in range(8)]
    at_once([lambda row=row: newsroom.move(row, "publish", "final") for row in rows])
    numbers = sorted(Publication.objects.values_list("index_number", flat=True))
    assert [number[-5:] for number in numbers] == [f"{n:05d}" for n in range(1, 9)]


def test_of_two_who_publish_the_same_one_is_told(newsroom):
    row = newsroom.advance(newsroom.draft(), 3)
    results = at_once([lambda: newsroom.move(row, "publish", "final")] * 2)
    refused = [result for result in results if isinstance(result, Denied)]
    assert len(refused) == 1 and "已公开" in refused[0].reason
    assert Publication.objects.get().versions.count() == 1
