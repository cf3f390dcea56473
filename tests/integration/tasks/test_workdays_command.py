"""工作日命令，对照按国务院办公厅放假通知手算的日期。"""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from portal.core.models import DayOverride
from tasks.management.commands import workdays

pytestmark = pytest.mark.django_db

BY_HAND = [
    ("2023-09-28", 1, "2023-10-07"),  # 中秋、国庆 9.29–10.6；10.7 周六上班
    ("2023-09-28", 2, "2023-10-08"),  # 10.8 周日上班
    ("2023-09-28", 19, "2023-10-31"),  # 10.7、10.8、9–13、16–20、23–27 共 17 日，30、31 日为 18、19
    ("2024-02-08", 1, "2024-02-09"),  # 除夕不放假
    ("2024-02-09", 1, "2024-02-18"),  # 春节 2.10–2.17；2.18 周日上班
    ("2024-02-02", 7, "2024-02-18"),  # 2.4 周日上班
    ("2023-10-09", -1, "2023-10-08"),
    ("2023-10-09", -3, "2023-09-28"),
    ("2023-10-09", 0, "2023-10-09"),
]


def answer(capsys, *args) -> dict:
    call_command("workdays", *map(str, args), "--json")
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("start", "count", "end"), BY_HAND)
def test_the_date_agrees_with_the_table_worked_out_by_hand(capsys, start, count, end):
    assert answer(capsys, start, count)["date"] == end


def test_every_holiday_on_the_way_names_its_source(capsys):
    days = {d["date"]: d for d in answer(capsys, "2023-09-28", 1)["days"]}
    assert len(days) == 9
    assert days["2023-10-02"]["name"] == "国庆节"
    assert days["2023-10-02"]["source"] == "国务院办公厅放假通知"
    assert days["2023-10-07"]["is_workday"] and "调休上班" in days["2023-10-07"]["name"]


def test_an_override_of_this_site_wins_and_is_named(capsys):
    DayOverride.objects.create(
        date=dt.date(2023, 11, 6), is_workday=False, name="停电", source="云川市政府办通知"
    )
    found = answer(capsys, "2023-11-03", 1)
    assert found["date"] == "2023-11-07"
    assert found["days"][-1]["source"] == "云川市政府办通知"


def test_a_year_without_notice_is_said_to_be_estimated(capsys):
    call_command("workdays", "2031-09-30", "1")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2031-10-01"
    assert "2031 年的放假通知尚未收录，该年按周末推算" in lines[-1]


@pytest.mark.parametrize(
    "args", [("2023-02-30", "1"), ("2023-02-03", "x"), ("2023-02-03", "99999"), ("9999-12-20", "9")]
)
def test_a_wrong_argument_is_refused(args):
    with pytest.raises(CommandError):
        call_command("workdays", *args)


@pytest.mark.parametrize("text", ["2023-9-28", "20230928", "2023/09/28", "2023年9月28日"])
def test_a_day_may_be_written_in_the_usual_ways(capsys, text):
    assert answer(capsys, text, 1)["from"] == "2023-09-28"


def test_a_missing_year_backwards_is_said_to_be_estimated_too(capsys):
    found = answer(capsys, "2031-01-06", -1)
    assert (found["date"], found["estimated_years"]) == ("2031-01-03", [2031])
    assert {day["source"] for day in found["days"]} == {"按周末推算"}


def test_a_database_not_yet_migrated_falls_back_to_the_built_in_table(capsys, monkeypatch):
    def unmigrated():
        raise OperationalError("no such table: core_dayoverride")

    monkeypatch.setattr(workdays, "overrides", unmigrated)
    call_command("workdays", "2023-09-28", "2", "--json")
    said = capsys.readouterr()
    assert json.loads(said.out)["date"] == "2023-10-08"
    assert "python manage.py migrate" in said.err
