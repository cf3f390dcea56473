"""记住人改过的列对应：同一本目录、同样的表头再来一次，照用。"""

import datetime as dt

from django.db import transaction

from catalogs import permissions
from catalogs.models import Catalog, ColumnMapping
from catalogs.reading import Reading, SheetReading
from portal.core.crypto import sm3_hex


def fingerprint(sheet: SheetReading) -> str:
    """一张表表头的摘要，与内容无关。"""
    return sm3_hex("\n".join(column.header for column in sheet.columns).encode())


def mapping_for(catalog: Catalog, reading: Reading) -> dict[str, dict[str, str]]:
    """记住的列对应：{工作表: {列标: 内容项}}；没有记过的表不在其中。"""
    if catalog.pk is None:
        return {}
    known = dict(catalog.mappings.values_list("fingerprint", "columns"))
    return {
        sheet.title: {
            column.letter: known[mark][column.header]
            for column in sheet.columns
            if column.header in known[mark]
        }
        for sheet in reading.sheets
        if (mark := fingerprint(sheet)) in known
    }


@transaction.atomic
def remember(
    *, catalog: Catalog, reading: Reading, mapping: dict[str, dict[str, str]], by, at: dt.datetime
) -> None:
    """记住 `mapping`（{工作表: {列标: 内容项}}），按表头而不是按列标。"""
    permissions.check_can_draft(by, catalog)
    for sheet in reading.sheets:
        chosen = mapping.get(sheet.title)
        if chosen:
            columns = {
                column.header: chosen[column.letter] for column in sheet.columns if column.letter in chosen
            }
            ColumnMapping.objects.update_or_create(
                catalog=catalog,
                fingerprint=fingerprint(sheet),
                defaults={"columns": columns, "saved_by": by, "saved_at": at},
            )
