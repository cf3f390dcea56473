import datetime as dt

from django.db import transaction

from portal.core import audit
from portal.core.rules import Denied
from tasks import permissions
from tasks.models import BurdenVerdict, Campaign


@transaction.atomic
def judge_pair(
    *, campaign: Campaign, left: str, right: str, verdict: str, reason: str, by, at: dt.datetime
) -> BurdenVerdict:
    """定两次像是同一件的要求：合并或保留，写明理由；改变主意就再定一次。抛 `Denied`：无权、没有理由、是同一件。"""
    permissions.check_can_run(by, campaign)
    permissions.check_is_open(campaign)
    if not reason.strip():
        raise Denied("请写明合并或保留的理由。")
    if left == right:
        raise Denied("两件是同一件，不用定。")
    first, second = sorted((left, right))
    found, _ = BurdenVerdict.objects.update_or_create(
        campaign=campaign,
        left=first,
        right=second,
        defaults={"verdict": verdict, "reason": reason.strip(), "decided_by": by, "decided_at": at},
    )
    audit.record("tasks.burden_verdict.set", obj=found, by=by, at=at, detail={"verdict": verdict})
    return found
