"""登记与核验：状态只由对方的答复得出，网络不顺不算失效。"""

import datetime as dt

import pytest

from portal.core import links
from portal.core.links import actions
from portal.core.models import Link
from portal.core.models.links import LinkState

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_one_page_written_twice_is_one_link():
    first = links.register("HTTP://www.Example.gov.cn:80/a b?x=政务#top")
    again = links.register("http://www.example.gov.cn/a%20b?x=%E6%94%BF%E5%8A%A1")
    assert first.pk == again.pk
    assert (first.host, first.state) == ("www.example.gov.cn", LinkState.UNCHECKED)


def test_many_links_come_back_in_the_order_given():
    urls = [f"https://www.example.gov.cn/{number % 700}" for number in range(1400)]
    assert [link.url for link in links.register_many(urls)] == urls
    assert Link.objects.count() == 700


def test_one_bad_address_registers_none_of_them():
    with pytest.raises(links.BadUrl):
        links.register_many(["https://www.example.gov.cn/", "javascript:alert(1)"])
    assert not Link.objects.exists()


def test_a_page_that_opens_is_alive_with_its_title_and_date(site, at):
    link = links.register(site.put_article("/a"))
    check = links.check(link, at=at)
    assert (check.state, check.status_code, check.note) == ("alive", 200, "")
    assert link.title == "关于印发 标准目录的通知"
    assert link.page_date == dt.date(2026, 6, 30)
    assert (link.checked_at, link.failures, len(link.text_hash)) == (at, 0, 64)
    assert link.text_length == len("公开内容")


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030", "utf-8"])
def test_a_page_in_any_chinese_charset_is_read(site, at, charset):
    link = links.register(site.put_article("/a", charset=charset))
    links.check(link, at=at)
    assert link.title == "关于印发 标准目录的通知"


def test_the_same_text_in_another_charset_has_not_changed(site, at):
    link = links.register(site.put_article("/a", charset="gbk"))
    links.check(link, at=at)
    site.put_article("/a", charset="utf-8")
    assert links.check(link, at=at + DAY).state == "alive"


def test_a_changed_text_is_changed_once_and_remembered(site, at):
    link = links.register(site.put_article("/a"))
    links.check(link, at=at)
    site.put_article("/a", extra="有更正")
    assert links.check(link, at=at + DAY).state == "changed"
    assert links.check(link, at=at + 2 * DAY).state == "alive"
    assert link.changed_at == at + DAY


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_dead_at_once(site, at, status):
    link = links.register(site.put("/a", status=status))
    check = links.check(link, at=at)
    assert (check.state, check.note) == ("dead", f"网站答复 {status}：网页已不在。")


def test_a_failing_site_is_dead_only_on_the_third_day(site, at):
    link = links.register(site.put("/a", status=503))
    states = [links.check(link, at=at + hours).state for hours in (0 * DAY, DAY / 24, DAY, DAY + DAY / 24)]
    assert states == ["unreachable"] * 4
    assert links.check(link, at=at + 2 * DAY).state == "dead"


def test_one_good_answer_starts_the_three_days_again(site, at):
    link = links.register(site.put("/a", status=500))
    links.check(link, at=at)
    links.check(link, at=at + DAY)
    site.put_article("/a")
    links.check(link, at=at + 2 * DAY)
    site.put("/a", status=500)
    assert links.check(link, at=at + 3 * DAY).state == "unreachable"


def test_a_lost_connection_is_never_dead_and_keeps_what_was_known(site, at, settings):
    link = links.register(site.put_article("/a"))
    links.check(link, at=at)
    known = (link.title, link.text_hash, link.page_date)
    settings.LINK_CHECK_ALLOW_PRIVATE = []
    for day in range(1, 6):
        check = links.check(link, at=at + day * DAY)
    assert (check.state, check.status_code) == ("unreachable", None)
    assert "内部网络地址" in link.note
    assert (link.title, link.text_hash, link.page_date) == known
    assert link.failures == 5


@pytest.mark.parametrize("status", [401, 403, 412, 429, 521])
def test_a_shield_that_refuses_us_is_never_dead(site, at, status):
    link = links.register(site.put("/a", status=status))
    for day in range(4):
        check = links.check(link, at=at + day * DAY)
    assert check.state == "unreachable"
    assert "请人工打开确认" in check.note


def test_an_old_page_is_stale_only_when_asked_for(site, at):
    link = links.register(site.put_article("/a"))
    assert links.check(link, at=at + 40 * DAY).state == "alive"
    Link.objects.filter(pk=link.pk).update(stale_after_days=30)
    assert links.check(link, at=at + 29 * DAY).state == "alive"
    assert links.check(link, at=at + 30 * DAY).state == "stale"


def test_a_page_that_only_says_it_is_missing_is_alive_with_a_doubt(site, at):
    link = links.register(site.put("/a", "<title>404 您访问的页面不存在</title>"))
    check = links.check(link, at=at)
    assert (check.state, check.note) == ("alive", "网页标题像是“找不到网页”，请人工打开确认。")


def test_a_page_sent_back_to_the_front_page_is_alive_with_a_doubt(site, at):
    site.put("/", "首页")
    check = links.check(links.register(site.redirect("/a", "/")), at=at)
    assert (check.state, check.note) == ("alive", "已跳转到网站首页，请人工打开确认。")


def test_the_history_keeps_only_the_latest_checks(site, at):
    link = links.register(site.put_article("/a"))
    for day in range(actions.KEPT + 3):
        links.check(link, at=at + day * DAY)
    assert link.checks.count() == actions.KEPT
    assert link.checks.last().at == at + 3 * DAY
