"""稿件的写入：拟稿、附件、三审、公开、撤回、废止。"""

import datetime as dt
from dataclasses import dataclass

from django.db import models, transaction

from portal.core import audit, files
from portal.core.html import sanitise
from portal.core.models import StoredFile
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.publications import freezing, gate, index_numbers, permissions, privacy, workflow
from portal.publications.models import Column, Publication, PublicationFile, PublicationVersion

EDITABLE = (
    "title",
    "summary",
    "keywords",
    "category",
    "theme",
    "document_number",
    "written_on",
    "effective_on",
    "repealed_on",
    "validity",
    "source",
    "consult_office",
    "consult_phone",
)


@dataclass(frozen=True)
class Reviews:
    """业务流程里已经完成的拟稿与初审、复审：谁、何时。终审即公开动作本身。"""

    author: object
    first: object
    first_at: dt.datetime
    second: object
    second_at: dt.datetime


def column(slug: str) -> Column:
    """网址标识为 `slug` 的栏目；没有则说明怎么补。"""
    found = Column.objects.filter(slug=slug).first()
    if found is None:
        raise Denied(f"还没有建立栏目“{slug}”，请系统管理员执行 manage.py migrate。")
    return found


@transaction.atomic
def draft_publication(
    *, column: Column, organisation, values: dict, body_html: str = "", rows=None, by, at: dt.datetime
) -> Publication:
    """拟一篇稿件。`values` 取 `EDITABLE` 中的字段；正文会被净化。"""
    permissions.check_can_draft(by, organisation)
    publication = Publication(
        column=column,
        organisation=organisation,
        body_html=sanitise(body_html),
        rows=rows,
        created_by=by,
        created_at=at,
    )
    _fill(publication, values)
    publication.full_clean()
    publication.save()
    audit.record("publications.publication.drafted", obj=publication, by=by, at=at)
    return publication


@transaction.atomic
def save_publication(
    *, publication: Publication, values: dict, body_html: str, version: int, by, at: dt.datetime
) -> Publication:
    """修改稿件；`version` 与现存不同说明他人刚改过，抛 `Denied`。"""
    publication = workflow.PUBLICATION.lock(publication)
    permissions.check_can_edit(by, publication)
    if publication.version != version:
        raise Denied("这篇稿件刚被他人修改过，请打开最新内容后再改。")
    _fill(publication, values)
    publication.body_html, publication.version = sanitise(body_html), version + 1
    publication.full_clean()
    publication.save(update_fields=[*EDITABLE, "body_html", "version"])
    audit.record("publications.publication.saved", obj=publication, by=by, at=at)
    return publication


@transaction.atomic
def attach_files(*, publication: Publication, stored: list[StoredFile], by, at: dt.datetime) -> None:
    """以这些文件为全部附件，依次排列。"""
    publication = workflow.PUBLICATION.lock(publication)
    permissions.check_can_edit(by, publication)
    publication.files.all().delete()
    _place_files(publication, stored)
    audit.record(
        "publications.publication.attached", obj=publication, by=by, at=at, detail={"files": len(stored)}
    )


@transaction.atomic
def move_publication(
    *, publication: Publication, move: str, by, at: dt.datetime, reason: str = ""
) -> Publication:
    """送审、各审、退回、公开、撤回。送审与公开先过隐私闸门，抛 `Blocked` 时状态不变。"""
    if move == "publish":
        return _publish(publication, by=by, at=at)
    changes = {"withdrawal_reason": reason.strip()} if move == "withdraw" else {}
    publication = workflow.PUBLICATION.move(publication, move, by=by, at=at, reason=reason, **changes)
    if move == "submit":
        gate.check(publication)
    _tell_next(publication, at=at)
    return publication


def publish(
    *,
    column: str,
    organisation,
    title: str,
    summary: str,
    body_html: str = "",
    rows=None,
    metadata: dict | None = None,
    attachments: list[StoredFile] = (),
    origin: models.Model,
    reviews: Reviews,
    by,
    at: dt.datetime,
) -> Publication:
    """业务流程本身已完成拟稿与初审、复审时，由终审人 `by` 一步公开。

    抛 `Blocked`：有疑似个人信息；抛 `Denied`：三审不是不同的人、无终审权。抛错时什么也没有留下；
    确需公开的，把拦下的交给 `hold` 留成稿件，申请放行，批准之后业务上再办一次。
    """
    manuscript = {
        "column": Column.objects.get(slug=column),
        "organisation": organisation,
        "title": title,
        "summary": summary,
        "body_html": sanitise(body_html),
        "rows": rows,
        "created_by": reviews.author,
        "created_at": reviews.first_at,
        "submitted_by": reviews.author,
        "submitted_at": reviews.first_at,
        "first_passed_by": reviews.first,
        "first_passed_at": reviews.first_at,
        "second_passed_by": reviews.second,
        "second_passed_at": reviews.second_at,
        **(metadata or {}),
    }
    source = {"origin_type": origin._meta.label_lower, "origin_pk": str(origin.pk)}
    try:
        with transaction.atomic():
            found = _written(source, manuscript, attachments, Publication.Status.FINAL_REVIEW)
            return _publish(found, by=by, at=at)
    except gate.Blocked as blocked:
        blocked.manuscript = {"source": source, "values": manuscript, "attachments": list(attachments)}
        raise


@transaction.atomic
def hold(blocked: gate.Blocked, *, by, at: dt.datetime) -> Publication:
    """把一步公开时拦下的留成“待放行”的稿件，好就它申请放行；同一件业务只有一份，再拦下时换成新的内容。"""
    permissions.check_can_hold(by)
    held = blocked.manuscript
    publication = _written(held["source"], held["values"], held["attachments"], Publication.Status.HELD)
    audit.record(
        "publications.publication.held",
        obj=publication,
        by=by,
        at=at,
        detail={"findings": len(blocked.findings)},
    )
    _tell_next(publication, at=at)
    return publication


def _written(source: dict, values: dict, attachments: list[StoredFile], status: str) -> Publication:
    """业务流程的稿件：还没有公开的那一份改写，没有就新建。须在事务里调用。"""
    waiting = Publication.objects.select_for_update().filter(**source, status=Publication.Status.HELD)
    publication = waiting.first() or Publication(**source)
    for name, value in {**values, "status": status}.items():
        setattr(publication, name, value)
    publication.full_clean()
    publication.save()
    publication.files.all().delete()
    _place_files(publication, attachments)
    return publication


@transaction.atomic
def repeal(*, publication: Publication, on: dt.date, by, at: dt.datetime) -> Publication:
    """自 `on` 起废止：原文照旧可看，元数据注明，另冻结一版。已撤回的不动。"""
    publication = workflow.PUBLICATION.lock(publication)
    if publication.status != Publication.Status.PUBLISHED:
        return publication
    publication.validity, publication.repealed_on = Publication.Validity.REPEALED, on
    publication.save(update_fields=["validity", "repealed_on"])
    _freeze(publication, at=at)
    audit.record(
        "publications.publication.repealed", obj=publication, by=by, at=at, detail={"on": on.isoformat()}
    )
    return publication


def _publish(publication: Publication, *, by, at: dt.datetime) -> Publication:
    publication = workflow.PUBLICATION.lock(publication)
    permissions.check_can_publish(by, publication)
    scanned = gate.check(publication)
    number = publication.index_number or index_numbers.next_number(publication.organisation, at=at)
    publication = workflow.PUBLICATION.move(
        publication,
        "publish",
        by=by,
        at=at,
        index_number=number,
        findings=[],
        finding_count=0,
        scanned_hash=scanned,
        scanned_version=privacy.VERSION,
        scanned_at=at,
    )
    _freeze(publication, at=at)
    if not publication.origin_type:  # 业务流程公开的，由它自己告诉经办人
        _tell_next(publication, at=at)
    return publication


def _freeze(publication: Publication, *, at: dt.datetime) -> None:
    content = freezing.content_of(publication)
    PublicationVersion.objects.create(
        publication=publication,
        number=publication.versions.count() + 1,
        content=content,
        hash=freezing.hash_of(content),
        frozen_at=at,
    )


def _fill(publication: Publication, values: dict) -> None:
    for name in EDITABLE:
        if name in values:
            setattr(publication, name, values[name])


def _place_files(publication: Publication, stored: list[StoredFile]) -> None:
    for position, row in enumerate(stored, start=1):
        PublicationFile.objects.create(publication=publication, file=row, name=row.name, position=position)
        if not row.owner_type:
            files.assign(row, publication)


def _tell_next(publication: Publication, *, at: dt.datetime) -> None:
    S, home = Publication.Status, publication.organisation
    todo = {
        S.FIRST_REVIEW: "publish_first",
        S.SECOND_REVIEW: "publish_second",
        S.FINAL_REVIEW: "publish_final",
    }
    if publication.status in todo:
        place = organisations.city() if publication.status == S.FINAL_REVIEW else home
        people, kind = organisations.people_with(todo[publication.status], place), Message.Kind.TODO
    else:
        people, kind = [publication.created_by], Message.Kind.RESULT
    notifications.tell(
        people,
        key=f"publication:{publication.pk}:{publication.status}:{publication.version}",
        kind=kind,
        title=f"{publication.title}：{publication.get_status_display()}",
        url=publication.get_absolute_url(),
        at=at,
    )
