import datetime as dt

from django.db import transaction

from portal.core import audit
from tasks.registers.interpretation import permissions
from tasks.registers.interpretation.models import ResponseTerms


@transaction.atomic
def set_terms(*, campaign, values: dict, by, at: dt.datetime) -> ResponseTerms:
    """设定一次行动里解读、回应、答复各限多久；已有的期限随之重算。"""
    permissions.check_can_set_terms(by, campaign)
    terms, _ = ResponseTerms.objects.update_or_create(
        campaign=campaign, defaults=values | {"saved_by": by, "saved_at": at}
    )
    audit.record("tasks.responseterms.set", obj=terms, by=by, at=at, detail=values)
    return terms
