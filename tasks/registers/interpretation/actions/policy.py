import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from portal.organisations.models import Organisation
from tasks import links
from tasks.actions.ledger import Invalid, remove_child, save_child, save_row
from tasks.registers.interpretation import permissions
from tasks.registers.interpretation.models import Interpretation, Policy


@dataclass(frozen=True)
class InterpretationLine:
    """一篇解读。"""

    title: str
    form: str
    published_on: dt.date
    author: str
    url: str = ""
    is_linked: bool = False


@dataclass(frozen=True)
class PolicyLine:
    """政策文件的一行，连同它的各篇解读；`organisation` 是登记单位的编码。"""

    organisation: str
    title: str
    issuer: str
    published_on: dt.date
    number: str = ""
    kind: str = Policy.Kind.NORMATIVE
    url: str = ""
    needs_interpretation: bool = True
    reason: str = ""
    ends_on: dt.date | None = None
    interpretations: tuple[InterpretationLine, ...] = ()


@transaction.atomic
def save_policy(*, policy: Policy, values: dict, version: int = 0, by, at: dt.datetime) -> Policy:
    """登记或修改一份政策；`policy` 没有存库的是新登记。`values` 里的 `url` 登记去核验。"""
    permissions.check_can_keep(by, policy.organisation)
    values = dict(values)
    values["link"] = links.watched(values.pop("url", ""))
    if values.get("needs_interpretation", policy.needs_interpretation):
        values["reason"] = ""
    return save_row(policy, values, version=version, by=by, at=at)


@transaction.atomic
def add_interpretation(*, policy: Policy, values: dict, by, at: dt.datetime) -> Interpretation:
    """登记一篇解读；不早于政策公布。"""
    permissions.check_can_keep(by, policy.organisation)
    values = dict(values)
    if values["published_on"] < policy.published_on:
        raise Invalid(f"解读的发布日期早于政策公布的 {policy.published_on}，请核对。")
    values["link"] = links.watched(values.pop("url", ""))
    return save_child(Interpretation(policy=policy), values, by=by, at=at)


@transaction.atomic
def remove_interpretation(*, interpretation: Interpretation, by, at: dt.datetime) -> None:
    """删去登记错了的一篇。"""
    permissions.check_can_keep(by, interpretation.policy.organisation)
    remove_child(interpretation, by=by, at=at)


@transaction.atomic
def record_policies(*, lines: Sequence[PolicyLine], by, at: dt.datetime) -> list[Policy]:
    """照表写入：同一单位同名的改动，没有的新增；表里没有的不删。"""
    return [_record(line, by=by, at=at) for line in lines]


def _record(line: PolicyLine, *, by, at: dt.datetime) -> Policy:
    values = asdict(line)
    organisation, children = Organisation.objects.get(code=values.pop("organisation")), line.interpretations
    values.pop("interpretations")
    known = Policy.objects.filter(organisation=organisation, title=line.title).first()
    policy = known or Policy(organisation=organisation)
    policy = save_policy(policy=policy, values=values, version=policy.version, by=by, at=at)
    for child in children:
        _record_child(policy, child, by=by, at=at)
    return policy


def _record_child(policy: Policy, line: InterpretationLine, *, by, at: dt.datetime) -> None:
    values = asdict(line)
    known = policy.interpretations.filter(form=line.form, title=line.title).first()
    if known is None:
        add_interpretation(policy=policy, values=values, by=by, at=at)
        return
    values["link"] = links.watched(values.pop("url"))
    save_child(known, values, by=by, at=at)
