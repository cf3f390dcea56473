"""工作机制的读取：看得到的各份，各县区四项对照，轮到谁办。"""

from dataclasses import dataclass

from django.db.models import Count, Q

from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications.models import Publication
from tasks.models import Campaign
from tasks.registers.mechanisms.models import Mechanism


@dataclass(frozen=True)
class Cell:
    """一县一项：`mechanism` 是现行的一份，没有为 None；`draft` 是正在拟的一份。"""

    kind: Mechanism.Kind
    mechanism: Mechanism | None
    draft: Mechanism | None


@dataclass(frozen=True)
class CountyRow:
    """一个县区的四项。"""

    county: Organisation
    cells: tuple[Cell, ...]

    @property
    def count(self) -> int:
        return sum(cell.mechanism is not None for cell in self.cells)


def mechanisms(user):
    """此人看得到的各份（`user` 为 None 是全部），带步数。"""
    rows = Mechanism.objects.select_related("county", "publication", "file", "replaced_by")
    rows = rows if user is None else rows.visible_to(user)
    return rows.annotate(step_count=Count("steps")).order_by("county__path", "kind", "-pk")


def table(campaign: Campaign, user) -> list[CountyRow]:
    """参加县区（此人看得到的）四项对照；两次查询，与县数无关。"""
    seen = Organisation.objects.visible_to(user).filter(pk__in=campaign.participants.values("county"))
    S = Mechanism.Status
    wanted = Q(status__in=(S.IN_FORCE, S.DRAFT, S.SUBMITTED, S.RETURNED))
    held: dict[tuple[int, str], Mechanism] = {}
    drafts: dict[tuple[int, str], Mechanism] = {}
    for one in mechanisms(user).filter(wanted):
        place = held if one.status == S.IN_FORCE else drafts
        place.setdefault((one.county_id, one.kind), one)
    return [
        CountyRow(
            county,
            tuple(
                Cell(kind, held.get((county.pk, kind.value)), drafts.get((county.pk, kind.value)))
                for kind in Mechanism.Kind
            ),
        )
        for county in seen
    ]


def citable(county: Organisation):
    """可以作为机制文件的公开信息：本县已公开的。"""
    return Publication.objects.published().filter(organisation=county).newest_first()


def awaiting(user) -> list[tuple]:
    """轮到此人办的（类别, 事项, 状态, 去处, 截止）：填报人退回的，负责人待审核的；一次查询。"""
    scope, S = scope_of(user), Mechanism.Status
    drafting, approving = scope.organisations("draft"), scope.organisations("approve")
    if not drafting and not approving:
        return []
    turn = Q(county__in=drafting, status__in=(S.DRAFT, S.RETURNED))
    turn |= Q(county__in=approving, status=S.SUBMITTED)
    rows = Mechanism.objects.filter(turn).select_related("county")
    return [("工作机制", str(row), row.get_status_display(), row.get_absolute_url(), None) for row in rows]
