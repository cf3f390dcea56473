"""公开专栏：不设 Cookie，不读会话，只读公开登记。"""

import json

from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import feedgenerator
from django.views.decorators.http import require_safe

from portal.core.sheets.columns import Column as SheetColumn
from portal.core.sheets.exporting import csv_bytes
from portal.core.sheets.parsers import Text
from portal.core.views import download, serve
from portal.public import presenters, selectors
from portal.publications.models import Column, Publication

PER_PAGE = 20
FEED_LENGTH = 50


@require_safe
def home(request):
    """监督保障首页：各栏目最近几条。"""
    columns = selectors.columns()
    blocks = [(column, selectors.listing(column)[:8]) for column in columns if column.is_leaf()]
    return render(request, "public/home.html", presenters.site(request, columns) | {"blocks": blocks})


@require_safe
def column(request, slug):
    found = get_object_or_404(Column, slug=slug)
    query = {name: request.GET.get(name, "") for name in ("year", "body", "words")}
    page = Paginator(selectors.listing(found, **query), PER_PAGE).get_page(request.GET.get("page"))
    context = presenters.site(request, selectors.columns(), current=found) | {
        "column": found,
        "trail": selectors.trail(found),
        "page": page,
        "query": query,
        "years": selectors.years(found),
        "bodies": selectors.bodies(found),
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
    return render(request, "public/detail.html", context)


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
    publication = _published(pk)
    table = publication.rows or _no_rows()
    columns = tuple(SheetColumn(str(i), title, Text(2000)) for i, title in enumerate(table["headers"]))
    lines = [{str(i): value for i, value in enumerate(row)} for row in table["rows"]]
    return download(csv_bytes(columns, lines), f"{publication.title}.csv", "text/csv; charset=utf-8")


@require_safe
def rows_json(request, pk):
    publication = _published(pk)
    table = publication.rows or _no_rows()
    lines = [dict(zip(table["headers"], row, strict=True)) for row in table["rows"]]
    body = json.dumps({"title": publication.title, "rows": lines}, ensure_ascii=False, cls=DjangoJSONEncoder)
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def _no_rows():
    raise Http404


@require_safe
def feed(request, slug):
    """栏目的 Atom 订阅。"""
    found = get_object_or_404(Column, slug=slug)
    atom = feedgenerator.Atom1Feed(
        title=found.title,
        link=request.build_absolute_uri(found.get_absolute_url()),
        description=found.description,
        language="zh-CN",
    )
    for row in selectors.listing(found)[:FEED_LENGTH]:
        atom.add_item(
            title=row.title,
            link=request.build_absolute_uri(row.public_url),
            description=row.summary,
            author_name=row.organisation.name,
            pubdate=row.published_at,
            updateddate=row.published_at,
            unique_id=row.index_number,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=f"{atom.content_type}")


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
