"""公众可读的内容：只读公开登记，不认识会话，也不认识任何业务模型。"""

from django.db.models import Q

from portal.publications.models import Column, Publication

LISTED = ("title", "published_at", "written_on", "document_number", "summary", "status", "organisation__name")


def columns() -> list[Column]:
    """栏目，树序。"""
    return list(Column.objects.all())


def trail(column: Column) -> list[Column]:
    """从根到本栏目，供“当前位置”。"""
    return [*Column.objects.get_ancestors(column), column]


def listing(column: Column, *, year: int | None = None, body: int | None = None, words: str = ""):
    """一个栏目及其下级在公开的条目，新的在前；`body` 是发布机构的编号。撤回的留墓碑在详情页，不进列表。"""
    rows = Publication.objects.published().newest_first().select_related("organisation", "column")
    rows = rows.filter(column__path__startswith=column.path)
    if year:
        rows = rows.filter(published_at__year=year)
    if body:
        rows = rows.filter(organisation=body)
    for word in words.split()[:5]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(document_number__icontains=word)
        )
    return rows


def years(column: Column) -> list[int]:
    """该栏目有内容的年份，新的在前。"""
    rows = Publication.objects.published().filter(column__path__startswith=column.path)
    return [moment.year for moment in rows.datetimes("published_at", "year", order="DESC")]


def bodies(column: Column) -> list[dict]:
    """该栏目出现过的发布机构：编号与名称。"""
    rows = Publication.objects.published().filter(column__path__startswith=column.path)
    return list(
        rows.order_by("organisation__path").values("organisation", "organisation__short_name").distinct()
    )


def on_record(pk: int):
    """公开过的一条；草稿与不存在的一样找不到。"""
    return Publication.objects.on_record().select_related("organisation", "column").filter(pk=pk)
