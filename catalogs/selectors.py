"""领域与目录的读取。"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from catalogs import adjusting, drafting
from catalogs.models import (
    Adjustment,
    AdjustmentStep,
    Catalog,
    Edition,
    Field,
    FieldName,
    FieldOwner,
    Item,
    Section,
)
from catalogs.permissions import reviewed_field_ids
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of

COUNTY = 2 * Organisation.steplen


@dataclass(frozen=True)
class FieldRow:
    """一个领域在某年度的名称与主管部门。"""

    field: Field
    name: str
    also_known_as: str
    department: Organisation | None


def field_rows(year: int) -> list[FieldRow]:
    """全部领域在某年度的情形：名称取该年度及以前最近的一次改称。"""
    owned = {owner.field_id: owner.department for owner in owners(year=year)}
    renamed = {row.field_id: row for row in FieldName.objects.filter(year__lte=year).order_by("year")}
    return [
        FieldRow(
            field,
            (renamed.get(field.pk) or field).name,
            (renamed.get(field.pk) or field).also_known_as,
            owned.get(field.pk),
        )
        for field in Field.objects.all()
    ]


def fields_of(department, *, year: int):
    """该部门在该年度主管的领域。"""
    return Field.objects.filter(owners__department=department, owners__year=year)


def owners(*, year: int):
    """该年度的领域归口，领域编号顺序。"""
    return FieldOwner.objects.filter(year=year).select_related("field", "department").order_by("field__code")


def field_ids_scored_by(user, *, year: int) -> list[int]:
    """此人所在部门在该年度主管的领域编号，“条”的视野。"""
    departments = {pk for perm in ("score", "approve_scores") for pk in scope_of(user).organisations(perm)}
    return list(
        FieldOwner.objects.filter(year=year, department__in=departments).values_list("field_id", flat=True)
    )


def catalog_of(code: str, *, user=None) -> Catalog:
    """编码所指的目录；`user` 看不到的当作没有。抛 `Denied`。"""
    rows = Catalog.objects.all() if user is None else Catalog.objects.visible_to(user)
    found = rows.select_related("organisation", "base").filter(code=code).first()
    if found is None:
        raise Denied(
            f"没有编码为“{code}”的目录；请给机构编码，或 national（国家指引）、provincial（省级标准）。"
        )
    return found


def catalog_to_draft(code: str) -> Catalog:
    """要拟定的目录：已有的；还没有的给一个未存库的，供核对权限。抛 `Denied`：没有这个机构。"""
    found = Catalog.objects.select_related("organisation", "base").filter(code=code).first()
    if found is not None:
        return found
    if code in Catalog.STANDARDS:
        return Catalog(kind=code, code=code, title=Catalog.Kind(code).label)
    place, model, _ = code.partition(drafting.VILLAGE_MODEL)
    places = Organisation.objects.current().filter(code__iexact=place)
    organisation = (places.of_kind(Organisation.Kind.COUNTY) if model else places).first()
    if organisation is None:
        raise Denied(f"没有编码为“{place}”的{'县区' if model else '机构'}，不能为它拟定目录。")
    return drafting.blank_village_model(organisation) if model else drafting.blank_catalog(organisation)


def edition_on(catalog: Catalog, on: dt.date) -> Edition | None:
    """某日有效的版本。"""
    return catalog.editions.in_force(on=on).order_by("-number").first()


def sections_awaiting(user):
    """轮到此人审核的领域分册：主管领域的市、县目录，和所属乡镇的目录。"""
    waiting = Section.objects.filter(status=Section.Status.SUBMITTED, edition__status=Edition.Status.DRAFT)
    waiting = waiting.exclude(submitted_by=user).select_related("edition__catalog", "field")
    scope = scope_of(user)
    counties = [path for path in scope.places.get("draft", {}).values() if len(path) == COUNTY]
    below = Q(pk__in=[])
    for path in counties:
        below |= Q(edition__catalog__organisation__path__startswith=path)
    by_field = waiting.filter(
        field__in=reviewed_field_ids(user),
        edition__catalog__kind__in=(Catalog.Kind.CITY, Catalog.Kind.COUNTY, Catalog.Kind.VILLAGE_MODEL),
    )
    by_place = waiting.filter(below).exclude(edition__catalog__organisation__path__in=counties)
    return [*by_field, *by_place]


def adjustments_awaiting(user):
    """等此人处理的标准调整，先到期的在前。"""
    return Adjustment.objects.awaiting(user).select_related("catalog", "new").order_by("due_on")


def editions_awaiting(user):
    """等此人报送或确认的版本。"""
    scope = scope_of(user)
    found = []
    if scope.holds("review"):
        found += Edition.objects.filter(status=Edition.Status.HANDED_IN).select_related("catalog")
    for edition in Edition.objects.filter(
        status=Edition.Status.DRAFT, catalog__organisation__in=scope.organisations("approve")
    ).select_related("catalog"):
        states = set(edition.sections.values_list("status", flat=True))
        if states == {Section.Status.PASSED}:
            found.append(edition)
    return found


def awaiting(user) -> list[tuple[str, str, str, str, dt.date | None]]:
    """工作台的待办：（种类, 标题, 状态, 网址, 期限）。"""
    todos = [
        ("标准调整", str(row), row.get_status_display(), row.get_absolute_url(), row.due_on)
        for row in adjustments_awaiting(user)
    ]
    waiting = [("目录审核", row) for row in sections_awaiting(user)]
    waiting += [("标准目录", row) for row in editions_awaiting(user)]
    return todos + [
        (kind, str(row), row.get_status_display(), row.get_absolute_url(), None) for kind, row in waiting
    ]


@dataclass(frozen=True)
class CatalogRow:
    """目录总览的一行。"""

    catalog: Catalog
    current: Edition | None
    draft: Edition | None
    items: int
    waived: int
    passed: int
    sections: int
    pending: int


def catalog_rows(user, *, on: dt.date, standards: bool = False) -> list[CatalogRow]:
    """此人看得到的目录，各带现行版、草稿、事项数、审核进度与待处理的标准调整；查询次数与目录多少无关。"""
    rows = Catalog.objects.visible_to(user).select_related("organisation")
    catalogs = list(rows.standards() if standards else rows.derived())
    editions = Edition.objects.filter(catalog__in=catalogs).annotate(
        items_count=Count("items", distinct=True, filter=~Q(items__origin=Item.Origin.WAIVED)),
        waived_count=Count("items", distinct=True, filter=Q(items__origin=Item.Origin.WAIVED)),
        sections_count=Count("sections", distinct=True),
        passed_count=Count("sections", distinct=True, filter=Q(sections__status=Section.Status.PASSED)),
    )
    current: dict[int, Edition] = {}
    for edition in editions.in_force(on=on).order_by("number"):
        current[edition.catalog_id] = edition
    drafts = {edition.catalog_id: edition for edition in editions.open()}
    pending = Counter(
        Adjustment.objects.pending().filter(catalog__in=catalogs).values_list("catalog_id", flat=True)
    )
    return [_catalog_row(row, current.get(row.pk), drafts.get(row.pk), pending[row.pk]) for row in catalogs]


def _catalog_row(
    catalog: Catalog, current: Edition | None, draft: Edition | None, pending: int
) -> CatalogRow:
    counted = current or draft
    return CatalogRow(
        catalog=catalog,
        current=current,
        draft=draft,
        items=counted.items_count if counted else 0,
        waived=counted.waived_count if counted else 0,
        passed=draft.passed_count if draft else 0,
        sections=draft.sections_count if draft else 0,
        pending=pending,
    )


def bodies_without_catalog(user) -> list[Organisation]:
    """此人可以拟定而还没有目录的机构。"""
    scope = scope_of(user)
    places = [*scope.organisations("draft"), *scope.organisations("run_campaign")]
    rows = Organisation.objects.current().filter(pk__in=places).of_kind(*Catalog.KIND_OF)
    return list(rows.exclude(pk__in=Catalog.objects.disclosing().values("organisation")))


def editions_of(catalog: Catalog, user) -> list[Edition]:
    """一本目录的历次版本，新的在前。"""
    return list(Edition.objects.visible_to(user).filter(catalog=catalog).order_by("-number"))


def fields_in(edition: Edition):
    """一版目录里有事项的领域。"""
    return Field.objects.filter(sections__edition=edition)


@dataclass(frozen=True)
class SectionRow:
    """一版目录里一个领域的概况。"""

    section: Section
    items: int
    adapted: int
    added: int
    waived: int
    lacking: int


def section_rows(edition: Edition) -> list[SectionRow]:
    """各领域的事项数与来历；`lacking` 是该写理由而没有写的。"""
    origin = Item.Origin
    counts: dict[int, Counter] = defaultdict(Counter)
    for field_id, kind, reason in edition.items.values_list("field_id", "origin", "reason"):
        counts[field_id][kind] += 1
        counts[field_id]["lacking"] += kind in Item.NEEDS_REASON and not reason.strip()
    return [
        SectionRow(
            section=section,
            items=sum(counts[section.field_id][kind] for kind in origin if kind != origin.WAIVED),
            adapted=counts[section.field_id][origin.ADAPTED],
            added=counts[section.field_id][origin.ADDED],
            waived=counts[section.field_id][origin.WAIVED],
            lacking=counts[section.field_id]["lacking"],
        )
        for section in edition.sections.select_related("field").order_by("field__code")
    ]


@dataclass(frozen=True)
class AdjustmentRow:
    """一份标准调整的进度。"""

    adjustment: Adjustment
    total: int
    decided: int

    @property
    def waiting(self) -> int:
        return self.total - self.decided


def adjustment_rows(user) -> list[AdjustmentRow]:
    """此人看得到的标准调整，待处理的在前，先到期的在前。"""
    rows = (
        Adjustment.objects.visible_to(user)
        .select_related("catalog__organisation", "new", "draft")
        .annotate(total=Count("steps"), decided=Count("steps", filter=~Q(steps__decision="")))
        .order_by("-status", "due_on", "catalog__organisation__path")
    )
    return [AdjustmentRow(row, row.total, row.decided) for row in rows]


@dataclass(frozen=True)
class Effect:
    """一版标准对一本目录的影响：各类变化的条数、要人定的条数。"""

    catalog: Catalog
    counts: dict[str, int]
    by_hand: int
    conflicts: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def effect_of(edition: Edition) -> list[Effect]:
    """印发之前看一遍：依据它的每本目录要改多少、哪些要人定。"""
    found = []
    for catalog, _, steps in adjusting.plans(edition):
        counts = Counter({str(kind): 0 for kind in AdjustmentStep.Change})
        counts.update(str(step.change) for step in steps)
        by_hand = sum(
            step.proposal in (AdjustmentStep.Decision.MERGE, AdjustmentStep.Decision.MAP) for step in steps
        )
        found.append(Effect(catalog, dict(counts), by_hand, sum(bool(step.conflicts) for step in steps)))
    return found


def measured_catalogs(user, *, kind: str = "") -> list[Catalog]:
    """覆盖总表里的目录：此人看得到的，机构树次序；`kind` 只看一级。"""
    rows = Catalog.objects.visible_to(user).disclosing().select_related("organisation")
    rows = rows.filter(kind=kind) if kind in Catalog.Kind.values else rows
    return list(rows.order_by("organisation__path"))


def fields_to_measure(user):
    """看覆盖的领域：主管部门只看自己主管的，其余看全部试点领域。"""
    scope = scope_of(user)
    if scope.holds("score") or scope.holds("approve_scores"):
        return Field.objects.pilot().filter(pk__in=fields_led_by(user))
    return Field.objects.pilot()


def fields_led_by(user) -> set[int]:
    """此人所在部门现在主管的领域，评分人与负责人一样。"""
    scope = scope_of(user)
    departments = {*scope.organisations("score"), *scope.organisations("approve_scores")}
    latest = dict(FieldOwner.objects.order_by("year").values_list("field_id", "department_id"))
    return {field for field, department in latest.items() if department in departments}
