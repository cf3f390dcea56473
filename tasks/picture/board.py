"""县区 × 八个方面：每格的灯与件数，行、列的合计。"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.organisations.models import Organisation
from tasks import standing
from tasks.models import TaskArea
from tasks.picture import lights
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

    @cached_property
    def tally(self) -> Tally:
        return sum((cell.tally for cell in self.cells), Tally())

    @cached_property
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


def lots_by_area(sight: Sight) -> dict[str, list[Lot]]:
    """各方面的各批；查询次数只看有几个台账。"""
    return {
        area.code: [lot for register in sight.registers(area.code) for lot in sight.lots(register)]
        for area in sight.ground.areas
    }


def board(sight: Sight, *, sort: str = "") -> Board:
    """这一天的灯与件数。"""
    ground, areas, lots = sight.ground, _shown(sight), lots_by_area(sight)
    ruled = [(area, lights.rule_of(area)) for area in areas]
    counts = [standing.count_lots(lots[area.code], ground.gauge(rule)) for area, rule in ruled]
    lines = [
        Line(county, tuple(_cell(*one, county, mine) for one, mine in zip(ruled, counts, strict=True)))
        for county in sight.counties
    ]
    if sort == "trouble":
        lines.sort(key=lambda line: (line.trouble, line.county.path))
    columns = (_column(*one, [line.cells[i] for line in lines]) for i, one in enumerate(ruled))
    return Board(ground.on, tuple(lines), tuple(columns))


def _shown(sight: Sight) -> list[TaskArea]:
    """主管部门只看有自己主管领域的方面，其余看全部八个。"""
    areas = sight.ground.areas
    return [area for area in areas if sight.registers(area.code)] if sight.is_by_field else list(areas)


def _cell(area: TaskArea, rule: LightRule, county: Organisation, counted: dict[int, Tally]) -> Cell:
    tally = counted.get(county.pk, Tally())
    return Cell(area, county, tally, rule.light(tally))


def _column(area: TaskArea, rule: LightRule, cells: Sequence[Cell]) -> Column:
    total = sum((cell.tally for cell in cells), Tally())
    return Column(area, rule, total, Counter(cell.light for cell in cells))
