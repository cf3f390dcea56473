"""含个人信息而确需公开：申请（连同影响评估）与审批。"""

import datetime as dt

from django.db import transaction

from portal.core import audit
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.publications import gate, permissions, privacy, workflow
from portal.publications.models import ImpactAssessment, Override, Publication


@transaction.atomic
def request_override(
    *, publication: Publication, reason: str, assessment: dict, by, at: dt.datetime
) -> Override:
    """就稿件此刻的内容与发现申请放行；`assessment` 是影响评估的各项与 `assessed_on`。

    抛 `Denied`：没有需要放行的、已有一份在审、无权拟稿。
    """
    publication = workflow.PUBLICATION.lock(publication)
    permissions.check_can_request_override(by, publication)
    findings = gate.unanswered(publication)
    if not findings:
        raise Denied("没有需要放行的发现，可以直接送审或公开。")
    if any(finding["kind"] == "unreadable" for finding in findings):
        raise Denied("有附件读不出内容，不能放行。请换上能打开、没有密码的文件。")
    override = Override.objects.create(
        publication=publication,
        assessment=_assess(publication, assessment, by=by, at=at),
        fingerprint=gate.fingerprint(publication),
        findings=findings,
        detector_version=privacy.VERSION,
        reason=privacy.redact(reason.strip()),
        requested_by=by,
        requested_at=at,
    )
    audit.record(
        "publications.override.requested",
        obj=override,
        by=by,
        at=at,
        detail={
            "publication": publication.pk,
            "findings": len(findings),
            "fingerprint": override.fingerprint,
        },
        text=override.reason,
    )
    _tell(
        override, organisations.people_with("publish_final", organisations.city()), Message.Kind.TODO, at=at
    )
    return override


@transaction.atomic
def move_override(*, override: Override, move: str, by, at: dt.datetime, reason: str = "") -> Override:
    """批准、不批准、撤回申请。批准时内容须仍是申请时的那份，抛 `Denied`。"""
    publication = workflow.PUBLICATION.lock(override.publication)
    override, reason = workflow.OVERRIDE.lock(override), privacy.redact(reason.strip())
    changes = {}
    if move == "approve":
        _check_is_unchanged(override, publication)
        changes = {"approval_reason": reason}
    override = workflow.OVERRIDE.move(override, move, by=by, at=at, reason=reason, **changes)
    if publication.status == Publication.Status.PUBLISHED and move == "approve":
        publication.findings = gate.unanswered(publication)
        publication.finding_count = len(publication.findings)
        publication.save(update_fields=["findings", "finding_count"])
    if override.requested_by != by:
        _tell(override, [override.requested_by], Message.Kind.RESULT, at=at)
    return override


def _assess(publication: Publication, values: dict, *, by, at: dt.datetime) -> ImpactAssessment:
    assessment = ImpactAssessment(
        publication=publication,
        assessed_by=by,
        recorded_at=at,
        keep_until=ImpactAssessment.kept_from(values["assessed_on"]),
        **values,
    )
    assessment.full_clean()
    assessment.save()
    audit.record("publications.impactassessment.recorded", obj=assessment, by=by, at=at)
    return assessment


def _check_is_unchanged(override: Override, publication: Publication) -> None:
    if override.fingerprint != gate.fingerprint(publication):
        raise Denied("申请之后稿件内容改过，这份申请已不适用。请撤回申请，就现在的内容重新评估、申请。")


def _tell(override: Override, people, kind: str, *, at: dt.datetime) -> None:
    notifications.tell(
        people,
        key=f"override:{override.pk}:{override.status}",
        kind=kind,
        title=f"个人信息公开审批：{override.get_status_display()}",
        url=override.get_absolute_url(),
        at=at,
    )
