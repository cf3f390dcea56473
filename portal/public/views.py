"""公开专栏：不设 Cookie，不读会话，只读公开登记。"""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.core.sheets.columns import Column as SheetColumn
from portal.core.sheets.exporting import csv_bytes
from portal.core.sheets.parsers import Text
from portal.core.views import download, serve
from portal.public import presenters, rows, selectors
from portal.public.forms import ListFilter
from portal.public.paging import Newest
from portal.publications.models import Column, Publication

PER_PAGE = 20
ROWS_PER_PAGE = 100
FEED_LENGTH = 50


@require_safe
def home(request):
    """监督保障首页：各栏目最近几条。"""
    columns = selectors.columns()
    blocks = [(column, selectors.listing([column.pk])[:8]) for column in columns if column.is_leaf()]
    return render(request, "public/home.html", presenters.site(request, columns) | {"blocks": blocks})


@require_safe
def column(request, slug):
    found = get_object_or_404(Column, slug=slug)
    wanted, places = ListFilter(request.GET).wanted, selectors.below(found)
    page = Newest(selectors.listing(places, **wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = presenters.site(request, selectors.columns(), current=found) | {
        "column": found,
        "trail": selectors.trail(found),
        "page": page,
        "query": wanted,
        "years": selectors.years(places),
        "bodies": selectors.bodies(places),
    }
    return render(request, "public/column.html", context)


@require_safe
def detail(request, pk):
    """正文；撤回的返回 410，原处只留撤回说明。"""
    publication = get_object_or_404(selectors.on_record(pk))
    context = presenters.site(request, selectors.columns(), current=publication.column) | {
        "publication": publication,
        "trail": selectors.trail(publication.column),
        "metadata": presenters.metadata(publication),
    }
    if publication.status == Publication.Status.WITHDRAWN:
        return render(request, "public/withdrawn.html", context, status=410)
    context["files"] = publication.files.select_related("file")
    if publication.rows:
        context |= _table_page(request, rows.table(publication.rows, request.GET))
    return render(request, "public/detail.html", context)


def _table_page(request, table: rows.Table) -> dict:
    """表格的一页；`show=all` 全部列出，供打印。"""
    whole = request.GET.get("show") == "all"
    per_page = max(len(table.rows), 1) if whole else ROWS_PER_PAGE
    return {
        "table": table,
        "page": Paginator(table.rows, per_page).get_page(request.GET.get("page")),
        "query_string": urlencode(
            [(k, v) for k, v in request.GET.items() if k not in ("page", "show") and v]
        ),
    }


def _published(pk: int) -> Publication:
    return get_object_or_404(selectors.on_record(pk).published())


@require_safe
def attachment(request, pk, position):
    """附件：下发的就是扫描并定格过的那份字节。"""
    publication = _published(pk)
    row = get_object_or_404(publication.files.select_related("file"), position=position)
    frozen = publication.versions.order_by("-number").first().content["files"]
    if row.file.sha256 not in {entry["sha256"] for entry in frozen}:
        raise Http404
    return serve(row.file)


@require_safe
def rows_csv(request, pk):
    """筛选出的行，UTF-8 的 CSV。"""
    publication, table = _rows(request, pk)
    columns = tuple(SheetColumn(str(i), title, Text(2000)) for i, title in enumerate(table.headers))
    lines = [{str(i): value for i, value in enumerate(row)} for row in table.rows]
    return download(csv_bytes(columns, lines), f"{publication.title}.csv", "text/csv; charset=utf-8")


@require_safe
def rows_json(request, pk):
    """筛选出的行，栏名为键。"""
    publication, table = _rows(request, pk)
    lines = [dict(zip(table.headers, row, strict=True)) for row in table.rows]
    content = {"title": publication.title, "index_number": publication.index_number, "rows": lines}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


def _rows(request, pk: int) -> tuple[Publication, rows.Table]:
    publication = _published(pk)
    if not publication.rows:
        raise Http404
    return publication, rows.table(publication.rows, request.GET)


@require_safe
def feed(request, slug):
    """栏目的 Atom 订阅。"""
    found = get_object_or_404(Column, slug=slug)
    atom = presenters.atom(request, found, selectors.listing(selectors.below(found))[:FEED_LENGTH])
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


@require_safe
def sitemap(request):
    rows = Publication.objects.published().newest_first().values_list("pk", "published_at")[:50_000]
    context = {"rows": rows, "columns": selectors.columns(), "root": request.build_absolute_uri("/")[:-1]}
    return render(request, "public/sitemap.xml", context, content_type="application/xml; charset=utf-8")


@require_safe
def site_map(request):
    """给人看的网站地图。"""
    columns = selectors.columns()
    return render(request, "public/site_map.html", presenters.site(request, columns))


@require_safe
def accessibility(request):
    """无障碍说明。"""
    return render(request, "public/accessibility.html", presenters.site(request, selectors.columns()))
