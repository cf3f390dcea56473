"""路线图：长短成比例，今天在它该在的地方，等值的表一项不少。"""

import datetime as dt
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from portal.core.charts import gantt, palette
from portal.core.charts.drawing import room
from portal.core.charts.gantt import BAR as BAR_HIGH
from portal.core.charts.gantt import DESK, FILLS, HEAD, PHONE, Bar
from portal.core.charts.gantt import PHASES as PHASES_HIGH

WIDTH, LEFT, RIGHT = DESK.width, DESK.left, DESK.right

FIRST, LAST = dt.date(2026, 6, 1), dt.date(2026, 12, 31)
PHASES = [("工作部署", FIRST, dt.date(2026, 6, 30)), ("全面实施", dt.date(2026, 7, 1), LAST)]
BAR = Bar("组织推进", "1 报送<名单>", FIRST, LAST, "done", "完成 8/8")
DAYS = st.dates(FIRST, LAST)


def drawn(*bars, today=dt.date(2026, 9, 10)):
    return gantt(bars, PHASES, today=today, title="路线图")


def widths(chart, fill: str) -> list[float]:
    return [float(w) for w in re.findall(rf'width="([\d.]+)" height="12.0" fill="{fill}"', chart.svg)]


def test_a_bar_of_the_whole_span_fills_the_plot():
    [width] = widths(drawn(BAR), FILLS["done"])
    assert abs(width - (WIDTH - LEFT - RIGHT)) < 0.2


def test_one_day_is_still_visible_and_names_are_escaped():
    chart = drawn(replace(BAR, first=LAST, last=LAST))
    [width] = widths(chart, FILLS["done"])
    assert 3 <= width < 4
    assert "&lt;名单&gt;" in chart.svg and "<名单>" not in chart.svg


def test_today_is_marked_only_within_the_span():
    assert f'stroke="{palette.RED}"' in drawn(BAR).svg
    assert f'stroke="{palette.RED}"' not in drawn(BAR, today=dt.date(2027, 1, 1)).svg


@given(DAYS)
def test_todays_line_stays_below_the_phases_and_its_words_inside_the_picture(today):
    chart = drawn(BAR, today=today)
    [(x, top)] = re.findall(rf'<line x1="([\d.]+)" y1="([\d.]+)"[^>]*stroke="{palette.RED}"', chart.svg)
    assert float(top) >= HEAD + PHASES_HIGH
    [(middle, text)] = re.findall(rf'<text x="([\d.]+)"[^>]*fill="{palette.RED}"[^>]*>([^<]+)<', chart.svg)
    assert text == f"今天 {today.month}月{today.day}日"
    assert float(middle) - room(text, 12) / 2 + 0.1 >= LEFT
    assert float(middle) + room(text, 12) / 2 <= WIDTH + 0.1
    assert abs(float(x) - float(middle)) < room(text, 12)


def test_on_the_phone_each_name_stands_above_its_bar_and_the_bars_use_the_whole_width():
    svg = drawn(BAR, replace(BAR, name="2 " + "很长的任务名称" * 6)).phone
    assert re.search(r'viewBox="0 0 (\d+) ', svg)[1] == f"{PHONE.width}" and PHONE.width <= 340
    bars = re.findall(rf'y="([\d.]+)" width="([\d.]+)" height="{BAR_HIGH}.0" fill="{FILLS["done"]}"', svg)
    names = re.findall(r'<text x="[\d.]+" y="([\d.]+)" [^>]*font-size="12"[^>]*fill="#[^>]*>(\d [^<]+)<', svg)
    assert len(bars) == len(names) == 2
    for (top, width), (baseline, name) in zip(bars, names, strict=True):
        assert float(baseline) < float(top) and float(width) > 0.95 * PHONE.width
        assert room(name.replace("&lt;", "<").replace("&gt;", ">"), 12) <= PHONE.name_room


def test_each_period_has_its_mark():
    assert drawn(replace(BAR, marks=(FIRST, LAST))).svg.count("<polygon") == 2


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=20))
def test_the_table_says_everything_the_picture_shows(spans):
    bars = [replace(BAR, first=min(s), last=max(s), name=f"{n} 任务") for n, s in enumerate(spans)]
    chart = drawn(*bars)
    assert [(row[2], row[3]) for row in chart.rows] == [(f"{b.first}", f"{b.last}") for b in bars]
    for width, bar in zip(widths(chart, FILLS["done"]), bars, strict=True):
        share = ((bar.last - bar.first).days + 1) / ((LAST - FIRST).days + 1)
        assert width == 3.0 or abs(width - share * (WIDTH - LEFT - RIGHT)) < 0.2
