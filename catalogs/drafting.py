"""一版草稿怎样来：抄录本级最近一版，或从所依据的标准沿用。写入由 `actions` 调用，在它们的事务里。"""

import datetime as dt

from django.db.models import Max, QuerySet

from catalogs import limits
from catalogs.models import CONTENT, Catalog, Edition, Item, Section
from portal.core import audit
from portal.core.rules import Denied
from portal.organisations.models import Organisation

# 从标准沿用时，各级只取列明本级的事项；没有列明层级的都取。
LEVELS = {Catalog.Kind.COUNTY: "县级", Catalog.Kind.TOWNSHIP: "乡级", Catalog.Kind.VILLAGE_MODEL: "村级"}
COPIED = (*CONTENT, "limit_value", "limit_unit", "limit_anchor", "field_id", "key", "position")


def blank_catalog(organisation: Organisation) -> Catalog:
    """某机构的目录，尚未存库；依据省级标准，没有则国家指引。抛 `Denied`：这类机构不单独编目录。"""
    if organisation.kind == Organisation.Kind.VILLAGE:
        raise Denied(f"{organisation}的目录以县级样本为准，到“村级目录”里调整，不单独编。")
    if organisation.kind not in Catalog.KIND_OF:
        raise Denied(f"{organisation}是{organisation.get_kind_display()}，不单独编目录；请编到所属的县区。")
    return Catalog(
        kind=Catalog.KIND_OF[organisation.kind],
        code=organisation.code,
        organisation=organisation,
        title=f"{organisation.name}基层政务公开标准目录",
        base=Catalog.objects.standards().order_by("-kind").first(),
    )


VILLAGE_MODEL = "_village"


def blank_village_model(county: Organisation) -> Catalog:
    """一县的村级目录样本，尚未存库；编码是县区编码加 `_village`，机构编码里没有下划线，不会相撞。"""
    return Catalog(
        kind=Catalog.Kind.VILLAGE_MODEL,
        code=f"{county.code}{VILLAGE_MODEL}",
        organisation=county,
        title=f"{county.name}村级政务公开目录（县级样本）",
        base=Catalog.objects.standards().order_by("-kind").first(),
    )


def new_draft(*, catalog: Catalog, basis: Edition | None, by, at: dt.datetime) -> Edition:
    """另立一版草稿，抄录最近一版；没有的从 `basis` 沿用。目录行由调用者锁住。"""
    number = (catalog.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    draft = Edition.objects.create(
        catalog=catalog, number=number, basis=basis, title=catalog.title, created_by=by, created_at=at
    )
    latest = catalog.editions.filter(status=Edition.Status.ISSUED).order_by("-number").first()
    copy_items(draft, latest.items.all() if latest else inheritable(catalog, basis))
    audit.record("catalogs.edition.drafted", obj=draft, by=by, at=at, detail={"items": draft.items.count()})
    return draft


def copy_items(draft: Edition, items) -> None:
    """把 `items` 抄进草稿，标识不变；来自别的目录的记为沿用。"""
    own = draft.catalog_id
    rows = [
        Item(
            edition=draft,
            origin=item.origin if item.edition.catalog_id == own else Item.Origin.INHERITED,
            reason=item.reason if item.edition.catalog_id == own else "",
            **{name: getattr(item, name) for name in COPIED},
        )
        for item in items.select_related("edition").in_order()
    ]
    Item.objects.bulk_create(rows, batch_size=500)
    ensure_sections(draft, {row.field_id for row in rows})


def ensure_sections(draft: Edition, field_ids: set[int]) -> None:
    """每个有事项的领域一份分册；没有了事项的分册不留。"""
    Section.objects.bulk_create(
        [Section(edition=draft, field_id=field_id) for field_id in sorted(field_ids)], ignore_conflicts=True
    )


def write(item: Item, values: dict) -> None:
    """写入内容项，并由时限的文字定出时限数；来历由调用者定。"""
    for name, value in values.items():
        setattr(item, name, value)
    limit = limits.parse(item.time_limit)
    item.limit_value, item.limit_unit, item.limit_anchor = limit.value, limit.unit, limit.anchor


def inheritable(catalog: Catalog, basis: Edition | None) -> QuerySet:
    """从标准沿用的事项：列明本级的，和没有列明层级的。"""
    if basis is None:
        return Item.objects.none()
    level = LEVELS.get(catalog.kind)
    if level is None:
        return basis.items.all()
    wanted = [pk for pk, levels in basis.items.values_list("pk", "level") if not levels or level in levels]
    return basis.items.filter(pk__in=wanted)
