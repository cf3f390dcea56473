"""行动的后台任务。"""

import datetime as dt
from dataclasses import asdict

from django.utils import timezone

from portal.core import jobs
from tasks import actions


@jobs.job("tasks.send_reminders")
def send_reminders(running, *, on):
    return asdict(actions.queue_reminders(on=dt.date.fromisoformat(on), at=timezone.now()))


@jobs.job("tasks.remind")
def remind(running, *, person, on):
    return {"told": actions.remind(person=person, on=dt.date.fromisoformat(on), at=timezone.now())}


jobs.daily("tasks.send_reminders", at=dt.time(7, 30), title="每日提醒")


@jobs.job("tasks.open_periods")
def open_periods(running, *, on):
    return {"opened": actions.open_periods(on=dt.date.fromisoformat(on), at=timezone.now())}


jobs.daily("tasks.open_periods", at=dt.time(0, 10), title="交办按期任务的新一期")
