"""各户在哪个村、哪个组：看列，没有列的看小标题、表名、标题。"""

from typing import TYPE_CHECKING

from portal.core.sheets import cleaning, parsers
from portal.core.sheets.problems import CellProblem
from village.listing.columns import TITLES
from village.listing.places import Found, UnknownTownship

if TYPE_CHECKING:
    from village.listing.checking import Checker

BAD = object()


def locate(checker: "Checker", groups: list) -> tuple[list, list]:
    """各户所在的村与组。没有村这一列的，看表名与标题里写的是哪个村。"""
    table = checker.table
    if "village" not in table.columns and "place" not in table.columns:
        return _place_in_title(checker, groups)
    key = "village" if "village" in table.columns else "place"
    names = table.columns[key]
    towns = table.columns.get("township") or [_town(checker)] * checker.count
    found = [_place(checker, key, at, *pair) for at, pair in enumerate(zip(towns, names, strict=True))]
    villages = [one.village if one else BAD for one in found]
    return villages, [group or (one.group if one else "") for group, one in zip(groups, found, strict=True)]


def _place(checker: "Checker", key: str, at: int, town, name) -> Found | None:
    if known := checker.found.get((town, name)):
        return known
    try:
        text = cleaning.line(parsers.as_text(name))
        if not text:
            raise CellProblem("没有填写", "每一户都要写明所在的村")
        found = checker.places.find(cleaning.line(parsers.as_text(town)), text)
    except CellProblem as problem:
        where = "township" if isinstance(problem, UnknownTownship) else key
        checker.fail(where, at, f"{TITLES[where]}：{problem.message}", problem.hint)
        return None
    checker.found[town, name] = found
    return found


def _town(checker: "Checker") -> str:
    """表名与标题里写的乡镇。"""
    table = checker.table
    return checker.places.town_in(" ".join((table.sheet, *table.titles))) or checker.places.town_in(
        table.sheet
    )


def _place_in_title(checker: "Checker", groups: list) -> tuple[list, list]:
    """没有村这一列：看各段的小标题，再看表名与标题。"""
    table = checker.table
    town = _town(checker)
    starts = [
        (part.before, place) for part in table.sections if (place := checker.places.named(part.text, town))
    ]
    if starts and starts[0][0] == 0:
        return _by_section(checker, starts, groups)
    found = checker.places.named(table.sheet, town) or _said_above(checker)
    if found is None:
        checker.fail_column(
            "village", "缺少“村（居）”列，表名与标题里也没有认出是哪个村", "请补上“乡镇”“村（居）”两列"
        )
        checker.bad.update(range(checker.count))
        return [BAD] * checker.count, groups
    known = next(one for one in checker.places.villages if one.pk == found.village)
    message = f"没有村这一列，按表名或标题认作{known.township}{known.name}"
    checker.doubt("", table.sheet, message, "不对请补上“村（居）”列")
    return [found.village] * checker.count, [group or found.group for group in groups]


def _by_section(checker: "Checker", starts: list[tuple[int, Found]], groups: list) -> tuple[list, list]:
    ends = [*(before for before, _ in starts[1:]), checker.count]
    found = [place for (before, place), end in zip(starts, ends, strict=True) for _ in range(before, end)]
    message = f"没有村这一列，按 {len(starts)} 行小标题认作各村"
    checker.doubt("", checker.table.sheet, message, "不对请补上“村（居）”列")
    return [one.village for one in found], [g or one.group for g, one in zip(groups, found, strict=True)]


def _said_above(checker: "Checker") -> Found | None:
    """标题里提到的、或这个范围里仅有的村。"""
    found = checker.places.village_in(" ".join((checker.table.sheet, *checker.table.titles)))
    if found is None and len(checker.places.villages) == 1:
        found = checker.places.villages[0]
    return found and Found(found.pk)
