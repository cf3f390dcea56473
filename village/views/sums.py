"""合计：市、县、乡镇、村、项目逐层看下去，每个数点得开；与上一年比；导出。"""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.core.views import XLSX, download
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from village import presenters
from village.forms import SumFilter
from village.models import Programme, VillageSum
from village.sheets import sums as sum_sheet


@login_required
@require_GET
def sums(request):
    """某地的合计；不指明则从此人看得到的最高一层起。"""
    seen = VillageSum.objects.visible_to(request.user)
    place = _place(request)
    programmes = Programme.objects.filter(pk__in=seen.order_by().values("programme").distinct())
    years = list(programmes.order_by("-year").values_list("year", flat=True).distinct())
    names = list(programmes.order_by("name").values_list("name", flat=True).distinct())
    form = SumFilter(request.GET or None, years=years, names=names)
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    year, name = data.get("year") or (years[0] if years else None), data.get("programme", "")
    inside = seen.filter(village__path__startswith=place.path)
    if request.GET.get("export"):
        wanted = inside.filter(programme__year=year)
        wanted = wanted.filter(programme__name=name) if name else wanted
        heading = f"{place}{year} 年补贴村级合计"
        data = sum_sheet.workbook(sum_sheet.flat(wanted), at=timezone.now(), heading=heading)
        return download(data, f"{heading}.xlsx", XLSX)
    visible = Organisation.objects.visible_to(request.user).order_by("depth")
    context = presenters.sum_page(inside, visible=visible, place=place, year=year, name=name)
    return render(request, "village/sums.html", context | {"form": form})


def _place(request) -> Organisation:
    """网址里的机构；没有写则是此人任职处。看不到的当作没有。"""
    visible = Organisation.objects.visible_to(request.user)
    if code := request.GET.get("place"):
        found = visible.filter(code=code).first()
        if found is None:
            raise Http404
        return found
    return visible.order_by("depth", "path").first() or organisations.city()
