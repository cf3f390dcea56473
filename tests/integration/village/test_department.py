"""主管部门：认得出自己主管的项目，该办的在工作台上，导得了清单；别的项目、别的县不归它。"""

import datetime as dt

import pytest

from portal.core.rules import Denied
from portal.notifications.models import Message
from portal.organisations.roles import Role
from tests.integration.village.conftest import AT, YEAR, acre
from village import actions, competent, owing, permissions
from village.models import PaymentBatch, Posting, Programme

ON = dt.date(YEAR, 7, 1)


@pytest.fixture
def bureau(county):
    """云东县农业农村局与它的经办。"""
    county.add("YD-B1", "YD", "云东县农业农村局", "county_department")
    county.hire("bureau", Role.COUNTY_OFFICER, "YD-B1")
    return county.who("bureau")


@pytest.mark.parametrize(
    "written",
    ["县农业农村局", "农业农村局", "云东县农业农村局", "县财政局、县农业农村局", "县农业农村局/乡镇"],
)
def test_it_knows_its_own_by_name(county, bureau, written):
    programme = county.programme()
    programme.department = written
    assert competent.is_competent(county.place("YD-B1"), programme)


@pytest.mark.parametrize("written", ["", "县民政局", "县农业农村局农机站", "局"])
def test_others_are_not_its_own(county, bureau, written):
    programme = county.programme()
    programme.department = written
    assert not competent.is_competent(county.place("YD-B1"), programme)


def test_the_same_name_in_another_county_is_not_its_own(county, bureau):
    assert not competent.is_competent(county.place("YD-B1"), county.programme(county="YX"))


def test_its_workbench_lists_what_it_owes(county, bureau):
    programme = county.programme()
    kinds = {title: (kind, url) for kind, title, _, url, _ in owing.awaiting(bureau, on=ON)}
    unpaid, lacking = (f"/desk/village/?year={YEAR}&{word}=on&mine=on" for word in ("unpaid", "lacking"))
    assert kinds["1 项补贴今年还没有发放清单"] == ("补贴清单", unpaid)
    assert kinds["1 项补贴还没有申报信息"] == ("申报信息", lacking)
    batch = county.pay(programme, "YD-T1-V1", [acre("1", "王建国", "3.5")])
    village = county.place("YD-T1-V1")
    Posting.objects.create(programme=programme, village=village, batch=batch, due_on=ON, created_at=AT)
    late = [(title, url) for _, title, _, url, _ in owing.awaiting(bureau, on=ON + dt.timedelta(days=1))]
    assert "1 项补贴今年还没有发放清单" not in [title for title, _ in late]
    (url,) = [url for title, url in late if title == "耕地地力保护补贴：1 个村逾期未张贴"]
    assert "place=YD" in url and url.endswith("state=overdue")


def test_it_is_reminded_of_its_own_applications_like_the_county(county, bureau):
    county.programme()
    other = county.programme("农村低保金")
    Programme.objects.filter(pk=other.pk).update(department="县民政局")
    assert actions.remind_applications(on=ON, at=AT) == 2
    told = {row.person: row for row in Message.objects.filter(kind=Message.Kind.REMINDER)}
    assert "有 1 项补贴" in told[bureau].title and told[bureau].url.endswith("&mine=on")
    assert "有 2 项补贴" in told[county.who("officer")].title


def test_each_to_do_leads_to_exactly_its_rows(county, bureau, browse):
    mine = county.programme()
    county.programme("最低生活保障金", department="县民政局")
    desk = browse(bureau)
    for word in ("unpaid", "lacking"):
        page = desk.get("/desk/village/", {"year": YEAR, word: "on", "mine": "on"})
        assert [row.programme for row in page.context["rows"]] == [mine]
    assert "mine" not in browse(county.who("officer")).get("/desk/village/").context["form"].fields


def test_it_imports_its_own_and_no_other(county, bureau):
    permissions.check_can_import(bureau, county.programme())
    for other in (
        county.programme("农机购置与应用补贴", department="县民政局"),
        county.programme(county="YX"),
    ):
        with pytest.raises(Denied, match="主管部门的经办"):
            permissions.check_can_import(bureau, other)
    with pytest.raises(Denied):
        permissions.check_can_see_households(bureau, county.place("YD"))


def test_a_returned_list_is_no_list(county):
    programme = county.programme()
    assert list(Programme.objects.unpaid()) == [programme]
    batch = county.pay(programme, "YD-T1-V1", [acre("1", "王建国", "3.5")])
    assert not Programme.objects.unpaid()
    returned = {"status": "returned", "returned_by": county.who("head"), "returned_at": AT}
    PaymentBatch.objects.filter(pk=batch.pk).update(confirmed_by=None, confirmed_at=None, **returned)
    assert list(Programme.objects.unpaid()) == [programme]


def test_it_sees_its_own_batch_and_no_other(county, bureau):
    programme = county.programme()
    for village, person in (("YD-T1-V1", "officer"), ("YD-T1-V2", "bureau")):
        batch = county.pay(programme, village, [acre("1", "王建国", "3.5")], status="waiting")
        PaymentBatch.objects.filter(pk=batch.pk).update(created_by=county.who(person))
    (seen,) = PaymentBatch.objects.visible_to(bureau)
    assert seen.created_by == bureau
