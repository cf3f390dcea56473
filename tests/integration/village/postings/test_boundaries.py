"""公示与异议的两边：公示期含首尾两天，按北京时间的整日；村里登记与公众提出同一个期限。"""

import datetime as dt

import pytest

from portal.core import clock
from portal.core.rules import Denied
from tests.integration.village.conftest import AT
from tests.integration.village.postings.conftest import TODAY
from village import actions
from village.actions import posting as posting_actions
from village.models import Objection, Posting

TICK, ONE = dt.timedelta(microseconds=1), dt.timedelta(days=1)


@pytest.fixture
def shown(town, process_zone):
    return town.show()


def by_village(town, posting: Posting, at: dt.datetime):
    return actions.record_objection(
        posting=posting, text="少了两亩", contact="", by=town.county.who("village"), at=at
    )


def by_public(town, posting: Posting, at: dt.datetime):
    return actions.raise_objection(posting=posting, text="少了两亩", contact="", at=at)


@pytest.mark.parametrize("object_to", [by_village, by_public])
def test_an_objection_is_taken_until_the_last_midnight_of_the_posting(shown, town, object_to):
    end = clock.day_end(shown.ends_on)
    assert object_to(town, shown, end - TICK).status == Objection.Status.OPEN
    with pytest.raises(Denied, match="公示期"):
        object_to(town, shown, end)


def test_a_posting_cannot_be_registered_before_the_day_it_goes_up(town, process_zone):
    tomorrow = TODAY + ONE
    with pytest.raises(Denied, match="还没有到"):
        town.show(on=tomorrow, at=clock.day_start(tomorrow) - TICK)
    assert town.show(on=tomorrow, at=clock.day_start(tomorrow)).starts_on == tomorrow


def test_a_posting_ends_the_day_after_its_last_day(shown):
    last, after = clock.day_end(shown.ends_on) - TICK, clock.day_end(shown.ends_on)
    assert posting_actions.end_postings(on=clock.local_date(last), at=last) == 0
    assert posting_actions.end_postings(on=clock.local_date(after), at=after) == 1


def test_an_answer_is_overdue_from_the_midnight_after_its_last_day(shown, town):
    objection = by_village(town, shown, AT)
    end = clock.day_end(objection.due_on)
    overdue = [Objection.objects.overdue(on=clock.local_date(at)).exists() for at in (end - TICK, end)]
    assert overdue == [False, True]


def test_a_posting_is_owed_until_its_due_day_is_over(town, process_zone):
    end = clock.day_end(town.due().due_on)
    overdue = [Posting.objects.overdue(on=clock.local_date(at)).exists() for at in (end - TICK, end)]
    assert overdue == [False, True]
