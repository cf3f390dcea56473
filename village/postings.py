"""公示的读取：按地方与状态挑出，年终账，一个村的公示栏。"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from portal.organisations.models import Organisation
from village.models import Objection, Posting, Programme, ReleasedVillage

K = Organisation.Kind
S = Posting.Status
SHOWN = (S.POSTED, S.ENDED)
Narrow = Callable[[QuerySet, dt.date], QuerySet]


def _in_time() -> Q:
    """当年 12 月 31 日以前贴出的。"""
    return Q(status__in=SHOWN, starts_on__year__lte=F("programme__year"))


def _objected() -> Exists:
    return Exists(Objection.objects.open().filter(posting=OuterRef("pk")))


# 网址里的 `state` → （名称，怎样挑）。
STATES: dict[str, tuple[str, Narrow]] = {
    "due": ("未张贴", lambda rows, on: rows.due()),
    "overdue": ("逾期未张贴", lambda rows, on: rows.overdue(on=on)),
    "in_time": ("年内已张贴", lambda rows, on: rows.filter(_in_time())),
    "late": ("跨年才张贴", lambda rows, on: rows.shown().exclude(_in_time())),
    "posted": ("公示中", lambda rows, on: rows.posted()),
    "ended": ("已结束", lambda rows, on: rows.filter(status=S.ENDED)),
    "objected": ("有异议待答复", lambda rows, on: rows.filter(_objected())),
    "unkept": ("未登记留存", lambda rows, on: rows.filter(status=S.ENDED, materials__isnull=True)),
    "cancelled": ("已作废", lambda rows, on: rows.filter(status=S.CANCELLED)),
}


def chosen(user, *, place: Organisation, year: int, state: str, programme: str, on: dt.date) -> QuerySet:
    """挑出的公示；不写状态的不列作废的。"""
    rows = Posting.objects.visible_to(user).within(place).of_year(year)
    rows = STATES[state][1](rows, on) if state in STATES else rows.standing()
    if programme:
        rows = rows.filter(programme__name=programme)
    rows = rows.select_related("programme__county", "village").annotate(
        objected=Count("objections", filter=Q(objections__status="open"))
    )
    return rows.order_by("village__path", "programme__name", "pk")


@dataclass(frozen=True)
class Tally:
    """公示的账，都是次数：`owed` = `in_time` + `late` + `due`；`overdue` 含在 `due` 里。"""

    owed: int = 0
    in_time: int = 0
    late: int = 0
    due: int = 0
    overdue: int = 0
    ended: int = 0
    objected: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def rate(self) -> str:
        """年内张贴率。"""
        return f"{self.in_time / self.owed:.1%}" if self.owed else "—"


@dataclass(frozen=True)
class Stand:
    """一地的年终账：几个村，几个村有公示，几个村全部年内贴出，几个村的合计已公开。"""

    place: Organisation
    villages: int
    owing: int
    complete: int
    released: int
    tally: Tally


def year_end(user, *, place: Organisation, year: int, on: dt.date) -> list[Stand]:
    """`place` 之下各地的年终账；到了乡镇按村。四次查询。"""
    visible = Organisation.objects.visible_to(user).within([place.path])
    villages = list(visible.of_kind(K.VILLAGE).current().values_list("path", flat=True))
    tallies, released = _tallies(user, place, year, on), _released(user, place, year)
    children = visible.filter(depth=place.depth + 1).of_kind(K.COUNTY, K.TOWNSHIP, K.VILLAGE).current()
    return [
        _stand(child, [p for p in villages if p.startswith(child.path)], tallies, released)
        for child in children.order_by("path")
    ]


def total(place: Organisation, rows: list[Stand]) -> Stand:
    """各地相加。"""
    counts = {
        name: sum(getattr(row, name) for row in rows)
        for name in ("villages", "owing", "complete", "released")
    }
    return Stand(place, tally=sum((row.tally for row in rows), Tally()), **counts)


def _stand(place: Organisation, paths: list[str], tallies: dict[str, Tally], released: set[str]) -> Stand:
    found = [tallies[path] for path in paths if path in tallies]
    return Stand(
        place,
        villages=len(paths),
        owing=len(found),
        complete=sum(one.in_time == one.owed for one in found),
        released=len(released.intersection(paths)),
        tally=sum(found, Tally()),
    )


def _tallies(user, place: Organisation, year: int, on: dt.date) -> dict[str, Tally]:
    """{村的路径: 账}。一次查询。"""
    rows = Posting.objects.visible_to(user).within(place).of_year(year).standing()
    counted = (
        rows.order_by()
        .values("village__path")
        .annotate(
            owed=Count("pk"),
            in_time=Count("pk", filter=_in_time()),
            due=Count("pk", filter=Q(status=S.DUE)),
            overdue=Count("pk", filter=Q(status=S.DUE, due_on__lt=on)),
            ended=Count("pk", filter=Q(status=S.ENDED)),
            objected=Count("pk", filter=Q(_objected())),
        )
    )
    found = {}
    for row in counted:
        path = row.pop("village__path")
        found[path] = Tally(late=row["owed"] - row["in_time"] - row["due"], **row)
    return found


def _released(user, place: Organisation, year: int) -> set[str]:
    """合计已经公开的村。"""
    rows = ReleasedVillage.objects.filter(
        release__year=year, publication__isnull=False, village__path__startswith=place.path
    )
    visible = Organisation.objects.visible_to(user)
    return set(rows.filter(village__in=visible).values_list("village__path", flat=True))


@dataclass(frozen=True)
class VillageBoard:
    """一个村的公示栏：待张贴的、公示中的、结束而没有登记留存的。"""

    due: list[Posting]
    posted: list[Posting]
    unkept: list[Posting]


def village_board(village: Organisation) -> VillageBoard:
    rows = Posting.objects.filter(village=village).select_related("programme__county", "village")
    rows = rows.annotate(objected=Count("objections", filter=Q(objections__status="open")))
    return VillageBoard(
        due=list(rows.due().order_by("due_on", "pk")),
        posted=list(rows.posted().order_by("ends_on", "pk")),
        unkept=list(rows.filter(status=S.ENDED, materials__isnull=True).order_by("ends_on", "pk")),
    )


def years(user) -> list[int]:
    """有公示的年度，近的在前。"""
    seen = Posting.objects.visible_to(user)
    return list(seen.order_by("-programme__year").values_list("programme__year", flat=True).distinct())


def programme_names(user, year: int) -> list[str]:
    seen = Programme.objects.visible_to(user).of_year(year).filter(postings__isnull=False)
    return list(seen.order_by("name").values_list("name", flat=True).distinct())
