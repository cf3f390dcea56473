"""年度公开：拟定、报送、核对、公开，各村定格的合计。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.core import clock, workflow
from portal.core.acting import reason_in
from village import actions, presenters, releasing, selectors
from village.forms import ReleaseForm
from village.models import Release, ReleasedVillage
from village.views.programme import drafting_counties, own_county
from village.workflow import RELEASE

PER_PAGE = 50


def _release(request, pk) -> Release:
    rows = Release.objects.visible_to(request.user).select_related(
        "county", "created_by", "handed_in_by", "checked_by", "published_by"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def release_list(request):
    rows = Release.objects.visible_to(request.user).select_related("county", "created_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    form = ReleaseForm(initial={"year": clock.local_date(timezone.now()).year})
    context = {"page": page, "form": form, "may_draft": drafting_counties(request).exists()}
    return render(request, "village/releases.html", context)


@login_required
@require_POST
def release_draft(request):
    """定格本县这一年复核过的合计。"""
    county, form = own_county(request), ReleaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明年度，如 2026。")
        return redirect("village:releases")
    year = form.cleaned_data["year"]
    release = actions.draft_release(county=county, year=year, by=request.user, at=timezone.now())
    messages.success(request, f"已定格 {release.villages} 个村的合计，请负责人核对后报送")
    return redirect(release)


@login_required
@require_GET
def release_detail(request, pk):
    release = _release(request, pk)
    rows = release.released.select_related("village", "publication").order_by("village__path")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    is_published = release.status == Release.Status.PUBLISHED
    context = {
        "release": release,
        "facts": presenters.release_facts(release),
        "page": page,
        "rows": [(row, *releasing.totals(row.rows)) for row in page],
        "left": releasing.remaining(release).count() if is_published else None,
        "job": selectors.release_job(release) if is_published else None,
        "offers": RELEASE.offers(release, request.user),
        "timeline": workflow.timeline(release),
    }
    return render(request, "village/release.html", context)


@login_required
@require_GET
def released_village(request, pk):
    """公开之前看一个村的表，与公众将看到的相同。"""
    rows = ReleasedVillage.objects.filter(release__in=Release.objects.visible_to(request.user))
    released = get_object_or_404(rows.select_related("release__county", "village", "publication"), pk=pk)
    context = {"released": released, "table": releasing.table(released.rows)}
    return render(request, "village/released.html", context)


@login_required
@require_POST
def release_move(request, pk, move):
    release = actions.move_release(
        release=_release(request, pk),
        move=RELEASE[move].name,
        by=request.user,
        at=timezone.now(),
        reason=reason_in(request),
    )
    messages.success(request, f"{release}：{release.get_status_display()}")
    return redirect(release)
