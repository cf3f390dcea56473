"""年度公开：四人各办一步，逐村公开，只有合计；改了再公开，旧页废止而仍在。"""

import pytest
from django.test import Client

from portal.core import creditcode
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from portal.organisations.roles import Role
from portal.publications import actions as publications
from portal.publications.models import Publication
from tests.integration.village.conftest import AT, YEAR, acre
from village import actions, releasing, summing
from village.models import Programme, Release, ReleasedVillage

LOW = "农村居民最低生活保障金"


@pytest.fixture
def town(county):
    """再配一位市里的审核人；县里要有信用代码才编得了索引号。"""

    Organisation.objects.filter(code="YD").update(credit_code=creditcode.make("11999000000000077"))
    county.hire("reviewer", Role.CITY_REVIEWER, "YC")
    return county


def through(town, release: Release, steps: int = 3) -> Release:
    for move, who in (("hand_in", "head"), ("check", "clerk"), ("publish", "reviewer"))[:steps]:
        release = actions.move_release(release=release, move=move, by=town.who(who), at=AT)
    return release


def drafted(town) -> Release:
    return actions.draft_release(county=town.place("YD"), year=YEAR, by=town.who("officer"), at=AT)


@pytest.fixture
def paid(town):
    farming = town.programme()
    town.pay(farming, "YD-T1-V1", [acre("a", "王建国", "10"), acre("b", "李桂芳", "2.5")])
    town.pay(farming, "YD-T2-V1", [acre("c", "赵德柱", "8")])
    low = town.programme(LOW, unit="人", standard="每人每月 620 元", is_sensitive=True)
    town.pay(low, "YD-T1-V1", [acre("d", "孙小梅", "2", rate="620")])
    for programme in (farming, low):
        summing.refresh(programme)
    return farming


def page(village: str, town) -> str:
    released = ReleasedVillage.objects.filter(village=town.place(village), release__year=YEAR)
    answer = Client().get(released.order_by("-release__number").first().publication.public_url)
    assert answer.status_code == 200
    return answer.text


def test_each_village_gets_a_page_of_its_sums_and_no_household(town, paid):
    release = through(town, drafted(town))
    assert actions.publish_villages(release, at=AT) == 2
    text = page("YD-T1-V1", town)
    assert "耕地地力保护补贴" in text and "1,191.88" in text and "2 户次" in text
    assert not any(name in text for name in ("王建国", "李桂芳", "孙小梅", "赵德柱"))
    assert releasing.TOO_FEW in text and "1,240.00" not in text
    assert "762.80" in page("YD-T2-V1", town)


def test_publishing_again_after_a_stop_publishes_only_the_rest(town, paid):
    release = through(town, drafted(town))
    first = releasing.remaining(release).first()
    actions.release._publish_one(first.pk, release, at=AT)
    assert actions.publish_villages(release, at=AT) == 1
    assert actions.publish_villages(release, at=AT) == 0
    assert Publication.objects.filter(status="published").count() == 2


def test_a_second_release_repeals_the_page_of_the_first(town, paid):
    actions.publish_villages(through(town, drafted(town)), at=AT)
    old = Publication.objects.get(title__contains="柳林村")
    town.pay(paid, "YD-T2-V1", [acre("e", "钱大有", "1")])

    summing.refresh(paid)
    actions.publish_villages(through(town, drafted(town)), at=AT)
    old.refresh_from_db()
    assert old.repealed_on is not None and Client().get(old.public_url).status_code == 200
    assert "858.15" in page("YD-T2-V1", town)


@pytest.mark.parametrize(
    ("steps", "move", "who"),
    [
        (0, "hand_in", "officer"),
        (0, "hand_in", "clerk"),
        (1, "check", "head"),
        (2, "publish", "clerk"),
        (2, "publish", "head"),
    ],
)
def test_four_different_people_take_the_four_steps(town, paid, steps, move, who):
    release = through(town, drafted(town), steps)
    with pytest.raises(Denied):
        actions.move_release(release=release, move=move, by=town.who(who), at=AT)


def test_one_release_at_a_time_and_only_of_what_is_confirmed(town, county):
    with pytest.raises(Denied, match="没有复核过"):
        drafted(town)
    programme = town.programme()
    town.pay(programme, "YD-T1-V1", [acre("a", "王建国", "10")])

    summing.refresh(programme)
    drafted(town)
    with pytest.raises(Denied, match="请先办完"):
        drafted(town)


def test_the_frozen_sums_do_not_follow_later_batches(town, paid):
    release = drafted(town)
    town.pay(paid, "YD-T2-V1", [acre("f", "周进", "1")])

    summing.refresh(paid)
    actions.publish_villages(through(town, release), at=AT)
    assert "762.80" in page("YD-T2-V1", town)


def test_returning_lets_the_county_start_again(town, paid):
    release = through(town, drafted(town), 1)
    actions.move_release(release=release, move="return", by=town.who("clerk"), at=AT, reason="漏了公益林")
    assert drafted(town).number == 2


def test_a_village_stopped_by_the_gate_waits_and_the_others_are_published(town, paid):
    Programme.objects.filter(pk=paid.pk).update(contact="经办 13800138000")
    only_low = ReleasedVillage.objects.filter(village=town.place("YD-T1-V2"))
    town.pay(Programme.objects.get(name=LOW), "YD-T1-V2", [acre("e", "钱有余", "3", rate="620")])
    summing.refresh(Programme.objects.get(name=LOW))
    release = through(town, drafted(town))
    with pytest.raises(Denied, match="2 个村没有公开.*手机号码"):
        actions.publish_villages(release, at=AT)
    assert only_low.get().publication.status == Publication.Status.PUBLISHED
    held = Publication.objects.filter(status=Publication.Status.HELD)
    assert held.count() == 2
    for publication in held:
        let_through(town, publication)
    assert actions.publish_villages(release, at=AT) == 2
    assert not held.all().exists() and not releasing.remaining(release).exists()


def let_through(town, publication: Publication) -> None:
    assessment = dict.fromkeys(("purpose", "necessity", "impact", "measures"), "公布咨询电话")
    override = publications.request_override(
        publication=publication,
        reason="公布咨询电话",
        assessment=assessment | {"assessed_on": AT.date()},
        by=town.who("officer"),
        at=AT,
    )
    publications.move_override(
        override=override, move="approve", by=town.who("reviewer"), reason="同意", at=AT
    )
