"""谁看得到哪些事：市里与审计员看全部县区，县区看自己（连同下属），乡镇、村、县直部门看自己的那几件，
市直主管部门看各县区自己主管领域的事。画面、清单、导出、走势都只经这里取数。
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from catalogs import selectors as catalogs
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks import standing
from tasks.ground import Ground
from tasks.standing import Item, Lot, Register


@dataclass(frozen=True)
class Sight:
    """`whole` 是整县看得到的；`partial` 是只看得到其中 `places`（路径）各机构的；`fields` 是主管的领域，及于 `across`。

    同一个台账的各批、各行只读一次：一页上的总表、走势、预报都从读来的数。
    """

    ground: Ground
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

        return replace(self, whole=only(self.whole), partial=only(self.partial), across=only(self.across))

    def of_area(self, area: str) -> "Sight":
        """只看一个方面；空的不限。"""
        return replace(self, ground=replace(self.ground, area=area))

    def registers(self, area: str = "") -> list[Register]:
        """看得到的台账；主管部门只看按领域分得开的。"""
        found = standing.registers(area)
        return [one for one in found if one.of_fields is not None] if self.is_by_field else found

    def lots(self, register: Register) -> list[Lot]:
        """数件数用的各批；行已经读来的由行并出来。"""
        return self.ground.once(_lots, self, register)

    def items(self, register: Register) -> Iterable[Item]:
        """逐行；另有 `lots` 的台账行多，只在看一个县区时留着，免得占内存。"""
        if register.lots is not None and len(self.counties) > 1:
            return self.fresh_items(register)
        return self.ground.once(_items, self, register)

    def fresh_items(self, register: Register) -> Iterator[Item]:
        if self.whole:
            yield from register.items(self.ground, self.whole)
        if self.partial:
            for item in register.items(self.ground, self.partial):
                if item.organisation.path.startswith(self.places):
                    yield item
        if self.across and register.of_fields is not None:
            yield from register.of_fields(self.ground, self.across, self.fields)


def _items(sight: Sight, register: Register) -> list[Item]:
    return list(sight.fresh_items(register))


def _lots(sight: Sight, register: Register) -> list[Lot]:
    is_plain = bool(sight.whole) and not (sight.partial or sight.across)
    if is_plain and register.lots is not None and not sight.ground.knows(_items, sight, register):
        return list(register.lots(sight.ground, sight.whole))
    return standing.gather(sight.items(register))


def sight_of(user, ground: Ground) -> Sight:
    """此人在这个行动里看得到的；至多两次查询。"""
    reading = scope_of(user).reading
    if not reading:
        return Sight(ground)
    counties = ground.counties
    whole = tuple(county for county in counties if county.path.startswith(reading))
    inside = tuple(path for path in reading if any(_is_under(path, county) for county in counties))
    partial = tuple(county for county in counties if any(_is_under(path, county) for path in inside))
    fields = (
        frozenset() if whole else frozenset(catalogs.fields_led_by(user)) if _leads(user) else frozenset()
    )
    return Sight(ground, whole, partial, inside, counties if fields else (), fields)


def _is_under(path: str, county: Organisation) -> bool:
    return path != county.path and path.startswith(county.path)


def _leads(user) -> bool:
    scope = scope_of(user)
    return scope.holds("score") or scope.holds("approve_scores")
