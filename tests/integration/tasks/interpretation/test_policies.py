"""政策与解读：期限按工作日，首篇解读之日办结；任何一天都可以回头看。"""

import datetime as dt

import pytest

from portal.core.models import Link
from portal.core.rules import Denied
from tasks import standing
from tasks.actions.ledger import Invalid, StaleEdit
from tasks.ground import Ground
from tasks.registers.interpretation import actions, selectors
from tasks.registers.interpretation.models import Policy
from tasks.registers.interpretation.standing import POLICIES, policy_records
from tasks.standing import Gauge, State

DAY = dt.date(2026, 9, 29)  # 国庆节前两个工作日：29、30 日上班，10 月 1—7 日放假，8 日上班


def state(town, on):
    [item] = POLICIES.items(Ground(town.campaign, on), town.counties)
    return item, Gauge(on, on).state(item)


def test_interpretation_is_due_in_working_days(town):
    policy = town.policy(on=DAY)
    town.at += dt.timedelta(days=120)
    item, found = state(town, dt.date(2026, 10, 8))
    assert item.due_on == dt.date(2026, 10, 9)
    assert found == State.OPEN
    assert state(town, dt.date(2026, 10, 10))[1] == State.OVERDUE
    town.interpret(policy, dt.date(2026, 10, 12))
    assert state(town, dt.date(2026, 10, 12))[1] == State.LATE
    assert state(town, dt.date(2026, 10, 11))[1] == State.OVERDUE


def test_the_city_sets_how_long_it_may_take(town):
    town.policy(on=DAY)
    values = {"interpret_workdays": 1, "respond_hours": 2, "answer_workdays": 7}
    with pytest.raises(Denied):
        actions.set_terms(campaign=town.campaign, values=values, by=town.officer, at=town.at)
    actions.set_terms(campaign=town.campaign, values=values, by=town.clerk, at=town.at)
    assert state(town, DAY)[0].due_on == dt.date(2026, 9, 30)


def test_a_policy_that_needs_no_interpretation_is_nobodys_debt_but_says_why(town):
    with pytest.raises(Invalid, match="写明理由"):
        town.policy(needs_interpretation=False)
    town.policy(needs_interpretation=False, reason="仅公布名单")
    assert list(POLICIES.items(Ground(town.campaign, dt.date(2026, 8, 1)), town.counties)) == []


def test_a_policy_is_not_there_before_it_was_published(town):
    town.policy()
    assert list(POLICIES.items(Ground(town.campaign, dt.date(2026, 6, 29)), town.counties)) == []


def test_policies_of_a_township_count_for_its_county(town):
    town.policy(place="YD-T1", by=town.township)
    [item] = POLICIES.items(Ground(town.campaign, dt.date(2026, 7, 1)), town.counties)
    assert (item.county_id, item.organisation.code) == (town.county.pk, "YD-T1")


def test_only_the_officer_of_the_body_records(town):
    for person in (town.other, town.clerk, town.head):
        with pytest.raises(Denied):
            town.policy(by=person)
    policy = town.policy()
    with pytest.raises(Denied):
        town.interpret(policy, policy.published_on, by=town.other)


def test_no_interpretation_before_the_policy_and_no_title_twice(town):
    policy = town.policy()
    with pytest.raises(Invalid, match="早于"):
        town.interpret(policy, dt.date(2026, 6, 29))
    town.interpret(policy, dt.date(2026, 6, 30))
    with pytest.raises(Invalid, match="已经登记"):
        town.interpret(policy, dt.date(2026, 7, 1))
    with pytest.raises(Invalid, match="同名"):
        town.policy()


def test_the_second_of_two_editors_is_told(town):
    policy = town.policy()
    values = {"title": "改过的", "issuer": "县府办", "published_on": policy.published_on}
    actions.save_policy(policy=policy, values=values, version=0, by=town.officer, at=town.at)
    with pytest.raises(StaleEdit):
        actions.save_policy(policy=policy, values=values, version=0, by=town.officer, at=town.at)
    assert Policy.objects.get().version == 1


def test_addresses_are_registered_for_checking(town):
    policy = town.policy(url="HTTP://YD.example.gov.cn/a")
    town.interpret(policy, policy.published_on, url="https://yd.example.gov.cn/b")
    assert set(Link.objects.values_list("url", flat=True)) == {
        "http://yd.example.gov.cn/a",
        "https://yd.example.gov.cn/b",
    }
    with pytest.raises(Denied, match="http"):
        town.policy("另一份", url="ftp://x.cn/a")


def test_the_matrix_asks_as_often_for_one_county_as_for_all(town, django_assert_num_queries):
    for number in range(5):
        town.policy(f"政策{number}")
    register = next(one for one in standing.registers("interpretation") if one.code == "policies")
    on = dt.date(2026, 7, 20)
    with django_assert_num_queries(3):
        register.batches(Ground(town.campaign, on), town.counties[:1])
    with django_assert_num_queries(3):
        found = standing.count_lots(register.batches(Ground(town.campaign, on), town.counties), Gauge(on, on))
    assert found[town.county.pk].overdue == 5


def test_records_for_evidence_and_words(town):
    policy = town.policy()
    [record] = policy_records(town.county)
    assert (record.title, record.url) == (policy.title, f"/desk/policies/{policy.pk}/")
    [row] = selectors.policies(town.officer)
    assert selectors.clock_at(town.at).policy_word(row) == "待解读"
    town.interpret(policy, dt.date(2026, 7, 1))
    [row] = selectors.policies(town.head)
    assert (selectors.clock_at(town.at).policy_word(row), row.many) == ("按时解读", 1)
    assert not selectors.policies(town.other).exists()


def test_removing_a_wrong_interpretation_opens_the_debt_again(town):
    policy = town.policy()
    wrong = town.interpret(policy, dt.date(2026, 7, 1))
    actions.remove_interpretation(interpretation=wrong, by=town.officer, at=town.at)
    assert state(town, dt.date(2026, 7, 30))[1] == State.OVERDUE
