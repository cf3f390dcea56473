"""县区 × 八个方面：每格的灯与件数，行、列的合计。"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.organisations.models import Organisation
from tasks import standing
from tasks.models import TaskArea
from tasks.picture.lights import Rules
from tasks.picture.sight import Sight
from tasks.standing import LIGHT_LABELS, Light, LightRule, Lot, Tally

# 按问题轻重：先红后黄，再没有启动的。
GRAVITY = {Light.RED: 0, Light.AMBER: 1, Light.GREY: 2, Light.GREEN: 3}
SORTS = {"name": "按机构次序", "trouble": "问题多的在前"}


@dataclass(frozen=True)
class Cell:
    """一个县区在一个方面；`county` 为 None 是各县区的合计。"""

    area: TaskArea
    county: Organisation | None
    tally: Tally
    light: Light

    @property
    def word(self) -> str:
        return LIGHT_LABELS[self.light]


@dataclass(frozen=True)
class Line:
    """一行：一个县区的各格与合计，几盏红灯、几盏黄灯。"""

    county: Organisation | None
    cells: tuple[Cell, ...]

    @property
    def tally(self) -> Tally:
        return sum((cell.tally for cell in self.cells), Tally())

    @property
    def lights(self) -> Counter:
        return Counter(cell.light for cell in self.cells)

    @property
    def reds(self) -> int:
        return self.lights[Light.RED]

    @property
    def ambers(self) -> int:
        return self.lights[Light.AMBER]

    @property
    def worst(self) -> Light:
        return min((cell.light for cell in self.cells), key=GRAVITY.__getitem__, default=Light.GREY)

    @property
    def trouble(self) -> tuple:
        return -self.reds, -self.ambers, -self.tally.overdue, -self.tally.soon


@dataclass(frozen=True)
class Column:
    """一个方面：规则、合计，各色灯的县区数。"""

    area: TaskArea
    rule: LightRule
    tally: Tally
    lights: Counter

    @property
    def reds(self) -> int:
        return self.lights[Light.RED]

    @property
    def ambers(self) -> int:
        return self.lights[Light.AMBER]


@dataclass(frozen=True)
class Board:
    """某日的全貌。"""

    on: dt.date
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]

    @property
    def tally(self) -> Tally:
        return sum((column.tally for column in self.columns), Tally())

    @property
    def reds(self) -> int:
        return sum(column.reds for column in self.columns)

    @property
    def ambers(self) -> int:
        return sum(column.ambers for column in self.columns)


def lots_by_area(sight: Sight, areas: Iterable[TaskArea], on: dt.date) -> dict[str, list[Lot]]:
    """各方面到 `on` 为止的各批；查询次数只看有几个台账。"""
    return {
        area.code: [lot for register in sight.registers(area.code) for lot in sight.lots(register, on)]
        for area in areas
    }


def board(sight: Sight, areas: Sequence[TaskArea], rules: Rules, *, on: dt.date, sort: str = "") -> Board:
    """`on` 这天的灯与件数。"""
    areas = _shown(sight, areas)
    lots = lots_by_area(sight, areas, on)
    counts = {a.code: standing.count_lots(lots[a.code], rules.gauge(a.code, on)) for a in areas}
    lines = [
        Line(county, tuple(_cell(area, county, counts[area.code].get(county.pk), rules) for area in areas))
        for county in sight.counties
    ]
    if sort == "trouble":
        lines.sort(key=lambda line: (line.trouble, line.county.path))
    return Board(on, tuple(lines), tuple(_column(i, area, lines, rules) for i, area in enumerate(areas)))


def _shown(sight: Sight, areas: Sequence[TaskArea]) -> list[TaskArea]:
    """主管部门只看有自己主管领域的方面，其余看全部八个。"""
    return [area for area in areas if sight.registers(area.code)] if sight.is_by_field else list(areas)


def _cell(area: TaskArea, county: Organisation, tally: Tally | None, rules: Rules) -> Cell:
    tally = tally or Tally()
    return Cell(area, county, tally, rules.of(area.code).light(tally))


def _column(index: int, area: TaskArea, lines: Sequence[Line], rules: Rules) -> Column:
    cells = [line.cells[index] for line in lines]
    total = sum((cell.tally for cell in cells), Tally())
    return Column(area, rules.of(area.code), total, Counter(cell.light for cell in cells))
