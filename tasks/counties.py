"""台账的行归到哪个县区：按机构树的路径，不逐行查询。"""

from collections.abc import Iterable, Mapping, Sequence

from portal.organisations.models import Organisation

LENGTH = 2 * Organisation.steplen


def by_path(counties: Iterable[Organisation]) -> Mapping[str, Organisation]:
    """{县区的路径: 县区}。"""
    return {county.path: county for county in counties}


def county_of(organisation: Organisation, counties: Mapping[str, Organisation]) -> Organisation | None:
    """`organisation` 所在的县区（县区自己也是）；不在这些县区里的为 None。"""
    return counties.get(organisation.path[:LENGTH])


def seen_by(user) -> Sequence[Organisation]:
    """此人看得到的县区，机构树顺序。"""
    return list(Organisation.objects.visible_to(user).current().of_kind(Organisation.Kind.COUNTY))
