"""图：长短成比例，文字不相压，缺的不当零，颜色与样式变量同值，等值的表一格不少。"""

import datetime as dt
import re
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from portal.core.charts import (
    evenly,
    heat_map,
    in_pages,
    palette,
    phase_bar,
    ranking_bars,
    stacked_bars,
    trend,
)
from portal.core.charts.drawing import room

SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.text(alphabet="云川县开发区自治彝族ABC12<&", min_size=1, max_size=24)
SCORES = st.none() | st.decimals(min_value=0, max_value=100, places=2)
BARS = st.lists(st.tuples(NAMES, SCORES), min_size=1, max_size=30)
LONG = "黑水河彝族傣族苗族自治县高新技术产业开发区"


def boxes(chart):
    """每行字大约占的矩形（左, 上, 右, 下）与文字。"""
    for text in ElementTree.fromstring(chart.svg).iter(f"{SVG}text"):
        x, y, size = (float(text.get(name)) for name in ("x", "y", "font-size"))
        width = room(text.text or "", size)
        left = x - {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")] * width
        yield left, y - size * 0.78, left + width, y + size * 0.1, text.text


def overlapping(chart):
    pairs = combinations(boxes(chart), 2)
    return [
        (a[4], b[4])
        for a, b in pairs
        if a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5
    ]


def outside(chart):
    return [
        b[4]
        for b in boxes(chart)
        if b[0] < -0.5 or b[1] < -0.5 or b[2] > chart.width + 0.5 or b[3] > chart.height
    ]


def bars_of(chart):
    rects = ElementTree.fromstring(chart.svg).iter(f"{SVG}rect")
    return [rect for rect in rects if rect.get("fill") == palette.BLUE]


@given(BARS)
def test_bars_are_proportional_and_start_at_zero(rows):
    chart = ranking_bars(rows, title="排名")
    known = [value for _, value in rows if value is not None]
    bars = bars_of(chart)
    assert len(bars) == len(known)
    assert len({bar.get("x") for bar in bars}) <= 1
    if known and max(known):
        unit = max(float(bar.get("width")) for bar in bars) / float(max(known))
        assert all(
            abs(float(bar.get("width")) - float(value) * unit) < 0.2
            for bar, value in zip(bars, known, strict=True)
        )


@given(BARS)
def test_labels_of_a_ranking_neither_overlap_nor_leave_the_picture(rows):
    chart = ranking_bars([(name, value, "第12名 优秀") for name, value in rows], title="排名")
    assert overlapping(chart) == []
    assert outside(chart) == []


@given(BARS)
def test_the_table_twin_says_every_row_in_full(rows):
    headers, cells = ranking_bars(rows, title="排名").table
    assert len(headers) == 3
    assert [(name, value) for name, value, _ in cells] == [
        (name, "—" if value is None else str(value)) for name, value in rows
    ]


def test_missing_is_hatched_and_zero_is_zero():
    chart = ranking_bars([("甲县", None), ("乙县", Decimal("0.00"))], title="排名")
    texts = [text for *_, text in boxes(chart)]
    assert texts.count("—") == 1
    assert "0.00" in texts
    assert [bar.get("width") for bar in bars_of(chart)] == ["0.0"]


def test_a_value_above_full_marks_widens_the_scale():
    chart = ranking_bars([("甲县", Decimal(110)), ("乙县", Decimal(55))], title="加分")
    longest, half = (float(bar.get("width")) for bar in bars_of(chart))
    assert longest == pytest.approx(half * 2, abs=0.2)
    assert outside(chart) == []


@given(st.lists(NAMES, min_size=1, max_size=8), st.lists(NAMES, min_size=1, max_size=13), st.data())
def test_a_heat_map_shows_each_cell_once(rows, columns, data):
    keys = [(r, c) for r in range(len(rows)) for c in range(len(columns))]
    values = {key: data.draw(SCORES) for key in keys}
    chart = heat_map(list(enumerate(rows)), list(enumerate(columns)), values, title="热力")
    texts = [text for *_, text in boxes(chart)]
    assert texts.count("—") >= sum(value is None for value in values.values())
    assert len(chart.rows) == len(rows) and all(len(row) == len(columns) + 1 for row in chart.rows)
    assert overlapping(chart) == []
    assert outside(chart) == []


def test_heat_bands_include_their_lower_bound():
    chart = heat_map(
        [(1, "甲")], [(1, "一"), (2, "二")], {(1, 1): Decimal(60), (1, 2): Decimal("59.99")}, title="热力"
    )
    fills = [r.get("fill") for r in ElementTree.fromstring(chart.svg).iter(f"{SVG}rect")][:2]
    assert fills == [palette.HEAT[1], palette.HEAT[0]]


@given(st.lists(st.none() | st.lists(st.integers(0, 400), min_size=3, max_size=3), min_size=1, max_size=12))
def test_stacked_segments_touch_and_add_up(counts):
    series = [("已销号", "green"), ("整改中", "amber"), ("超期", "red")]
    chart = stacked_bars([(LONG, row) for row in counts], series, title="整改")
    assert overlapping(chart) == []
    assert [row[-1] for row in chart.rows] == ["—" if row is None else str(sum(row)) for row in counts]


@given(st.integers(0, 400), st.tuples(*[st.integers(1, 200)] * 3))
def test_the_phase_bar_keeps_words_apart_on_every_day(today, lengths):
    start, phases = dt.date(2026, 1, 1), []
    for name, days in zip(("动员部署", "组织实施", LONG), lengths, strict=True):
        phases.append((name, start, start + dt.timedelta(days=days - 1)))
        start += dt.timedelta(days=days)
    chart = phase_bar(phases, today=dt.date(2026, 1, 1) + dt.timedelta(days=today), title="阶段")
    assert overlapping(chart) == []
    assert outside(chart) == []
    assert [row[3] for row in chart.rows].count("进行中") == (today < sum(lengths))


@given(st.lists(st.lists(SCORES, min_size=5, max_size=5), min_size=1, max_size=6))
def test_a_trend_breaks_where_a_value_is_missing(values):
    chart = trend(
        ["2022年", "2023年", "2024年", "2025年", "2026年"], [("安宁县", row) for row in values], title="走势"
    )
    lines = [e for e in ElementTree.fromstring(chart.svg).iter(f"{SVG}line") if e.get("stroke-width") == "2"]
    joined = sum(
        a is not None and b is not None for row in values for a, b in zip(row, row[1:], strict=False)
    )
    assert len(lines) == joined
    assert overlapping(chart) == []
    assert outside(chart) == []


@given(st.integers(0, 300), st.integers(1, 40))
def test_pages_are_even_and_lose_nothing(count, most):
    groups = evenly(range(count), most)
    assert [row for group in groups for row in group] == list(range(count))
    assert all(0 < len(group) <= most for group in groups)
    assert not groups or max(map(len, groups)) - min(map(len, groups)) <= 1


def test_a_province_takes_several_sheets():
    charts = in_pages(ranking_bars, [(f"第{n}县", Decimal(80)) for n in range(104)], title="排名", most=26)
    assert [chart.title for chart in charts] == [f"排名（{n}/4）" for n in range(1, 5)]


def test_a_picture_has_a_role_a_title_and_named_fonts():
    root = ElementTree.fromstring(ranking_bars([("甲<县>&", Decimal(1))], title="排名<b>").svg)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "排名<b>"
    assert root.find(f"{SVG}desc").text
    assert all(text.get("font-family") for text in root.iter(f"{SVG}text"))


def test_colours_are_those_of_the_screen():
    tokens = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
    named = (
        palette.BLUE,
        palette.RED,
        palette.GREEN,
        palette.AMBER,
        palette.INK,
        palette.MUTED,
        palette.LINE,
    )
    assert [colour for colour in named if colour not in tokens] == []


def test_black_words_are_legible_on_every_fill():
    fills = (*palette.HEAT, *palette.TONES.values())
    assert [fill for fill in fills if contrast(palette.INK, fill) < 7] == []


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_tag_draws_the_figure_with_its_table_and_escapes():
    chart = ranking_bars([("<script>甲", Decimal("88.50"))], title="排名")
    html = Template("{% load charts %}{% chart chart %}").render(Context({"chart": chart}))
    assert "<svg" in html and "<table" in html and "88.50" in html
    assert "<script>" not in html
    assert len(re.findall("&lt;script&gt;甲", html)) >= 2


def test_the_tag_refuses_anything_but_a_chart():
    with pytest.raises(TypeError):
        Template("{% load charts %}{% chart chart %}").render(Context({"chart": "<svg onload=x>"}))
