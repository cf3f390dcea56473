"""公开记录：登记、改正、作废、工作簿，与网站采集的归类。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalogs import actions, adjusting, permissions
from catalogs.forms import DisclosureForm, EntryForm, FeedForm
from catalogs.models import Catalog, Disclosure, Feed, FeedEntry
from catalogs.sheets import disclosures
from portal.core import clock, rules
from portal.core.acting import reason_in, staged
from portal.core.links import BadUrl
from portal.core.views import XLSX, download

PER_PAGE = 50
ENTRIES = 20


def _catalog(request, code) -> Catalog:
    return get_object_or_404(
        Catalog.objects.visible_to(request.user).disclosing().select_related("organisation"), code=code
    )


def _items(catalog: Catalog):
    edition = adjusting.latest_edition(catalog)
    return edition.items.applicable().in_order().select_related("field") if edition else []


@login_required
@require_GET
def disclosure_list(request, code):
    """一本目录的公开记录，新的在前；`?key=` 只看一个事项。"""
    catalog = _catalog(request, code)
    rows = catalog.disclosures.select_related("link", "recorded_by")
    if key := request.GET.get("key"):
        rows = rows.filter(key=key)
    names = {item.key: item for item in _items(catalog)}
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may_record = rules.refusal(permissions.check_can_record, request.user, catalog) is None
    entries = FeedEntry.objects.filter(feed__catalog=catalog, state=FeedEntry.State.WAITING)
    context = {
        "catalog": catalog,
        "page": page,
        "rows": [(row, names.get(row.key)) for row in page],
        "item": names.get(key) if key else None,
        "may_record": may_record,
        "feeds": catalog.feeds.all(),
        "feed_form": FeedForm(),
        "waiting": entries.count(),
        "entries": [
            (entry, EntryForm(items=names.values(), initial={"key": getattr(likely, "key", "")}))
            for entry in (entries[:ENTRIES] if may_record else [])
            for likely in [actions.likely_item(entry.title, list(names.values()))]
        ],
    }
    return render(request, "catalogs/disclosures.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def disclosure_add(request, code):
    catalog = _catalog(request, code)
    permissions.check_can_record(request.user, catalog)
    initial = {"key": request.GET.get("key", ""), "disclosed_on": clock.local_date(timezone.now())}
    form = DisclosureForm(request.POST or None, items=_items(catalog), initial=initial)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        actions.record_disclosure(
            catalog=catalog, key=key, facts=form.facts, by=request.user, at=timezone.now()
        )
        messages.success(request, "已登记")
        return redirect("catalogs:disclosures", catalog.code)
    context = {"catalog": catalog, "form": form}
    return render(request, "catalogs/disclosure_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def disclosure_edit(request, pk):
    rows = Disclosure.objects.filter(catalog__in=Catalog.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("catalog__organisation"), pk=pk)
    permissions.check_can_record(request.user, row.catalog)
    initial = {
        name: getattr(row, name) for name in ("key", "title", "url", "made_on", "disclosed_on", "version")
    }
    form = DisclosureForm(request.POST or None, items=_items(row.catalog), initial=initial, fixed=True)
    if request.method == "POST" and form.is_valid():
        actions.correct_disclosure(
            disclosure=row,
            facts=form.facts,
            version=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "已改正")
        return redirect("catalogs:disclosures", row.catalog.code)
    context = {"catalog": row.catalog, "row": row, "form": form}
    return render(request, "catalogs/disclosure_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def disclosure_retract(request, pk):
    rows = Disclosure.objects.filter(catalog__in=Catalog.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("catalog__organisation"), pk=pk)
    actions.retract_disclosure(disclosure=row, reason=reason_in(request), by=request.user, at=timezone.now())
    messages.success(request, "已作废")
    return redirect("catalogs:disclosures", row.catalog.code)


@login_required
@require_GET
def disclosure_workbook(request, code):
    catalog = _catalog(request, code)
    data = disclosures.workbook(catalog, at=timezone.now())
    return download(data, f"{catalog.organisation.name}公开记录表.xlsx", XLSX)


@login_required
@require_POST
def disclosure_import(request, code):
    catalog = _catalog(request, code)
    permissions.check_can_record(request.user, catalog)
    back = reverse("catalogs:disclosures", args=[catalog.code])
    return staged(request, kind=disclosures.KIND, scope={"code": catalog.code}, back=back)


@login_required
@require_POST
def feed_add(request, code):
    catalog = _catalog(request, code)
    permissions.check_can_record(request.user, catalog)
    form = FeedForm(request.POST)
    try:
        if not form.is_valid():
            raise BadUrl("请填写采集源的网址。")
        actions.add_feed(catalog=catalog, url=form.cleaned_data["url"], by=request.user, at=timezone.now())
        messages.success(request, "已登记采集源，每天清晨采集")
    except BadUrl as error:
        messages.error(request, str(error))
    return redirect("catalogs:disclosures", catalog.code)


@login_required
@require_POST
def feed_remove(request, pk):
    visible = Catalog.objects.visible_to(request.user)
    feed = get_object_or_404(
        Feed.objects.filter(catalog__in=visible).select_related("catalog__organisation"), pk=pk
    )
    actions.remove_feed(feed=feed, by=request.user, at=timezone.now())
    messages.success(request, "不再采集这个网址")
    return redirect("catalogs:disclosures", feed.catalog.code)


@login_required
@require_POST
def entry_assign(request, pk):
    """归到事项；点“略过”的不再出现。"""
    visible = Catalog.objects.visible_to(request.user)
    rows = FeedEntry.objects.filter(feed__catalog__in=visible).select_related("feed__catalog__organisation")
    entry = get_object_or_404(rows, pk=pk)
    catalog, at = entry.feed.catalog, timezone.now()
    permissions.check_can_sort(request.user, entry)
    form = EntryForm(request.POST, items=_items(catalog))
    if "ignore" in request.POST:
        actions.ignore_entry(entry=entry, by=request.user, at=at)
        messages.success(request, "已略过")
    elif form.is_valid():
        actions.assign_entry(entry=entry, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "已归类")
    else:
        messages.error(request, "请选择事项再归类。")
    return redirect("catalogs:disclosures", catalog.code)
