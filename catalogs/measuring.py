"""覆盖与及时的读取：一次取齐事项与公开记录，按目录、领域合计；查询次数与县区多少无关。

数字都能点到行：每个合计对应的事项与记录由 `rows_of` 给出。核验失败（网络）的链接不算失效。
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from catalogs import coverage
from catalogs.coverage import Record, Standing, Tally
from catalogs.limits import TimeLimit
from catalogs.models import Catalog, Disclosure, Edition, Field, Item
from portal.core import workdays
from portal.core.models import Link
from portal.core.models.calendar import overrides
from portal.organisations.models import Organisation

ACTIVE = "主动"


@dataclass(frozen=True)
class ItemRow:
    """一个事项与它的情形。"""

    item: Item
    standing: Standing
    latest: Disclosure | None


def editions_on(catalogs: Iterable[Catalog], on: dt.date) -> dict[int, Edition]:
    """各目录在 `on` 这天有效的版本，按目录编号。"""
    rows = Edition.objects.in_force(on=on).filter(catalog__in=catalogs).order_by("number")
    return {edition.catalog_id: edition for edition in rows}


def tallies(
    catalogs: Iterable[Catalog], *, on: dt.date, fields: set[int] | None = None
) -> dict[tuple[int, int], Tally]:
    """{（目录编号, 领域编号）: 合计}；`fields` 只算这些领域。没有现行版的目录不在其中。"""
    editions = editions_on(catalogs, on)
    items = Item.objects.filter(edition__in=editions.values()).applicable()
    if fields is not None:
        items = items.filter(field__in=fields)
    columns = (
        "edition__catalog_id",
        "field_id",
        "key",
        "limit_value",
        "limit_unit",
        "limit_anchor",
        "method",
    )
    records = _records(editions, on)
    add = _adder()
    found: dict[tuple[int, int], list[Standing]] = defaultdict(list)
    for catalog, field, key, value, unit, anchor, method in items.values_list(*columns):
        if _is_active(method):
            limit = TimeLimit("", value, unit, anchor)
            found[catalog, field].append(
                coverage.standing(limit, records.get((catalog, key), ()), on=on, add_workdays=add)
            )
    return {place: coverage.tally(standings) for place, standings in found.items()}


def rows_of(catalog: Catalog, *, on: dt.date, field: Field | None = None) -> list[ItemRow]:
    """一本目录应公开的各事项与情形，目录次序。"""
    edition = editions_on([catalog], on).get(catalog.pk)
    if edition is None:
        return []
    items = edition.items.applicable().in_order().select_related("field")
    if field:
        items = items.filter(field=field)
    records, add, latest = _records({catalog.pk: edition}, on), _adder(), _latest(catalog, on)
    return [
        ItemRow(
            item,
            coverage.standing(
                TimeLimit("", item.limit_value, item.limit_unit, item.limit_anchor),
                records.get((catalog.pk, item.key), ()),
                on=on,
                add_workdays=add,
            ),
            latest.get(item.key),
        )
        for item in items
        if _is_active(item.method)
    ]


def evidence_for(county: Organisation, field: Field, *, on: dt.date) -> str:
    """给考核看的一句话：目录公开的情形。只是佐证，不是结论；没有现行目录的为空。"""
    catalog = Catalog.objects.disclosing().filter(organisation=county).first()
    found = tallies([catalog], on=on, fields={field.pk}) if catalog else {}
    return str(found[catalog.pk, field.pk]) if found else ""


def _is_active(method: list[str]) -> bool:
    """主动公开的，和没有写公开方式的；只依申请公开的不计入应公开。"""
    return not method or ACTIVE in method


def _records(editions: dict[int, Edition], on: dt.date) -> dict[tuple[int, str], list[Record]]:
    rows = Disclosure.objects.filter(
        catalog__in=editions.keys(), disclosed_on__lte=on, retracted_at__isnull=True
    ).values_list("catalog_id", "key", "disclosed_on", "made_on", "link__state")
    found: dict[tuple[int, str], list[Record]] = defaultdict(list)
    for catalog, key, disclosed_on, made_on, state in rows:
        found[catalog, key].append(Record(disclosed_on, made_on, state == Link.State.DEAD))
    return found


def _latest(catalog: Catalog, on: dt.date) -> dict[str, Disclosure]:
    rows = Disclosure.objects.filter(catalog=catalog, disclosed_on__lte=on, retracted_at__isnull=True)
    return {row.key: row for row in rows.select_related("link").order_by("disclosed_on", "pk")}


def _adder():
    """工作日加法，放假安排只取一次，同样的起点与天数只算一次。"""
    table, known = overrides(), {}

    def add(day: dt.date, count: int) -> dt.date:
        if (day, count) not in known:
            known[day, count] = workdays.add_workdays(day, count, table)
        return known[day, count]

    return add
