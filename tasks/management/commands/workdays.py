"""若干个工作日之后是哪一天，途中每个休息日、调休上班日凭什么。"""

import argparse
import datetime as dt
import json
import re

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from portal.core import workdays
from portal.core.models.calendar import overrides
from portal.core.workdays import Overrides

WEEKDAYS = "一二三四五六日"
MOST = 5000
EARLIEST, LATEST = 1949, 2200
DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?|(\d{4})(\d\d)(\d\d)")


class Command(BaseCommand):
    help = "打印 FROM 之后第 N 个工作日（N 可为负），以及途中各休息日、调休上班日的依据。"

    def add_arguments(self, parser):
        parser.add_argument("start", metavar="FROM", type=_day, help="起算日，形如 2023-09-28，当天不算")
        parser.add_argument("count", metavar="N", type=_count, help="工作日数，负数往前")
        parser.add_argument("--json", action="store_true", dest="as_json", help="以 JSON 打印")

    def handle(self, *args, start, count, as_json, **options):
        changes, missing = _overrides()
        if missing:
            self.stderr.write(missing)
        end = workdays.add_workdays(start, count, changes)
        days = [workdays.describe(day, changes) for day in _passed(start, end)]
        if as_json:
            self.stdout.write(json.dumps(_as_json(start, count, end, days), ensure_ascii=False))
            return
        self.stdout.write(end.isoformat())
        for day in filter(_is_notable, days):
            self.stdout.write(_line(day))
        for year in _guessed(days):
            self.stdout.write(f"注意：{year} 年的放假通知尚未收录，该年按周末推算。")


def _overrides() -> tuple[Overrides, str]:
    """本站的调整，与取不到的原因；数据库还没有建好的机器上只用内置的节假日表。"""
    try:
        return overrides(), ""
    except DatabaseError:
        return (
            {},
            "数据库还没有建好（运行 python manage.py migrate），没有本站的工作日调整，只按内置的节假日表。",
        )


def _day(text: str) -> dt.date:
    try:
        year, month, day = map(int, filter(None, DATE.fullmatch(text.strip()).groups()))
        found = dt.date(year, month, day)
    except (AttributeError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2023-09-28 的样子") from error
    if not EARLIEST <= found.year <= LATEST:
        raise argparse.ArgumentTypeError(f"只算 {EARLIEST} 年至 {LATEST} 年的日子")
    return found


def _count(text: str) -> int:
    try:
        count = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是整数") from error
    if abs(count) > MOST:
        raise argparse.ArgumentTypeError(f"最多算 {MOST} 个工作日")
    return count


def _passed(start: dt.date, end: dt.date) -> list[dt.date]:
    """从 `start` 走到 `end` 经过的各天，按行走的次序；含 `end`，不含 `start`。"""
    step = 1 if end >= start else -1
    return [start + dt.timedelta(days=n * step) for n in range(1, abs((end - start).days) + 1)]


def _is_notable(day: workdays.Day) -> bool:
    """不是“周一至周五上班”的那些天：休息日、调休上班日、有调整的日子。"""
    return not day.is_workday or bool(day.name) or day.source not in (workdays.WEEKEND, workdays.GUESS)


def _line(day: workdays.Day) -> str:
    state = "上班" if day.is_workday else "休息"
    parts = (f"{day.date} 星期{WEEKDAYS[day.date.weekday()]}", state, day.name, f"依据：{day.source}")
    return "  ".join(part for part in parts if part)


def _guessed(days) -> list[int]:
    return sorted({day.date.year for day in days if day.estimated})


def _as_json(start: dt.date, count: int, end: dt.date, days) -> dict:
    return {
        "from": start.isoformat(),
        "count": count,
        "date": end.isoformat(),
        "estimated_years": _guessed(days),
        "days": [
            {
                "date": day.date.isoformat(),
                "is_workday": day.is_workday,
                "name": day.name,
                "source": day.source,
                "estimated": day.estimated,
            }
            for day in days
            if _is_notable(day)
        ],
    }
