"""首页的“我发起”“已办”：写明是哪一件、现在到哪一步，点得开；对象多少，查询一样多。"""

import pytest
from django.conf import settings
from django.urls import reverse

from portal.desk import recent
from tasks.models import Filing
from tests.integration.tasks.test_filing import City


@pytest.fixture
def city(db):
    return City()


def test_what_i_started_is_named_and_shows_where_it_stands_now(city, client):
    filing = city.received()
    [started], done = recent.of(city.officer)
    assert (started.title, started.url) == (str(filing), filing.get_absolute_url())
    assert (started.did, started.state) == ("提交县区审核", "待备案")
    assert [(act.did, act.state) for act in done] == [("提交县区审核", "待县区审核")]
    client.force_login(city.officer, settings.AUTHENTICATION_BACKENDS[1])
    page = client.get(reverse("desk:home")).text
    assert f'<a href="{filing.get_absolute_url()}">{filing}</a>' in page


def test_the_objects_are_read_once_a_kind(city, django_assert_max_num_queries):
    city.submitted()
    with django_assert_max_num_queries(3):
        recent.of(city.officer)


def test_what_is_no_longer_there_keeps_its_deed(city):
    filing = city.submitted()
    Filing.objects.filter(pk=filing.pk).delete()
    [started], [act] = recent.of(city.officer)
    assert (started.title, started.url, act.did) == ("", "", "提交县区审核")
