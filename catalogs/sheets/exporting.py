"""导出目录：通行的 13 栏表（一个领域一张），或平铺行。"""

from collections.abc import Iterable
from itertools import groupby

from catalogs import adjusting, selectors
from catalogs.models import Edition, Item
from catalogs.sheets import form
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.core.sheets.stamp import Stamp, Tag
from portal.core.sheets.writing import Draft, SheetDraft, build


def workbook(edition: Edition, *, at, field=None) -> bytes:
    """一版目录的工作簿，可改了再导入；`field` 只取一个领域。不适用的也列出，来历栏注明。"""
    items = edition.items.in_order().select_related("field")
    items = items.filter(field=field) if field else items
    sheets = tuple(
        _sheet(edition, field, list(rows)) for field, rows in groupby(items, key=lambda item: item.field)
    )
    if not sheets:
        raise Denied("这一版目录还没有事项，没有可以导出的。")
    tags = {"catalog": Tag(edition.catalog.code, str(edition.catalog))}
    return build(Draft(sheets, stamp=Stamp(form.KIND, form.LABEL, form.VERSION, tags, at)))


def _sheet(edition: Edition, field, items: list[Item]) -> SheetDraft:
    seen = {level for item in items for level in item.level}
    levels = tuple(key for key, label in form.LEVELS.items() if label in seen or label != "村级")
    spec = form.spec(
        field.name,
        extra=tuple(dict.fromkeys(name for item in items for name in item.extra)),
        levels=levels,
        with_third=any(item.item_3 for item in items),
        with_links=any(item.url or item.remark for item in items),
    )
    return SheetDraft(
        spec,
        [form.row(item) for item in items],
        heading=f"{edition.catalog.title}（{field.name}领域）",
        frozen=3,
    )


def flat(items: Iterable[Item]) -> list[dict]:
    """平铺行：给程序核对用，列表型的栏是列表。"""
    return [
        {
            "field": item.field.name,
            "number": item.number,
            "item_1": item.item_1,
            "item_2": item.item_2,
            "content": item.content,
            "basis": item.basis,
            "time_limit": item.time_limit,
            "time_limit_value": item.limit_value,
            "time_limit_unit": item.limit_unit,
            "subject": item.subject,
            "channels": [*item.channels, *item.channels_other],
            "audience": item.audience,
            "method": item.method,
            "level": item.level,
            "url": item.url,
        }
        for item in items
    ]


class CatalogExporter:
    """导出某机构（或标准）现在的目录：有草稿取草稿，没有取现行版。"""

    kind, label = form.KIND, form.LABEL

    def rows(self, *, campaign=None, scope=None, by=None) -> list[dict]:
        edition = _edition(scope, by)
        return flat(edition.items.applicable().in_order().select_related("field"))

    def workbook(self, *, campaign=None, scope=None, by=None, at) -> bytes:
        return workbook(_edition(scope, by), at=at)


def _edition(scope: dict | None, by) -> Edition:
    catalog = selectors.catalog_of((scope or {}).get("code", ""), user=by)
    edition = catalog.editions.open().first() or adjusting.latest_edition(catalog)
    if edition is None:
        raise Denied(f"{catalog}还没有任何版本。")
    return edition


kinds.register_exporter(CatalogExporter())
