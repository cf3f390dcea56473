import datetime as dt

from django.db import transaction

from assessments import permissions
from assessments.models import CombinationRule
from portal.core import audit
from portal.core.rules import Denied


@transaction.atomic
def set_combination(
    *, campaign, method: str, ties: str, bands: list, weights: dict, version: int, by, at: dt.datetime
) -> CombinationRule:
    """改合成规则：方法、并列处理、等次、领域权重。定稿之后不能再改。

    `bands` 自高至低，[下限, 名称]，下限为 0–100 的数且递减，最后一档从 0 起；权重为正数。
    """
    permissions.check_can_combine(by, campaign)
    if campaign.reports.filter(status="final").exists():
        raise Denied("综合评估报告已定稿，合成规则不能再改。")
    rule, _ = CombinationRule.objects.select_for_update().get_or_create(campaign=campaign)
    if rule.version != version:
        raise Denied("合成规则刚被他人改过，请刷新后再改。")
    rule.method, rule.ties, rule.bands, rule.weights = method, ties, bands, weights
    rule.version += 1
    rule.save()
    audit.record("assessments.combination.set", obj=rule, by=by, at=at, detail={"method": method})
    return rule
