"""装入演示城市。"""

import datetime as dt
import json
import os

from django.conf import settings
from django.db import transaction

from portal.core.rules import Denied
from portal.desk.demo import (
    campaign,
    catalogs,
    improving,
    interpretation,
    notices,
    organising,
    people,
    places,
    platforms,
    regulation,
    scoring,
    task_book,
    village,
    village_catalogs,
)
from portal.organisations.models import Organisation
from tasks import actions as tasks

SEED = 20260601
ACCOUNTS_FILE = "demo-accounts.json"


@transaction.atomic
def load(*, today: dt.date, townships: int = places.TOWNSHIPS) -> list[people.Account]:
    """把演示城市装入空的站点，办到 `today` 为止；返回账号。`townships` 超过默认时乡镇个个有账号与目录。全部成功或什么也没有。抛 `Denied`：站点里已有机构。"""
    if Organisation.objects.exists():
        raise Denied("站点里已有机构，演示数据只能装入空的站点。要重来请先执行 make fresh。")
    year = today.year
    start = campaign.moment(year, 1, 5)
    found = places.build(year=year, at=start, townships=townships)
    cast = people.Cast(found, year=year, seed=SEED, everywhere=townships > places.TOWNSHIPS)
    if today >= dt.date(year, 6, 1):
        catalogs.build(found, cast, today=today, seed=SEED)
        running = campaign.build(found, cast, year=year, today=today)
        organising.build(found, cast, running, today=today)
        improving.build(found, cast, running, today=today)
        task_book.build(running, cast, today=today)
        village.build(found, cast, today=today, seed=SEED)
        village_catalogs.build(found, cast, today=today, seed=SEED)
        regulation.build(found, cast, today=today)
        scoring.build(running, cast, today=today, seed=SEED)
        interpretation.build(found, cast, today=today)
        platforms.build(found, cast, today=today)
        tasks.send_reminders(on=today, at=campaign.moment(year, today.month, today.day, 8))
        notices.build(running, cast, today=today)
    write_accounts(cast.accounts)
    return cast.accounts


def write_accounts(accounts: list[people.Account]) -> None:
    """账号与口令写入 var/demo-accounts.json，只有本机用户能读。"""
    path = settings.VAR_DIR / ACCOUNTS_FILE
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump([account.as_dict() for account in accounts], handle, ensure_ascii=False, indent=1)
    path.chmod(0o600)
