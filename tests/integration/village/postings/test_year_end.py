"""年终账：数由公示算出，点开就是那些行；视野之外的不算。"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.integration.village.conftest import AT, YEAR, acre
from tests.integration.village.postings.conftest import TODAY, VILLAGE
from village import postings, summing
from village.actions import posting as posting_actions
from village.models import Posting


def stand(town, place: str, who: str = "clerk"):
    rows = postings.year_end(town.county.who(who), place=town.county.place(place), year=YEAR, on=TODAY)
    return {row.place.code: row for row in rows}


def test_the_numbers_are_the_postings(town):
    town.show()
    Posting.objects.filter(village__code="YD-T1-V2").update(due_on=TODAY - dt.timedelta(days=1))
    row = stand(town, "YC")["YD"]
    assert (row.villages, row.owing, row.complete) == (3, 2, 1)
    tally = row.tally
    assert (tally.owed, tally.in_time, tally.due, tally.overdue, tally.rate) == (2, 1, 1, 1, "50.0%")


def test_put_up_after_new_year_is_not_in_time(town):
    Posting.objects.filter(village__code=VILLAGE).update(
        status="posted", starts_on=dt.date(YEAR + 1, 1, 3), ends_on=dt.date(YEAR + 1, 1, 12),
        posted_at=AT, posted_by=town.county.who("village"),
    )  # fmt: skip
    tally = stand(town, "YD")["YD-T1"].tally
    assert (tally.in_time, tally.late, tally.due) == (0, 1, 1)


@pytest.mark.parametrize("state", ["", *postings.STATES])
def test_every_number_opens_exactly_its_rows(town, browse, state):
    town.show()
    browser = browse(town.county.who("officer"))
    rows = postings.chosen(
        town.county.who("officer"),
        place=town.county.place("YD"),
        year=YEAR,
        state=state,
        programme="",
        on=TODAY,
    )
    page = browser.get(f"/desk/village/postings/list/?place=YD&year={YEAR}&state={state}")
    assert page.status_code == 200 and f"{len(rows)} 次" in page.text


def test_the_neighbour_county_sees_nothing_of_it(town):
    assert stand(town, "YD", who="other_officer") == {}


def test_the_number_of_villages_does_not_change_the_number_of_queries(town):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            stand(town, "YD")
        return len(found)

    asked()
    before = asked()
    for number in range(20):
        code = f"YD-T1-X{number}"
        town.county.add(code, "YD-T1", f"新{number}村", "village")
        batch = town.county.pay(town.programme, code, [acre(f"x{number}", "钱一", "1")])
        summing.refresh(town.programme)
        posting_actions.order_postings(
            batch=batch, villages=[town.county.place(code).pk], by=town.county.who("head"), at=AT
        )
    assert asked() == before
