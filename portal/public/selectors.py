"""公众可读的内容：只读公开登记，不认识会话，也不认识任何业务模型。"""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from portal.core import clock
from portal.organisations.models import Organisation
from portal.publications.models import Column, Publication

# 列表里用不着、又大的字段。
HEAVY = ("body_html", "rows", "findings")


def columns() -> list[Column]:
    """栏目，树序。"""
    return list(Column.objects.all())


def trail(column: Column) -> list[Column]:
    """从根到本栏目，供“当前位置”。"""
    return [*Column.objects.get_ancestors(column), column]


def below(column: Column) -> list[int]:
    """本栏目与各级下级的编号。"""
    if column.is_leaf():
        return [column.pk]
    return list(Column.objects.filter(path__startswith=column.path).values_list("pk", flat=True))


def listing(places: Sequence[int], *, year: int | None = None, body: int | None = None, words: str = ""):
    """这些栏目在公开的条目，新的在前；`body` 是发布机构的编号。撤回的留墓碑在详情页，不进列表。"""
    rows = _published(places).newest_first().select_related("organisation", "column").defer(*HEAVY)
    if year:
        rows = rows.filter(published_at__year=year)
    if body:
        rows = rows.filter(organisation=body)
    for word in words.split()[:5]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(document_number__icontains=word)
        )
    return rows


def _published(places: Sequence[int]) -> QuerySet[Publication]:
    return Publication.objects.published().filter(column__in=places)


def years(places: Sequence[int]) -> list[int]:
    """这些栏目有内容的年份，新的在前。条目再多，也只看各栏目的头尾两条，再逐年问一句有没有；两次查询。"""
    mine = Publication.objects.published().filter(column=OuterRef("pk")).order_by("published_at")
    ends = Subquery(mine.values("published_at")[:1]), Subquery(mine.reverse().values("published_at")[:1])
    columns = Column.objects.filter(pk__in=places)
    known = [clock.local_date(at).year for pair in columns.values_list(*ends) for at in pair if at]
    span = range(max(known, default=0), min(known, default=1) - 1, -1)
    asked = [Exists(_published(places).filter(published_at__year=year)) for year in span]
    answers = columns.values_list(*asked).first() if asked else ()
    return [year for year, is_there in zip(span, answers, strict=True) if is_there]


def bodies(places: Sequence[int]) -> list[Organisation]:
    """在这些栏目公开过的机构，机构树次序；逐个机构问有没有，不逐条去重。"""
    theirs = _published(places).filter(organisation=OuterRef("pk"))
    return list(Organisation.objects.filter(Exists(theirs)).order_by("path"))


def on_record(pk: int):
    """公开过的一条；草稿与不存在的一样找不到。"""
    return Publication.objects.on_record().select_related("organisation", "column").filter(pk=pk)
