"""读懂网页：标题、日期、文字。"""

import datetime as dt
import random
import time

import pytest

from portal.core.links.page import Page, decode, read_page

DAY = dt.date(2026, 7, 1)


def _page(body, head=""):
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="PubDate" content="2026-07-01 09:00">',
        '<meta name="pubdate" content="20260701">',
        '<meta property="article:published_time" content="2026-06-30T20:00:00Z">',
        '<meta name="createDate" content="2026/7/1">',
        '<meta name="others-date" content="2020-01-01"><meta name="PubDate" content="2026-07-01">',
    ],
)
def test_the_date_is_read_from_the_meta(head):
    assert _page("正文 发布日期：2019-01-01", head).date == DAY


@pytest.mark.parametrize(
    "text",
    [
        "发布日期：2026-07-01", "发布时间: 2026年7月1日 09:00", "日期：2026/07/01", "成文日期：<b>2026.7.1</b>",
        "更新时间：2026-13-45 发布日期：2026-07-01",
    ],
)  # fmt: skip
def test_the_date_is_read_from_the_labelled_text(text):
    assert _page(f"<p>会议定于 2026年8月8日 召开</p><p>{text}</p>").date == DAY


def test_the_newest_row_of_a_list_is_its_date():
    rows = "".join(f"<li><a>通知</a> <span>2026-0{month}-01</span></li>" for month in (3, 7, 5))
    assert _page(f"<ul>{rows}</ul>").date == DAY


def test_dates_inside_sentences_are_not_the_date_of_the_page():
    assert _page("<p>截至2026年12月31日，完成率 100%。</p>").date is None


def test_scripts_styles_and_spaces_are_not_text():
    plain = _page("<p>公开 内容</p>")
    assert _page("<script>a</script><style>b</style><p>公开\n内容</p><!--c-->").text_hash == plain.text_hash
    assert plain.text_length == 4


def test_the_text_after_a_script_is_text():
    assert _page("公开<script>a</script>内容").text_hash == _page("公开内容").text_hash


def test_visit_counts_and_todays_date_are_not_changes():
    first = _page("<p>正文</p><p>浏览次数：12 次</p><p>今天是2026年7月1日 星期三</p>")
    later = _page("<p>正文</p><p>浏览次数：99 次</p><p>今天是2026年7月2日 星期四</p>")
    assert first.text_hash == later.text_hash


def test_a_changed_figure_is_a_change():
    assert _page("<p>共 12 条</p>").text_hash != _page("<p>共 13 条</p>").text_hash


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ("公告".encode("gbk"), ""),
        ("公告".encode("gbk"), "text/html; charset=gb2312"),
        ("公告".encode("gbk"), "text/html; charset=ISO-8859-1"),
        ("公告".encode("gbk"), "text/html; charset=utf-8"),
        ("公告".encode(), "text/html; charset=nonsense"),
        ("公告".encode("utf-16"), ""),
        ("公告".encode("big5"), "text/html; charset=big5"),
        ("公告".encode() + "文".encode()[:2], ""),
    ],
)
def test_the_charset_is_found_even_when_the_header_is_wrong(body, header):
    assert decode(body, header) == "公告"


@pytest.mark.parametrize("body", [b"", b"   ", b"\x00", b"<!--", b"<html></html>"])
def test_nothing_readable_is_an_empty_page(body):
    assert read_page(body) == Page()


def test_any_bytes_can_be_read():
    noise = random.Random(7)
    for _ in range(200):
        body = noise.randbytes(300) + b"<p>" * noise.randrange(900) + noise.randbytes(30)
        assert isinstance(read_page(body), Page)


def test_a_page_of_unclosed_tags_keeps_its_text():
    assert _page("<div>" * 1000 + "公开").text_length == 2


def test_a_list_laid_out_by_a_table_is_still_a_list():
    rows = "".join(f"<tr><td>通知</td><td>2026-07-0{day}</td></tr>" for day in (1, 1, 1))
    outer = f"<table><tr><td>栏目 2030-01-01<table>{rows}</table></td></tr></table>"
    assert _page(outer).date == DAY


def test_a_hostile_page_is_read_in_seconds():
    """层层嵌套、处处像日期，也只走一遍。"""
    began = time.process_time()
    for body in ("<ul><li>" * 1000 + "公开 2026-07-01 " * 90_000, "<li>2026" + " " * 2_000_000 + "</li>"):
        read_page(body.encode())
    assert time.process_time() - began < 5
