"""工作机制的写入：拟定、修改、上传文件、审核施行、替代、废止。"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from portal.core import audit, clock, files
from portal.core.models import StoredFile
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from tasks.registers.mechanisms import permissions
from tasks.registers.mechanisms.models import Mechanism, MechanismStep
from tasks.registers.mechanisms.steps import Step
from tasks.registers.mechanisms.workflow import MECHANISM

FIELDS = ("kind", "title", "number", "effective_on", "link", "publication")
ACCEPT = frozenset({"pdf", "docx"})


class Moved(Denied):
    """打开表单之后别人先改了；`theirs` 是现在的那一份。"""

    def __init__(self, theirs: Mechanism):
        super().__init__("这份机制刚被他人修改过，请比较两边的内容后再保存。")
        self.theirs = theirs


@transaction.atomic
def draft_mechanism(
    *, county: Organisation, values: dict, steps: Sequence[Step], by, at: dt.datetime
) -> Mechanism:
    """拟一份机制。同县同项同名的只有一份。"""
    permissions.check_can_draft(by, county)
    mechanism = Mechanism(county=county, created_by=by, created_at=at)
    _fill(mechanism, values)
    mechanism.save()
    _place(mechanism, steps)
    audit.record("tasks.mechanism.drafted", obj=mechanism, by=by, at=at, detail={"steps": len(steps)})
    return mechanism


@transaction.atomic
def save_mechanism(
    *, mechanism: Mechanism, values: dict, steps: Sequence[Step], version: int, by, at: dt.datetime
) -> Mechanism:
    """修改草稿或退回的一份；`version` 已变则抛 `Moved`。"""
    mechanism = MECHANISM.lock(mechanism)
    permissions.check_can_edit(by, mechanism)
    if mechanism.version != version:
        raise Moved(mechanism)
    changed = _fill(mechanism, values)
    mechanism.version = version + 1
    mechanism.save(update_fields=[*changed, "version"])
    _place(mechanism, steps)
    audit.record("tasks.mechanism.saved", obj=mechanism, by=by, at=at, detail={"fields": changed})
    return mechanism


@transaction.atomic
def attach_document(*, mechanism: Mechanism, data: bytes, name: str, by, at: dt.datetime) -> StoredFile:
    """上传机制的文件（PDF 或 docx）。抛 `uploads.Refused`。"""
    mechanism = MECHANISM.lock(mechanism)
    permissions.check_can_edit(by, mechanism)
    stored = files.store(data, name, accept=ACCEPT, by=by, at=at, owner=mechanism)
    mechanism.file = stored
    mechanism.save(update_fields=["file"])
    audit.record("tasks.mechanism.attached", obj=mechanism, by=by, at=at, detail={"file": stored.pk})
    return stored


@transaction.atomic
def move_mechanism(*, mechanism: Mechanism, move: str, by, at: dt.datetime, reason: str = "") -> Mechanism:
    """提交、撤回、退回、施行、废止；施行时同一项现行的一份随即被替代。"""
    if move == "replace":
        raise Denied("被替代随新的一份施行而来，不能单独办理。")
    if move == "approve":
        return _approve(mechanism, by=by, at=at)
    changes = {"ended_on": _end_day(mechanism, at)} if move == "repeal" else {}
    mechanism = MECHANISM.move(mechanism, move, by=by, at=at, reason=reason, **changes)
    _tell_next(mechanism, at=at)
    return mechanism


def _approve(mechanism: Mechanism, *, by, at: dt.datetime) -> Mechanism:
    Organisation.objects.select_for_update().get(pk=mechanism.county_id)
    locked = MECHANISM.lock(mechanism)
    permissions.check_can_approve(by, locked)
    held = Mechanism.objects.in_force().filter(county=locked.county, kind=locked.kind).first()
    if held:
        ended_on = locked.effective_on
        MECHANISM.move(held, "replace", by=by, at=at, replaced_by=locked, ended_on=ended_on)
    mechanism = MECHANISM.move(locked, "approve", by=by, at=at)
    _tell_next(mechanism, at=at)
    return mechanism


def _end_day(mechanism: Mechanism, at: dt.datetime) -> dt.date:
    """废止自今天起；还没有到施行日期的，自施行日期起，等于从未施行。"""
    return max(clock.local_date(at), mechanism.effective_on)


def _fill(mechanism: Mechanism, values: dict) -> list[str]:
    changed = [name for name in FIELDS if name in values and getattr(mechanism, name) != values[name]]
    for name in changed:
        setattr(mechanism, name, values[name])
    same = Mechanism.objects.filter(county=mechanism.county, kind=mechanism.kind, title=mechanism.title)
    if same.exclude(pk=mechanism.pk).exists():
        raise Denied(f"{mechanism.county}的{mechanism.get_kind_display()}机制已有一份“{mechanism.title}”。")
    return changed


def _place(mechanism: Mechanism, steps: Sequence[Step]) -> None:
    """使步骤恰为 `steps`。"""
    mechanism.steps.all().delete()
    MechanismStep.objects.bulk_create(
        MechanismStep(
            mechanism=mechanism,
            number=number,
            text=one.text,
            responsible=one.responsible,
            time_limit=one.time_limit,
        )
        for number, one in enumerate(steps, start=1)
    )


def _tell_next(mechanism: Mechanism, *, at: dt.datetime) -> None:
    S = Mechanism.Status
    if mechanism.status == S.SUBMITTED:
        people, kind = organisations.people_with("approve", mechanism.county), Message.Kind.TODO
    elif mechanism.status in (S.RETURNED, S.IN_FORCE, S.REPEALED):
        people, kind = {mechanism.created_by, mechanism.submitted_by}, Message.Kind.RESULT
    else:
        return
    notifications.tell(
        people,
        key=f"mechanism:{mechanism.pk}:{mechanism.status}:{mechanism.version}:{at:%Y%m%d%H%M%S}",
        kind=kind,
        title=f"{mechanism.get_kind_display()}机制“{mechanism.title[:60]}”{mechanism.get_status_display()}",
        url=mechanism.get_absolute_url(),
        at=at,
    )
