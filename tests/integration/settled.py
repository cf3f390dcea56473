"""演示的机构与人，只建一次。"""

import datetime as dt

from portal.desk.demo import people, places
from portal.organisations.models import Organisation
from tests.kept import kept


def settled(at: dt.datetime, *staffed: str) -> tuple[dict[str, Organisation], people.Cast]:
    """（{编码: 机构}, 人物），`at` 时设立；写了 `staffed` 就只有这几个机构有人。"""
    return kept(_settled, at, staffed)


def _settled(at: dt.datetime, staffed: tuple[str, ...]):
    found = places.build(year=at.year, at=at)
    chosen = {code: found[code] for code in staffed} if staffed else found
    return found, people.Cast(chosen, year=at.year, seed=1)
