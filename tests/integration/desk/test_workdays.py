"""工作日的页面：谁都看，市政务公开办经办改；先看变动后写入；放假通知成段导入，导出再导入没有变动。"""

import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from portal.core import imports
from portal.core.models import DayOverride, ImportBatch
from portal.core.rules import Denied
from portal.core.sheets import kinds, reading
from portal.desk.workdays import actions
from portal.desk.workdays.actions import DayLine
from tests.integration.village.conftest import AT, County

D = dt.date
NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"
ROWS = [
    ("2027-10-01至2027-10-07", "休息", "国庆节", NOTICE),
    ("2027年10月9日", "上班", "国庆节调休上班", NOTICE),
    (dt.datetime(2027, 1, 1), "放假", "元旦", NOTICE),
]


@pytest.fixture
def county(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "AccountDuties" not in name]
    return County()


def book(rows=ROWS, header=("日期", "上班或休息", "名称", "依据")) -> bytes:
    made = Workbook()
    made.active.title = "工作日调整"
    for row in (header, *rows):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def planned(data: bytes, by):
    return kinds.get("workdays").plan(reading.read(data, "通知.xlsx"), campaign=None, scope={}, by=by)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_notice_with_ranges_and_written_dates_is_imported_day_by_day(county):
    batch = imports.stage(
        kind="workdays", data=book(), name="通知.xlsx", campaign=None, scope={}, by=county.who("clerk"), at=AT
    )
    plan = imports.plan_of(batch)
    assert (plan.rows, plan.new, plan.problems) == (9, 9, [])
    assert [table.title for table in plan.preview] == ["新增的日子", "随之变动的期限"]
    imports.confirm(batch, by=county.who("clerk"), at=timezone.now())
    rows = {row.date: row for row in DayOverride.objects.all()}
    assert not rows[D(2027, 10, 3)].is_workday and rows[D(2027, 10, 9)].is_workday
    assert rows[D(2027, 1, 1)].name == "元旦" and rows[D(2027, 10, 7)].source == NOTICE
    again = planned(book(), county.who("clerk"))
    assert (again.new, again.changed, again.same) == (0, 0, 9)


def test_what_is_exported_comes_back_without_change(county):
    test_a_notice_with_ranges_and_written_dates_is_imported_day_by_day(county)
    data = kinds.get_exporter("workdays").workbook(by=None, at=AT)
    plan = planned(data, county.who("clerk"))
    assert (plan.rows, plan.new, plan.changed, plan.gone, plan.problems) == (9, 0, 0, 0, [])


def test_every_mistake_is_listed_with_its_cell(county):
    wrong = [
        ("2027-10-07至2027-10-01", "休息", "国庆节", NOTICE),
        ("2027-05-01", "加班", "劳动节", NOTICE),
        ("2027-05-02", "休息", "劳动节", ""),
        ("", "休息", "劳动节", NOTICE),
        ("2027-06-01至2027-06-03", "休息", "端午节", NOTICE),
        ("2027-06-03", "上班", "端午节调休上班", NOTICE),
    ]
    plan = planned(book(wrong), county.who("clerk"))
    assert [problem.cell for problem in plan.problems] == ["A2", "B3", "D4", "A5", "A7"]
    assert "与第 6 行重复" in plan.problems[-1].message
    assert not DayOverride.objects.exists()


def test_only_the_city_clerk_imports(county):
    assert "只有市政务公开办经办" in planned(book(), county.who("officer")).problems[0].message
    with pytest.raises(Denied):
        actions.adjust_days(
            lines=[DayLine(D(2027, 1, 1), False, "元旦", NOTICE)],
            fingerprint="",
            by=county.who("head"),
            at=AT,
        )


def test_a_change_is_shown_first_and_written_when_confirmed(county):
    client, url = browser(county.who("clerk")), reverse("desk:workdays-change")
    values = {
        "first": "2027-10-01",
        "last": "2027-10-07",
        "state": "rest",
        "name": "国庆节",
        "source": NOTICE,
    }
    page = client.post(url, values).content.decode()
    assert "确认调整 7 天" in page and not DayOverride.objects.exists()
    mark = re.search(r'name="fingerprint" value="(\w+)"', page)[1]
    answer = client.post(url, values | {"fingerprint": mark})
    assert answer.url.endswith("?month=2027-10") and DayOverride.objects.count() == 7
    shown = client.get(answer.url).content.decode()
    assert "国庆节" in shown and NOTICE in shown and "尚未收录" not in shown


def test_a_stale_confirmation_shows_the_list_again(county):
    client, url = browser(county.who("clerk")), reverse("desk:workdays-change")
    values = {"first": "2027-10-01", "state": "rest", "name": "国庆节", "source": NOTICE, "fingerprint": "旧"}
    page = client.post(url, values).content.decode()
    assert "请再看一遍" in page and not DayOverride.objects.exists()


def test_an_adjustment_is_removed_after_a_look(county):
    DayOverride.objects.create(date=D(2027, 1, 1), is_workday=False, name="元旦", source=NOTICE)
    row = DayOverride.objects.get()
    client, url = browser(county.who("clerk")), reverse("desk:workdays-remove", args=[row.pk])
    page = client.get(url).content.decode()
    mark = re.search(r'name="fingerprint" value="(\w+)"', page)[1]
    assert DayOverride.objects.exists()
    client.post(url, {"fingerprint": mark})
    assert not DayOverride.objects.exists()


def test_wrong_input_keeps_what_was_typed(county):
    client = browser(county.who("clerk"))
    values = {"first": "2027-10-07", "last": "2027-10-01", "state": "rest", "name": "国庆节", "source": ""}
    answer = client.post(reverse("desk:workdays-change"), values)
    assert answer.status_code == 422
    assert "最后一天不早于第一天" in answer.content.decode() and "国庆节" in answer.content.decode()


@pytest.mark.parametrize("month", ["2027-13", "x", "0001-01", "9999-12", ""])
def test_an_odd_month_is_this_month(county, month):
    assert browser(county.who("officer")).get(reverse("desk:workdays"), {"month": month}).status_code == 200


def test_a_missing_year_says_it_is_guessed(county):
    page = browser(county.who("officer")).get(reverse("desk:workdays"), {"month": "2031-10"}).content.decode()
    assert "2031 年的放假通知尚未收录，该年按周末推算" in page and "按周末推算" in page


def test_an_import_previewed_before_something_moved_is_not_written(county):
    clerk = county.who("clerk")
    batch = imports.stage(
        kind="workdays", data=book(), name="通知.xlsx", campaign=None, scope={}, by=clerk, at=AT
    )
    ImportBatch.objects.filter(pk=batch.pk).update(
        plan=batch.plan | {"payload": batch.plan["payload"] | {"fingerprint": "另一个"}}
    )
    with pytest.raises(imports.DataMoved):
        imports.confirm(batch, by=clerk, at=timezone.now())
    assert not DayOverride.objects.exists()


def test_the_template_can_be_filled_in_excel(county):
    data = browser(county.who("clerk")).get(reverse("desk:workdays-export")).content
    sheet = load_workbook(io.BytesIO(data))["工作日调整"]
    assert [cell.value.rstrip(" *") for cell in sheet[1]] == ["日期", "上班或休息", "名称", "依据"]
