"""机构落在哪个县区：树路径的前几位就是县区的路径，库里也能这样分组。"""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.db.models.functions import Substr

from portal.organisations.models import Organisation

COUNTY = 2 * Organisation.steplen


def county_path(path: str) -> Substr:
    """库里的表达式：`path` 这个字段所在县区的路径。"""
    return Substr(path, 1, COUNTY)


def inside(rows: QuerySet, counties: Sequence[Organisation], path: str = "organisation__path") -> QuerySet:
    """落在这些县区里的行，各带 `above`（所在县区的路径）；`path` 是机构路径的字段。只有一个县区的，走路径的索引。"""
    rows = rows.annotate(above=county_path(path))
    if len(counties) == 1:
        return rows.filter(**{f"{path}__startswith": counties[0].path})
    return rows.filter(above__in=[county.path for county in counties])


def by_path(counties: Sequence[Organisation]) -> dict[str, int]:
    """{县区路径: 机构编号}。"""
    return {county.path: county.pk for county in counties}
