"""查询台：村民到村里查自家的补贴。核了身份才查，查一次记一行；号码只用来算户标识，不存。"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction

from portal.core import audit, personal
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from village import households, identity, rules_board
from village.households import Household
from village.models import Inquiry, Material, Payment, Programme


class UnclearPerson(Denied):
    """号码不对，或姓名有重名，认不出是哪一户。"""


@dataclass(frozen=True)
class Who:
    """查谁：身份证号，或没有号码的按姓名（本村没有重名才查得到）；怎样核的身份。"""

    identity: str
    is_agent: bool
    id_number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True)
class Found:
    """一项补贴的净额；`kept` 是村里留存的材料，没有登记的为 None。"""

    programme: Programme
    household: Household
    kept: Material | None


@transaction.atomic
def answer_inquiry(
    *, village: Organisation, year: int, who: Who, by, at: dt.datetime
) -> tuple[Inquiry, list[Found]]:
    """查一户这一年复核过的各项补贴。抛 `UnclearPerson`：号码不对、姓名有重名；抛 `Denied`：无权。"""
    rules_board.check_can_inquire(by, village)
    household = _household(village, year, who)
    found = _found(village, year, household) if household else []
    inquiry = Inquiry.objects.create(
        village=village,
        year=year,
        household=household,
        identity=who.identity.strip(),
        is_agent=who.is_agent,
        found=len(found),
        answered_by=by,
        answered_at=at,
    )
    audit.record("village.inquiry.answered", obj=inquiry, by=by, at=at, detail={"found": len(found)})
    return inquiry, found


def _household(village: Organisation, year: int, who: Who) -> str:
    """户标识；按姓名没有查到的为空。"""
    if who.id_number:
        if not personal.id_number_is_valid(who.id_number):
            raise UnclearPerson("身份证号码不对：位数或校验码不符，请对照原件再填。")
        return identity.household_key(who.id_number)
    paid = Payment.objects.confirmed().filter(village=village, batch__programme__year=year)
    rows = paid.filter(name=who.name.strip()).order_by()
    keys = list(rows.values_list("household", flat=True).distinct()[:2])
    if len(keys) > 1:
        raise UnclearPerson("本村有同名的户，请用身份证号码查询。")
    return keys[0] if keys else ""


def _found(village: Organisation, year: int, household: str) -> list[Found]:
    netted = households.of_household(village, year, household)
    kept = _materials(village, year)
    programmes = Programme.objects.filter(pk__in=netted).order_by("name")
    return [Found(one, netted[one.pk], kept.get(one.pk)) for one in programmes]


def _materials(village: Organisation, year: int) -> dict[int, Material]:
    rows = Material.objects.filter(village=village, programme__year=year)
    return {row.programme_id: row for row in rows.exclude(status=Material.Status.DESTROYED).order_by("pk")}
