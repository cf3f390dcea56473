import datetime as dt

from django.db import transaction

from portal.core import audit
from portal.core.rules import Denied
from tasks import permissions
from tasks.models import Campaign
from tasks.registers.rules.models import RegisterRule

FIELDS = (
    "meeting_rhythm",
    "mechanisms_due_on",
    "cases_needed",
    "cases_due_on",
    "judges_needed",
    "criteria",
    "pass_score",
)


class RuleMoved(Denied):
    """别人先改了；`theirs` 是现在的规则。"""

    def __init__(self, theirs: RegisterRule):
        super().__init__("台账规则刚被他人修改过，请比较两边的内容后再保存。")
        self.theirs = theirs


@transaction.atomic
def set_rule(*, campaign: Campaign, values: dict, version: int, by, at: dt.datetime) -> RegisterRule:
    """改台账规则。`version` 是打开页面时的版次，没有配置过的为 0；已变则抛 `RuleMoved`。"""
    permissions.check_can_run(by, campaign)
    permissions.check_is_open(campaign)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    rule = RegisterRule.objects.filter(campaign=campaign).first() or RegisterRule(campaign=campaign)
    if rule.version != version:
        raise RuleMoved(rule)
    changed = [name for name in FIELDS if name in values and getattr(rule, name) != values[name]]
    for name in changed:
        setattr(rule, name, values[name])
    rule.version = version + 1
    rule.save()
    audit.record("tasks.registerrule.set", obj=rule, by=by, at=at, detail={"fields": changed})
    return rule
