"""目录与版本：建立、拟新版、审核、印发。印发标准之后的调整见 `adjustment`。"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from catalogs import drafting, permissions, publishing, workflow
from catalogs.actions import adjustment
from catalogs.models import Catalog, Edition, Section
from portal.core import audit, clock
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.publications import actions as publications


@dataclass(frozen=True)
class Document:
    """一版目录的文件信息：文号与印发、生效日期。"""

    document_number: str = ""
    issued_on: dt.date | None = None
    effective_on: dt.date | None = None
    note: str = ""


@transaction.atomic
def open_standard(*, kind: str, title: str, by, at: dt.datetime) -> Catalog:
    """建立国家指引或省级标准；已有则返回。省级标准以国家指引为依据。"""
    base = (
        Catalog.objects.filter(kind=Catalog.Kind.NATIONAL).first()
        if kind == Catalog.Kind.PROVINCIAL
        else None
    )
    known = Catalog.objects.filter(code=kind).first()
    return known or _create(Catalog(kind=kind, code=kind, title=title, base=base), by=by, at=at)


@transaction.atomic
def open_catalog(*, organisation: Organisation, by, at: dt.datetime) -> Catalog:
    """建立某机构的目录；已有则返回。依据：省级标准，没有则国家指引。"""
    return _opened(drafting.blank_catalog(organisation), by=by, at=at)


@transaction.atomic
def open_village_model(*, county: Organisation, by, at: dt.datetime) -> Catalog:
    """建立一县的村级目录样本；已有则返回。"""
    return _opened(drafting.blank_village_model(county), by=by, at=at)


def open_blank(catalog: Catalog, *, by, at: dt.datetime) -> Catalog:
    """把 `selectors.catalog_to_draft` 给的未存库的目录建立起来。"""
    if catalog.is_village_model:
        return open_village_model(county=catalog.organisation, by=by, at=at)
    if catalog.is_standard:
        return open_standard(kind=catalog.kind, title=catalog.title, by=by, at=at)
    return open_catalog(organisation=catalog.organisation, by=by, at=at)


@transaction.atomic
def open_draft(*, catalog: Catalog, by, at: dt.datetime) -> Edition:
    """拟新版：有草稿就回到那一份；否则抄录现行版，还没有现行版的沿用所依据的标准。"""
    permissions.check_can_draft(by, catalog)
    Catalog.objects.select_for_update().get(pk=catalog.pk)
    if draft := catalog.editions.open().first():
        return draft
    return drafting.new_draft(catalog=catalog, basis=_basis(catalog, clock.local_date(at)), by=by, at=at)


@transaction.atomic
def describe_edition(*, edition: Edition, document: Document, by, at: dt.datetime) -> Edition:
    """填写文号与日期。"""
    edition = workflow.EDITION.lock(edition)
    permissions.check_can_edit(by, edition)
    for name, value in vars(document).items():
        setattr(edition, name, value)
    edition.save(update_fields=list(vars(document)))
    audit.record("catalogs.edition.described", obj=edition, by=by, at=at)
    return edition


@transaction.atomic
def move_section(*, section: Section, move: str, by, at: dt.datetime, reason: str = "") -> Section:
    """一个领域的送审、撤回、通过、退回。"""
    section = workflow.SECTION.move(section, move, by=by, at=at, reason=reason)
    if section.status in (Section.Status.PASSED, Section.Status.RETURNED):
        _tell([section.submitted_by], section, section.get_status_display(), at=at)
    return section


@transaction.atomic
def submit_sections(*, edition: Edition, by, at: dt.datetime) -> list[Section]:
    """把各领域中可以送审的一次送审；有一个不能送审就都不送，抛 `Denied` 说明是哪个。"""
    ready = list(edition.sections.filter(status__in=Section.EDITABLE))
    return workflow.SECTION.move_all(ready, "submit", by=by, at=at) if ready else []


@transaction.atomic
def move_sections(
    *, sections: list[Section], move: str, by, at: dt.datetime, reason: str = ""
) -> list[Section]:
    """成批审核；有一个不能办就都不办。"""
    moved = workflow.SECTION.move_all(sections, move, by=by, at=at, reason=reason)
    for section in moved[:1]:
        _tell([section.submitted_by], section, section.get_status_display(), at=at)
    return moved


@transaction.atomic
def move_edition(*, edition: Edition, move: str, by, at: dt.datetime, reason: str = "") -> Edition:
    """报送、退回、作废；确认与印发另有效果，见 `confirm_edition`、`issue_edition`。"""
    edition = workflow.EDITION.move(edition, move, by=by, at=at, reason=reason)
    if edition.status == Edition.Status.HANDED_IN:
        people = organisations.people_with("review", organisations.city())
        _tell(people, edition, "待确认", at=at, kind=Message.Kind.TODO)
    elif move == "return":
        _tell([edition.created_by, edition.handed_in_by], edition, "已退回", at=at)
    return edition


@transaction.atomic
def confirm_edition(*, edition: Edition, by, at: dt.datetime) -> Edition:
    """确认县乡目录，即时公开、冻结，上一版同日废止。公开的闸门有发现则什么也不变。"""
    edition = workflow.EDITION.lock(edition)
    permissions.check_can_confirm(by, edition)
    edition = _issued(edition, "confirm", by=by, at=at)
    edition.publication = publishing.publish(edition, by=by, at=at)
    edition.save(update_fields=["publication"])
    _tell([edition.created_by, edition.handed_in_by], edition, "已确认并公开", at=at)
    return edition


@transaction.atomic
def issue_edition(*, edition: Edition, due_on: dt.date | None = None, by, at: dt.datetime) -> Edition:
    """印发标准或市级目录；`due_on` 是依据它的各级目录应调整完成的日期，不填为生效后 20 天。"""
    edition = _issued(workflow.EDITION.lock(edition), "issue", by=by, at=at)
    adjustment.order_adjustments(
        edition=edition, due_on=due_on or edition.effective_on + dt.timedelta(days=20), at=at
    )
    return edition


def _issued(edition: Edition, move: str, *, by, at: dt.datetime) -> Edition:
    """定下日期（没有填的为当天），上一版自新版生效日起废止。"""
    today = clock.local_date(at)
    issued_on = edition.issued_on or today
    effective_on = edition.effective_on or max(issued_on, today)
    edition = workflow.EDITION.move(
        edition, move, by=by, at=at, issued_on=issued_on, effective_on=effective_on
    )
    earlier = edition.catalog.editions.filter(
        status=Edition.Status.ISSUED, repealed_on__isnull=True, effective_on__lte=effective_on
    )
    for old in earlier.exclude(pk=edition.pk).select_related("publication"):
        old.repealed_on = effective_on
        old.save(update_fields=["repealed_on"])
        if old.publication:
            publications.repeal(publication=old.publication, on=effective_on, by=by, at=at)
    adjustment.move_disclosures(edition)
    return edition


def _opened(blank: Catalog, *, by, at: dt.datetime) -> Catalog:
    known = Catalog.objects.filter(organisation=blank.organisation, kind=blank.kind).first()
    return known or _create(blank, by=by, at=at)


def _create(catalog: Catalog, *, by, at: dt.datetime) -> Catalog:
    permissions.check_can_draft(by, catalog)
    catalog.save()
    audit.record("catalogs.catalog.opened", obj=catalog, by=by, at=at)
    return catalog


def _basis(catalog: Catalog, on: dt.date) -> Edition | None:
    """新版所依据的标准版本：上一版所依据的；第一版为标准此刻有效的一版。"""
    latest = catalog.editions.filter(status=Edition.Status.ISSUED).order_by("-number").first()
    if latest:
        return latest.basis
    return catalog.base.editions.in_force(on=on).order_by("-number").first() if catalog.base else None


def _tell(people, obj, title: str, *, at: dt.datetime, kind: str = Message.Kind.RESULT) -> None:
    notifications.tell(
        [person for person in people if person],
        key=f"{obj._meta.model_name}:{obj.pk}:{obj.status}:{at:%Y%m%d%H%M%S}",
        kind=kind,
        title=f"{obj}：{title}",
        url=obj.get_absolute_url(),
        at=at,
    )
