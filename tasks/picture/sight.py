"""谁看得到哪些事：市里与审计员看全部县区，县区看自己（连同下属），乡镇、村、县直部门看自己的那几件，
市直主管部门看各县区自己主管领域的事。画面、清单、导出、走势都只经这里取数。
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from catalogs import selectors as catalogs
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks import standing
from tasks.models import Campaign
from tasks.standing import Item, Lot, Register


@dataclass(frozen=True)
class Sight:
    """`whole` 是整县看得到的；`partial` 是只看得到其中 `places`（路径）各机构的；`fields` 是主管的领域，及于 `across`。"""

    campaign: Campaign
    whole: tuple[Organisation, ...] = ()
    partial: tuple[Organisation, ...] = ()
    places: tuple[str, ...] = ()
    across: tuple[Organisation, ...] = ()
    fields: frozenset[int] = frozenset()

    @property
    def counties(self) -> tuple[Organisation, ...]:
        """看得到的县区，机构树次序。"""
        found = {county.pk: county for county in (*self.whole, *self.partial, *self.across)}
        return tuple(sorted(found.values(), key=lambda county: county.path))

    @property
    def is_by_field(self) -> bool:
        return bool(self.across)

    def narrowed(self, county: Organisation) -> "Sight":
        """只看一个县区；看不到它的，什么也没有。"""

        def only(places):
            return tuple(one for one in places if one.pk == county.pk)

        return Sight(
            self.campaign, only(self.whole), only(self.partial), self.places, only(self.across), self.fields
        )

    def registers(self, area: str = "") -> list[Register]:
        """看得到的台账；主管部门只看按领域分得开的。"""
        found = standing.registers(area)
        return [one for one in found if one.of_fields is not None] if self.is_by_field else found

    def lots(self, register: Register, on: dt.date) -> list[Lot]:
        """数件数用的各批。"""
        found = register.batches(self.campaign, self.whole, on) if self.whole else []
        if self.partial or self.across:
            found = found + standing.gather(self._some_items(register, on))
        return found

    def items(self, register: Register, on: dt.date) -> Iterator[Item]:
        """逐行。"""
        if self.whole:
            yield from register.items(self.campaign, self.whole, on)
        yield from self._some_items(register, on)

    def _some_items(self, register: Register, on: dt.date) -> Iterator[Item]:
        if self.partial:
            for item in register.items(self.campaign, self.partial, on):
                if item.organisation.path.startswith(self.places):
                    yield item
        if self.across and register.of_fields is not None:
            yield from register.of_fields(self.campaign, self.across, on, self.fields)


def sight_of(user, campaign: Campaign) -> Sight:
    """此人在这个行动里看得到的；至多两次查询。"""
    reading = scope_of(user).reading
    if not reading:
        return Sight(campaign)
    rows = campaign.participants.select_related("county").order_by("county__path")
    counties = tuple(row.county for row in rows)
    whole = tuple(county for county in counties if county.path.startswith(reading))
    inside = tuple(path for path in reading if any(_is_under(path, county) for county in counties))
    partial = tuple(county for county in counties if any(_is_under(path, county) for path in inside))
    fields = (
        frozenset() if whole else frozenset(catalogs.fields_led_by(user)) if _leads(user) else frozenset()
    )
    return Sight(campaign, whole, partial, inside, counties if fields else (), fields)


def _is_under(path: str, county: Organisation) -> bool:
    return path != county.path and path.startswith(county.path)


def _leads(user) -> bool:
    scope = scope_of(user)
    return scope.holds("score") or scope.holds("approve_scores")
