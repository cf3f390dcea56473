"""公示单的读取：哪些村要印、印到了哪一份、有没有过时。"""

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.db.models import Max, QuerySet

from portal.core import files
from portal.core.models import Job
from portal.organisations.models import Organisation
from village.models import Notice, Posting, Programme, VillageSum

KIND = "village.make_notices"
K = Organisation.Kind


def villages_in(programme: Programme, place: Organisation) -> QuerySet:
    """`place` 里有复核过的户的村，机构树次序。"""
    paid = VillageSum.objects.filter(programme=programme, confirmed_households__gt=0)
    return Organisation.objects.within([place.path]).filter(pk__in=paid.values("village"))


def latest(programme: Programme, place: Organisation) -> dict[tuple[int, str], Notice]:
    """（村, 纸张）→ 最近生成的一份。"""
    rows = Notice.objects.filter(programme=programme, village__path__startswith=place.path)
    return {(row.village_id, row.paper): row for row in rows.select_related("village").order_by("pk")}


def newest(posting: Posting) -> Notice | None:
    """这一村这一项最近的一份公示单，A3 优先。"""
    rows = Notice.objects.filter(programme=posting.programme_id, village=posting.village_id)
    return rows.order_by("-made_at", "paper").first()


def open_job(programme: Programme) -> Job | None:
    """这一项补贴正在排队或进行的一件。"""
    return Job.objects.open().filter(kind=KIND, args__programme=programme.pk).order_by("pk").first()


@dataclass(frozen=True)
class Sheet:
    """一个村的公示单：各种纸张最近的一份；`is_stale` 是生成之后户又有变动。"""

    village: Organisation
    households: int
    notices: dict[str, Notice]
    is_stale: bool

    @property
    def a3(self) -> Notice | None:
        return self.notices.get(Notice.Paper.A3)

    @property
    def a4(self) -> Notice | None:
        return self.notices.get(Notice.Paper.A4)

    @property
    def made_at(self) -> dt.datetime | None:
        return max((notice.made_at for notice in self.notices.values()), default=None)


def sheets(programme: Programme, place: Organisation) -> list[Sheet]:
    """`place` 里各村的公示单。三次查询。"""
    sums = VillageSum.objects.filter(
        programme=programme, confirmed_households__gt=0, village__path__startswith=place.path
    )
    made, changed = latest(programme, place), _changed(programme, place)
    found = []
    for row in sums.select_related("village").order_by("village__path"):
        notices = {paper: one for paper in Notice.Paper.values if (one := made.get((row.village_id, paper)))}
        since = changed.get(row.village_id)
        is_stale = since is not None and any(one.made_at < since for one in notices.values())
        found.append(Sheet(row.village, row.confirmed_households, notices, is_stale))
    return found


def _changed(programme: Programme, place: Organisation) -> dict[int, dt.datetime]:
    """各村最近一次下达公示的时刻：清单复核入账即下达。"""
    rows = Posting.objects.filter(programme=programme, village__path__startswith=place.path)
    return dict(rows.order_by().values_list("village").annotate(Max("created_at")))


@dataclass(frozen=True)
class Town:
    """一个乡镇的公示单：几个村，各种纸张印了几个村，几个村过时。"""

    place: Organisation
    villages: int
    a3: int
    a4: int
    stale: int


def towns(programme: Programme, place: Organisation) -> list[Town]:
    """`place` 里按乡镇计数，机构树次序。"""
    size = 3 * Organisation.steplen
    by_town: dict[str, list[Sheet]] = {}
    for sheet in sheets(programme, place):
        by_town.setdefault(sheet.village.path[:size], []).append(sheet)
    places = {one.path: one for one in Organisation.objects.filter(path__in=by_town)}
    return [
        Town(
            places[path],
            len(rows),
            sum(row.a3 is not None for row in rows),
            sum(row.a4 is not None for row in rows),
            sum(row.is_stale for row in rows),
        )
        for path, rows in by_town.items()
    ]


def name_of(village: Organisation, programme: Programme, paper: str) -> str:
    """文件名，打印店的人看得懂。"""
    return f"{village.name}{programme.year}年{programme.name}公示单_{paper}.pdf"


def packed(notices: Iterable[Notice]) -> BinaryIO:
    """几份公示单装成一包，写在临时文件里：份数再多内存也不涨。PDF 已经压过，包里不再压。"""
    whole = tempfile.TemporaryFile()  # noqa: SIM115 由下发的响应关闭
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for notice in notices:
            archive.writestr(f"{notice.village.code}_{notice.file.name}", files.read(notice.file))
    whole.seek(0)
    return whole
