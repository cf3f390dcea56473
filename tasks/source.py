"""台账的来历：行从哪张表来、日期怎样算、叫什么。逐行与并批都由它来，所以数与它的行不会各算各的。"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, QuerySet

from tasks import where
from tasks.ground import Ground
from tasks.standing import Item, Lot


class Dates(NamedTuple):
    """一件事的几个日期，次序与意思同 `Item`、`Lot`。"""

    since: dt.date
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    extended_on: dt.date | None = None
    until: dt.date | None = None


class Name(NamedTuple):
    """一件事怎样称呼，意思同 `Item`。"""

    key: str
    organisation: object
    text: str
    url: str


@dataclass(frozen=True)
class Source:
    """一行就是一件事的台账。

    `rows(ground)` 是到 `ground.on` 为止的各行，附加的列不能用连表的聚合（并批时会重复计数），改用子查询；
    `columns` 是算日期要的列，`dates(ground, row)` 只许用这几列，`row` 可能是整行，也可能只有这几列；
    `name(row)` 只在逐行时用，`related` 是它要连带取的外键；`place` 是机构路径的字段。
    """

    rows: Callable[[Ground], QuerySet]
    columns: tuple[str, ...]
    dates: Callable[[Ground, object], Dates]
    name: Callable[[object], Name]
    related: tuple[str, ...] = ("organisation",)
    place: str = "organisation__path"

    def items(self, ground: Ground, counties: Sequence) -> Iterator[Item]:
        """逐行。"""
        of = where.by_path(counties)
        for row in self._inside(ground, counties).select_related(*self.related):
            key, *name = self.name(row)
            yield Item(key, of[row.above], *name, *self.dates(ground, row))

    def lots(self, ground: Ground, counties: Sequence) -> Iterator[Lot]:
        """在库里把那几列都相同的并成一批。"""
        of = where.by_path(counties)
        rows = self._inside(ground, counties).order_by().values("above", *self.columns)
        rows = rows.annotate(size=Count("pk")).values_list("above", *self.columns, "size", named=True)
        for row in rows:
            yield Lot(of[row.above], *self.dates(ground, row), count=row.size)

    def _inside(self, ground: Ground, counties: Sequence) -> QuerySet:
        return where.inside(self.rows(ground), counties, self.place)
