"""查询台：核了身份才查；号码只进不存，净额与名单一致，逐次登记。"""

import pytest
from django.db import connection

from portal.core.rules import Denied
from tests.integration.village.conftest import AT, YEAR, acre
from tests.integration.village.postings.conftest import VILLAGE
from village import actions, identity
from village.models import Inquiry, PaymentBatch

ID = "11010519491231002X"


def ask(town, who: str = "village", **whom):
    person = actions.Who("核对身份证原件", False, **whom)
    return actions.answer_inquiry(
        village=town.county.place(VILLAGE), year=YEAR, who=person, by=town.county.who(who), at=AT
    )


@pytest.fixture
def paid(town):
    town.order(VILLAGE, [acre(identity.household_key(ID), "孙小梅", "4")])
    town.order(VILLAGE, [acre(identity.household_key(ID), "孙小梅", "-1")])
    return town


def test_the_answer_is_the_net_of_all_confirmed_batches(paid):
    town = paid
    town.county.pay(
        town.programme,
        VILLAGE,
        [acre(identity.household_key(ID), "孙小梅", "50")],
        status=PaymentBatch.Status.WAITING,
    )
    _, [found] = ask(town, id_number=ID.lower())
    assert (found.household.name, str(found.household.quantity), str(found.household.amount)) == (
        "孙小梅", "3.0000", "286.05",
    )  # fmt: skip


def test_by_name_only_when_nobody_else_is_called_so(paid):
    _, [found] = ask(paid, name="孙小梅")
    assert str(found.household.amount) == "286.05"
    paid.order(VILLAGE, [acre("other", "孙小梅", "7")])
    with pytest.raises(actions.UnclearPerson, match="同名"):
        ask(paid, name="孙小梅")


def test_the_number_is_nowhere_afterwards(paid):
    ask(paid, id_number=ID)
    with connection.cursor() as cursor:
        for table in ("village_inquiry", "core_auditevent", "core_job"):
            cursor.execute(f"SELECT * FROM {table}")
            assert ID not in repr(cursor.fetchall())


def test_a_wrong_number_finds_nobody_and_leaves_no_row(paid):
    with pytest.raises(actions.UnclearPerson, match="校验码"):
        ask(paid, id_number="110105194912310021")
    assert not Inquiry.objects.exists()


def test_another_village_may_not_ask(paid):
    with pytest.raises(Denied):
        ask(paid, who="other_village", name="孙小梅")


def test_the_slip_prints_what_was_found_and_who_checked(paid, browse):
    browser = browse(paid.county.who("village"))
    page = browser.post(
        f"/desk/village/inquiries/{VILLAGE}/",
        {"year": YEAR, "id_number": ID, "identity": "核对身份证原件"},
    )
    assert page.status_code == 200 and "286.05" in page.text and "核对身份证原件" in page.text
    assert ID not in page.text
