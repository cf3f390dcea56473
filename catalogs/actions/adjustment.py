"""标准调整：下达、逐条处理、据此生成草稿、撤销。"""

import datetime as dt

from django.db import transaction

from catalogs import adjusting, drafting, permissions, workflow
from catalogs.models import CONTENT, Adjustment, AdjustmentStep, Catalog, Disclosure, Edition, Item, Section
from portal.core import audit, bulk
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations

D, C = AdjustmentStep.Decision, AdjustmentStep.Change
# 与标准不一致、须写明理由的处理。
NEEDS_REASON = {
    (C.ADDED, D.KEEP),
    (C.ADDED, D.DROP),
    (C.CHANGED, D.KEEP),
    (C.CHANGED, D.MERGE),
    (C.CHANGED, D.DROP),
}
SENSIBLE = {
    C.ADDED: (D.TAKE, D.MAP, D.DROP),
    C.REMOVED: (D.DROP, D.KEEP),
    C.CHANGED: (D.TAKE, D.KEEP, D.MERGE, D.DROP),
    C.MOVED: (D.TAKE, D.KEEP),
}


class NotAllDecided(Denied):
    """还有没处理的条目。"""


@transaction.atomic
def order_adjustments(*, edition: Edition, due_on: dt.date, at: dt.datetime) -> list[Adjustment]:
    """给依据 `edition` 所属标准的每本目录下达一份调整；没有变化的不下达。"""
    return [
        _order(catalog, old, edition, steps, due_on=due_on, at=at)
        for catalog, old, steps in adjusting.plans(edition)
    ]


@transaction.atomic
def decide_step(
    *,
    step: AdjustmentStep,
    decision: str,
    reason: str = "",
    target_key: str = "",
    values: dict | None = None,
    by,
    at,
) -> AdjustmentStep:
    """处理一条。合并有冲突的须给出定下的 `values`；与标准不一致的须写理由；对应须指明已有事项。"""
    step = (
        AdjustmentStep.objects.select_for_update(of=("self",))
        .select_related("adjustment__catalog")
        .get(pk=step.pk)
    )
    _check_open(step.adjustment, by)
    if decision not in SENSIBLE[step.change]:
        raise Denied(f"标准{step.get_change_display()}的事项不能“{D(decision).label}”。")
    if (step.change, decision) in NEEDS_REASON and not reason.strip():
        raise Denied(f"“{D(decision).label}”与标准不一致，请写明理由。")
    if decision == D.MAP and not _is_own_item(step.adjustment.catalog, target_key):
        raise Denied("请选择本级目录里要对应的事项。")
    if decision == D.MERGE:
        if step.conflicts and not values:
            raise Denied("两边都改的栏还没有定，请逐栏选定后再保存。")
        step.values = {name: (values or {}).get(name, step.values.get(name)) for name in CONTENT}
    step.decision, step.reason, step.target_key = (
        decision,
        reason.strip(),
        target_key if decision == D.MAP else "",
    )
    step.decided_by, step.decided_at = by, at
    step.save()
    audit.record("catalogs.adjustment.decided", obj=step.adjustment, by=by, at=at, detail={"step": step.pk})
    return step


@transaction.atomic
def take_proposals(*, adjustment: Adjustment, by, at: dt.datetime) -> int:
    """把不用写理由、没有冲突的条目一次按建议处理，返回处理的条数；其余留给人。"""
    _check_open(adjustment, by)
    plain = [
        step
        for step in adjustment.steps.filter(decision="")
        if not step.conflicts
        and (step.change, step.proposal) not in NEEDS_REASON
        and step.proposal in SENSIBLE[step.change]
    ]
    for step in plain:
        step.decision, step.decided_by, step.decided_at = step.proposal, by, at
    bulk.save(plain, ["decision", "decided_by", "decided_at"])
    audit.record(
        "catalogs.adjustment.proposals_taken", obj=adjustment, by=by, at=at, detail={"steps": len(plain)}
    )
    return len(plain)


@transaction.atomic
def apply_adjustment(*, adjustment: Adjustment, by, at: dt.datetime) -> Edition:
    """全部处理之后，据此生成本级新版的草稿；有别的草稿在办时不生成。"""
    adjustment = workflow.ADJUSTMENT.lock(adjustment)
    _check_open(adjustment, by)
    if waiting := adjustment.steps.filter(decision="").count():
        raise NotAllDecided(f"还有 {waiting} 条没有处理。")
    catalog = Catalog.objects.select_for_update(of=("self",)).get(pk=adjustment.catalog_id)
    if draft := catalog.editions.open().first():
        raise Denied(f"{draft}还在{draft.get_status_display()}，请先办完或作废，再生成新版草稿。")
    draft = drafting.new_draft(catalog=catalog, basis=adjustment.new, by=by, at=at)
    _carry_out(adjustment, draft)
    workflow.ADJUSTMENT.move(adjustment, "apply", by=by, at=at, draft=draft)
    return draft


@transaction.atomic
def undo_adjustment(*, adjustment: Adjustment, by, at: dt.datetime) -> Adjustment:
    """撤销：作废据此生成的草稿，各条处理保留，可以改了再生成。草稿已报送的不能撤销。"""
    adjustment = workflow.ADJUSTMENT.move(adjustment, "undo", by=by, at=at)
    if adjustment.draft.status != Edition.Status.DISCARDED:
        workflow.EDITION.move(adjustment.draft, "discard", by=by, at=at, reason="撤销标准调整")
    adjustment.draft = None
    adjustment.save(update_fields=["draft"])
    return adjustment


def move_disclosures(edition: Edition) -> None:
    """新版生效时，对应到标准新事项的本级事项改用标准的标识，公开记录随之改挂。"""
    steps = AdjustmentStep.objects.filter(adjustment__draft=edition, decision=D.MAP)
    for step in steps:
        Disclosure.objects.filter(catalog=edition.catalog_id, key=step.target_key).update(key=step.key)


def _carry_out(adjustment: Adjustment, draft: Edition) -> None:
    """把各条处理落到草稿的事项上。"""
    standard = adjusting.Standard.of(adjustment.old, adjustment.new)
    mine = {item.key: item for item in draft.items.all()}
    last = max((item.position for item in mine.values()), default=0)
    for position, step in enumerate(adjustment.steps.all(), start=last + 1):
        source = standard.new.get(step.key) or standard.old.get(step.key)
        item = _result(step, mine.get(step.target_key or step.key), source, draft, position)
        if item is not None:
            item.save()
    fields = set(draft.items.values_list("field_id", flat=True))
    drafting.ensure_sections(draft, fields)
    Section.objects.filter(edition=draft).exclude(field__in=fields).delete()


def _result(
    step: AdjustmentStep, item: Item | None, source: Item, draft: Edition, position: int
) -> Item | None:
    """一条处理之后的事项；删去的返回 None。"""
    if step.change == C.REMOVED:
        return _removed(step, item)
    if item is None:
        item = Item(edition=draft, field_id=source.field_id, position=position)
        drafting.write(item, source.values)
    item.key, item.reason = step.key, step.reason
    if step.decision == D.TAKE:
        item.field_id, item.origin, item.reason = source.field_id, Item.Origin.INHERITED, ""
        drafting.write(item, source.values)
    elif step.decision == D.DROP or (step.change == C.ADDED and step.decision == D.KEEP):
        item.origin = Item.Origin.WAIVED
    elif step.decision == D.MERGE:
        item.origin = Item.Origin.ADAPTED
        drafting.write(item, step.values)
    elif item.origin != Item.Origin.WAIVED:
        item.origin = Item.Origin.ADAPTED
        item.reason = step.reason or "本级原有事项，对应标准新增事项"
    return item


def _removed(step: AdjustmentStep, item: Item | None) -> Item | None:
    """标准删去的：保留的成为本级新增，其余删去。"""
    if item is None:
        return None
    if step.decision == D.KEEP:
        item.origin, item.reason = Item.Origin.ADDED, ""
        return item
    item.delete()
    return None


def _order(catalog, old, new, steps, *, due_on: dt.date, at: dt.datetime) -> Adjustment:
    adjustment = Adjustment.objects.create(catalog=catalog, old=old, new=new, due_on=due_on, created_at=at)
    for step in steps:
        step.adjustment = adjustment
    AdjustmentStep.objects.bulk_create(steps, batch_size=500)
    audit.record("catalogs.adjustment.ordered", obj=adjustment, at=at, detail={"steps": len(steps)})
    if catalog.organisation_id:
        notifications.tell(
            organisations.people_with("draft", catalog.organisation),
            key=f"adjustment:{adjustment.pk}",
            kind=Message.Kind.TODO,
            title=f"标准已调整：{new.title}，请于 {due_on} 前处理 {len(steps)} 条",
            url=adjustment.get_absolute_url(),
            at=at,
        )
    return adjustment


def _check_open(adjustment: Adjustment, by) -> None:
    permissions.check_can_adjust(by, adjustment)
    if adjustment.status != Adjustment.Status.PENDING:
        raise Denied("这份调整已经生成草稿；要改处理，请先撤销。")


def _is_own_item(catalog: Catalog, key: str) -> bool:
    latest = adjusting.latest_edition(catalog)
    return bool(key) and latest is not None and latest.items.filter(key=key).exists()
