"""索引号：发布机构统一社会信用代码 / 年月 - 五位流水，每个机构每月连续。"""

import datetime as dt

from django.db.models import F

from portal.core import clock
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from portal.publications.models import IndexCounter


def next_number(organisation: Organisation, *, at: dt.datetime) -> str:
    """取下一个索引号，须在发布的事务里调用：发布失败则号也退回，故不跳号；行锁使并发不重号。"""
    body = organisation.credit_code
    if not body:
        raise Denied(
            f"{organisation.name}没有登记统一社会信用代码，不能编索引号。请系统管理员在“机构”中补填。"
        )
    month = clock.local_date(at).strftime("%Y%m")
    counter, _ = IndexCounter.objects.get_or_create(body=body, month=month)
    IndexCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    return f"{body}/{month}-{counter.last:05d}"
