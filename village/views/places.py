"""网址里的村与年度。"""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from portal.core import clock
from portal.organisations.models import Organisation

FIRST_YEAR = 2020


def village_in(request, code: str) -> Organisation:
    """看得到的村；看不到的当作没有。"""
    visible = Organisation.objects.visible_to(request.user)
    return get_object_or_404(visible.of_kind(Organisation.Kind.VILLAGE), code=code)


def today():
    return clock.local_date(timezone.now())


def year_in(request) -> int:
    """`?year=2025`；没有写、写错、将来的为今年。"""
    this_year, text = today().year, request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else this_year
    return year if FIRST_YEAR <= year <= this_year else this_year


def years(first: int | None) -> list[int]:
    """可以选的年度，近的在前。"""
    this_year = today().year
    return list(range(this_year, max(FIRST_YEAR, first or this_year) - 1, -1))
