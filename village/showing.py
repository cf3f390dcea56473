"""村的公开页：公众专栏读村务的唯一一扇门。

只读不含户的表：目录、项目、申报信息、公示的日期、公开的合计；每一段人写的文字都先过隐私检测打码。
金额与户数只在经四人公开的登记里，这里只给链接。见 docs/adr/0016。
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.organisations.models import Organisation
from portal.publications.models import Publication
from portal.publications.privacy import redact
from village.duties import reading
from village.duties.items import VillageItem
from village.models import Application as Announced
from village.models import CycleRecord, Objection, Posting, Programme, ReleasedVillage

K = Organisation.Kind
OUT = Publication.Status.PUBLISHED


@dataclass(frozen=True)
class Place:
    """索引里的一地：`villages` 是其中的村数；村自己没有下级。"""

    organisation: Organisation
    villages: int


@dataclass(frozen=True)
class Duty:
    """一项村务：多久公开一次，在哪里，最近哪天公开的（没有登记过为 None）。"""

    field: str
    name: str
    cycle: str
    channels: str
    posted_on: dt.date | None


@dataclass(frozen=True)
class Shown:
    """一次公示：只有日期与地点；`takes_objections` 为真时可以在网上提异议。"""

    pk: int
    status: str
    due_on: dt.date | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    place: str
    takes_objections: bool


@dataclass(frozen=True)
class Application:
    """一次申报：没有公开的不列。"""

    opens_on: dt.date
    closes_on: dt.date
    title: str
    url: str


@dataclass(frozen=True)
class Subsidy:
    """一项补贴：政策、申报、本村的公示。"""

    name: str
    facts: list[tuple[str, str]]
    applications: list[Application]
    postings: list[Shown]


@dataclass(frozen=True)
class VillagePage:
    village: Organisation
    above: list[Organisation]
    year: int
    years: list[int]
    duties: list[Duty]
    subsidies: list[Subsidy]
    sums: list[Publication]


def villages() -> QuerySet:
    return Organisation.objects.current().of_kind(K.VILLAGE)


def village(code: str) -> Organisation | None:
    return villages().filter(code=code).first()


def index(code: str) -> tuple[Organisation | None, list[Organisation], list[Place]]:
    """（某地, 它的上级, 下级各地）；不写编码的从市起，不认得的地方为 None。三次查询。"""
    areas = Organisation.objects.current().of_kind(K.CITY, K.COUNTY, K.TOWNSHIP)
    place = areas.filter(code=code).first() if code else areas.order_by("depth", "path").first()
    if place is None:
        return None, [], []
    inside = list(villages().within([place.path]).values_list("path", flat=True))
    children = Organisation.objects.current().of_kind(K.COUNTY, K.TOWNSHIP, K.VILLAGE)
    children = children.within([place.path]).filter(depth=place.depth + 1).order_by("path")
    rows = [Place(child, sum(path.startswith(child.path) for path in inside)) for child in children]
    return place, _above(place), [row for row in rows if row.villages]


def page(village: Organisation, *, year: int | None, on: dt.date) -> VillagePage:
    """一个村这一年的公开页；不写年度的为最近有补贴的一年。查询次数与内容多少无关。"""
    county = Organisation.objects.get(path=village.path[: 2 * Organisation.steplen])
    years = _years(county, on)
    year = year if year in years else years[0]
    return VillagePage(
        village=village,
        above=_above(village),
        year=year,
        years=years,
        duties=_duties(village, on),
        subsidies=_subsidies(county, village, year, on),
        sums=_sums(village),
    )


def posting(pk: int) -> Posting | None:
    """可以看的一次公示；作废的、还没有贴的没有。"""
    rows = Posting.objects.shown().select_related("village", "programme__county")
    return rows.filter(pk=pk).first()


def objection(receipt: str) -> Objection | None:
    rows = Objection.objects.select_related("posting__village", "posting__programme")
    return rows.filter(receipt=receipt).first()


def _above(place: Organisation) -> list[Organisation]:
    return list(Organisation.objects.get_ancestors(place))


def _years(county: Organisation, on: dt.date) -> list[int]:
    found = county.programmes.order_by("-year").values_list("year", flat=True).distinct()
    return list(found) or [on.year]


def _duties(village: Organisation, on: dt.date) -> list[Duty]:
    rows = CycleRecord.objects.standing().filter(village=village).order_by("posted_on", "pk")
    latest = dict(rows.values_list("key", "posted_on"))
    shown = (item for item in reading.items_of(village, on=on) if item.is_applicable)
    return [_duty(item, latest.get(item.key)) for item in shown]


def _duty(item: VillageItem, posted_on: dt.date | None) -> Duty:
    texts = (item.field_name, item.name, item.rhythm.label, item.channels)
    return Duty(*map(redact, texts), posted_on)


def _subsidies(county: Organisation, village: Organisation, year: int, on: dt.date) -> list[Subsidy]:
    programmes = list(county.programmes.of_year(year).order_by("name"))
    shown, applied = defaultdict(list), defaultdict(list)
    for row in Posting.objects.standing().filter(village=village, programme__in=programmes).order_by("pk"):
        shown[row.programme_id].append(_shown(row, on))
    for row in _announced(programmes):
        applied[row.programme_id].append(_application(row))
    return [Subsidy(redact(one.name), _facts(one), applied[one.pk], shown[one.pk]) for one in programmes]


def _shown(row: Posting, on: dt.date) -> Shown:
    place = redact(row.place) if row.starts_on else ""
    status = row.get_status_display()
    return Shown(row.pk, status, row.due_on, row.starts_on, row.ends_on, place, row.takes_objections(on))


def _announced(programmes: Iterable[Programme]) -> QuerySet:
    """公开了的申报信息。"""
    rows = Announced.objects.filter(programme__in=programmes, publication__status=OUT)
    return rows.select_related("publication").order_by("opens_on")


def _application(row: Announced) -> Application:
    return Application(row.opens_on, row.closes_on, row.publication.title, row.publication.public_url)


def _facts(programme: Programme) -> list[tuple[str, str]]:
    pairs = (
        ("主管部门", programme.department),
        ("补贴对象", programme.recipients),
        ("补贴标准", programme.standard),
        ("政策依据", programme.basis),
        ("申报程序", programme.procedure),
        ("发放方式", programme.payment_way),
        ("发放时间", programme.payment_time),
        ("政策咨询", programme.contact),
        ("监督举报", programme.hotline),
    )
    return [(label, redact(text)) for label, text in pairs if text]


def _sums(village: Organisation) -> list[Publication]:
    """各年公开的合计，近的在前；重新公开过的取最近一次，旧页从新页找得到。"""
    rows = ReleasedVillage.objects.filter(village=village, publication__status=OUT)
    latest = {}
    for row in rows.select_related("publication", "release").order_by("release__year", "release__number"):
        latest[row.release.year] = row.publication
    return [latest[year] for year in sorted(latest, reverse=True)]
