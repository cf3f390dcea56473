"""公开时限与渠道的读法。"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogs import channels, limits
from portal.core import numerals, workdays

CERTAIN = [
    ("信息形成或者变更之日起20个工作日内", 20, "工作日", "信息形成或者变更之日"),
    (
        "自信息形成或变更之日起２０个工作日内；法律、法规另有规定的，从其规定",
        20,
        "工作日",
        "信息形成或变更之日",
    ),
    ("20日内", 20, "日", ""),
    ("二十个工作日内", 20, "工作日", ""),
    ("7个 工\n作日", 7, "工作日", ""),
    ("三个月内", 3, "月", ""),
    ("一年内", 1, "年", ""),
    ("实时公开", None, "", "实时"),
    ("及时", None, "", "及时"),
    ("永久", None, "", "永久"),
    ("每季度", 1, "季", "每季度"),
    ("每季度的首个月20日", 1, "季", "每季度的首个月20日"),
    ("每年1月31日前", 1, "年", "每年1月31日前"),
    ("6月底前", None, "", "6月底前"),
    ("1月31日前", None, "", "1月31日前"),
    ("", None, "", ""),
]


@pytest.mark.parametrize(("text", "value", "unit", "anchor"), CERTAIN)
def test_known_limits_are_read(text, value, unit, anchor):
    found = limits.parse(text)
    assert (found.value, found.unit, found.anchor, found.certain) == (value, unit, anchor, True)
    assert found.raw == text


@pytest.mark.parametrize(
    "text",
    [
        "24小时内",
        "《条例》规定",
        "决定作出之日起7个工作日内公开，其他20个工作日",
        "7个工作日内公开，公示3日内",
    ],
)
def test_what_cannot_be_read_is_doubted(text):
    assert not limits.parse(text).certain


@given(st.integers(1, 199), st.sampled_from(["工作日", "日"]), st.booleans())
def test_every_number_is_read_in_either_script(number, unit, chinese):
    written = numerals.chinese(number) if chinese else str(number)
    found = limits.parse(f"信息形成之日起{written}个{unit}内" if unit == "工作日" else f"{written}{unit}内")
    assert (found.value, found.unit) == (number, unit)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader_and_none_is_lost(text):
    assert limits.parse(text).raw == text


def test_due_days_follow_the_unit():
    made = dt.date(2026, 1, 31)
    for text, expected in [
        ("30日内", dt.date(2026, 3, 2)),
        ("一个月内", dt.date(2026, 2, 28)),
        ("及时", None),
    ]:
        assert limits.due(limits.parse(text), made, workdays.add_workdays) == expected


@pytest.mark.parametrize(
    ("text", "known", "free", "doubtful"),
    [
        ("■政府网站□政府公报 ■两微一端", ("政府网站", "两微一端"), (), False),
        ("■政府网站 ■投资项目在线审批监管平台", ("政府网站",), ("投资项目在线审批监管平台",), False),
        ("n政府网站 o政府公报n两微一端", ("政府网站", "两微一端"), (), False),
        ("R政府网站 ¨政府公报", ("政府网站",), (), False),
        ("\uf0fe政府网站 \uf0a8政府公报", ("政府网站",), (), False),
        ("?政府网站 ?政府公报", ("政府网站", "政府公报"), (), True),
        ("政府网站、两微一端\n政务服务中心", ("政府网站", "两微一端", "政务服务中心"), (), False),
        ("政府网站政府公报", ("政府网站", "政府公报"), (), False),
        ("■社区/企事业单位/村公示栏（电子屏）", ("社区/企事业单位/村公示栏（电子屏）",), (), False),
        ("门户网站；村民微信群", ("政府网站",), ("村民微信群",), False),
        ("1.政府网站 2.政务公开栏", ("政府网站",), ("政务公开栏",), False),
    ],
)
def test_channels_are_read(text, known, free, doubtful):
    found = channels.parse(text)
    assert (found.known, found.free, found.doubtful) == (known, free, doubtful)


def test_an_address_in_the_cell_is_kept_apart():
    found = channels.parse("■政府网站（http://www.yunchuan.example/zwgk）")
    assert (found.known, found.links) == (("政府网站",), ("http://www.yunchuan.example/zwgk",))


@given(st.lists(st.sampled_from(channels.VOCABULARY), unique=True, min_size=1))
def test_a_ticked_list_reads_back_whole(names):
    written = "".join(f"{'■' if name in names else '□'}{name}" for name in channels.VOCABULARY)
    assert set(channels.parse(written).known) == set(names)
