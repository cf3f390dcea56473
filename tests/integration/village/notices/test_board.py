"""公示单的内容：与户一致，按项目打码，公示期与网址取自登记；一字有变指纹就变。"""

import datetime as dt
from decimal import Decimal

import pytest

from tests.integration.village.conftest import AT, acre
from village import board as boards
from village.models import Posting
from village.summary import year_summary

VILLAGE = "YD-T1-V1"


@pytest.fixture
def programme(county):
    programme = county.programme()
    county.pay(programme, VILLAGE, [acre("a", "王建国", "3.5"), acre("b", "李芳", "2.25", "2组")])
    return programme


def compose(county, programme):
    return boards.compose(programme, county.place(VILLAGE))


def test_the_rows_and_the_total_are_the_households(county, programme):
    board = compose(county, programme)
    assert board.title == "东风村 2026 年耕地地力保护补贴公示"
    assert board.rows == (
        ("1", "1组", "王建国", "3.50", "95.35", "333.73"),
        ("2", "2组", "李芳", "2.25", "95.35", "214.54"),
    )
    assert board.total == ("合计", "", "2 户", "5.75", "", "548.27")
    assert (board.households, board.amount) == (2, Decimal("548.27"))


def test_a_programme_for_special_groups_shows_surnames_alone(county):
    programme = county.programme("农村居民最低生活保障金", is_sensitive=True)
    county.pay(programme, VILLAGE, [acre("a", "王建国", "1"), acre("b", "欧阳明", "1")])
    board = compose(county, programme)
    assert [row[2] for row in board.rows] == ["王**", "欧阳**"]
    assert board.note
    assert "建国" not in str(boards.asdict(board))


def test_what_was_not_filled_in_is_not_printed(county):
    programme = county.programme("医疗救助", basis="", department="")
    labels = [label for label, _ in compose(county, programme).facts]
    assert "政策依据" not in labels
    assert "公示期" in labels


def test_the_period_is_blank_until_the_notice_is_posted(county, programme):
    assert boards.BLANK_DATE in dict(compose(county, programme).facts)["公示期"]
    post(county, programme)
    board = compose(county, programme)
    assert dict(board.facts)["公示期"] == "2026 年 7 月 1 日至2026 年 7 月 7 日（7 个自然日）"
    assert board.posted == "2026 年 7 月 1 日"


def post(county, programme):
    return Posting.objects.create(
        programme=programme,
        village=county.place(VILLAGE),
        status=Posting.Status.POSTED,
        starts_on=dt.date(2026, 7, 1),
        ends_on=dt.date(2026, 7, 7),
        created_at=AT,
        posted_by=county.who("village"),
        posted_at=AT,
    )


def test_the_year_of_the_village_counts_every_programme_once(county, programme):
    other = county.programme("医疗救助", unit="")
    county.pay(other, VILLAGE, [("a", "王建国", "1组", None, None, Decimal("300"))])
    county.pay(programme, "YD-T1-V2", [acre("z", "周五", "9")])
    board = compose(county, programme)
    assert board.summary == (
        ("医疗救助", "1", "—", "300.00"),
        ("耕地地力保护补贴", "2", "5.75 亩", "548.27"),
        ("合计", "", "", "848.27"),
    )


def test_the_summary_takes_two_queries(county, programme, django_assert_num_queries):
    village, place = county.place(VILLAGE), county.place("YD")
    with django_assert_num_queries(2):
        year_summary(village, place, 2026)


def test_the_code_leads_to_the_public_page_of_the_village(county, programme, settings):
    settings.PUBLIC_ADDRESS = "https://www.example.gov.cn/"
    assert compose(county, programme).address == f"https://www.example.gov.cn/villages/{VILLAGE}/?year=2026"


def test_the_fingerprint_follows_what_is_printed(county, programme):
    before = boards.fingerprint(compose(county, programme))
    assert boards.fingerprint(compose(county, programme)) == before
    county.pay(programme, VILLAGE, [acre("c", "赵一", "1")])
    after = boards.fingerprint(compose(county, programme))
    post(county, programme)
    assert len({before, after, boards.fingerprint(compose(county, programme))}) == 3


def test_a_board_does_not_print_names_into_a_log(county, programme):
    assert "王建国" not in repr(compose(county, programme))


@pytest.mark.parametrize(
    ("name", "committee"),
    [
        ("青石镇东风村", "青石镇东风村村民委员会"),
        ("幸福社区", "幸福社区居民委员会"),
        ("南湾", "南湾村（居）民委员会"),
    ],
)
def test_the_committee_goes_by_its_legal_name(county, name, committee):
    village = county.place(VILLAGE)
    village.name = name
    assert boards.compose(county.programme(), village).committee == committee
