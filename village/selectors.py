"""村务的读取。"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from portal.core.models import Job
from portal.core.sheets import cleaning
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from village.identity import Numbers
from village.listing import Places, Terms, Village
from village.models import Payment, PaymentBatch, Programme, Release, Upload, VillageSum

K = Organisation.Kind
ZERO = Decimal(0)
# 与上一年相比变动超过三成，或一村的户均超出全县户均三倍，提请留意。
SWING, FAR = Decimal("0.3"), 3


def places(scope: Organisation) -> Places:
    """`scope`（县、乡镇、村）里现有的村。"""
    villages = Organisation.objects.current().within([scope.path]).of_kind(K.VILLAGE)
    towns = Organisation.objects.within([scope.path[: 3 * Organisation.steplen]]).of_kind(K.TOWNSHIP)
    names = dict(towns.values_list("path", "short_name"))
    size = 3 * Organisation.steplen
    rows = [
        Village(pk, names.get(path[:size], ""), name, tuple(filter(None, codes)))
        for pk, path, name, *codes in villages.order_by("path").values_list(
            "pk", "path", "short_name", "code", "region_code"
        )
    ]
    return Places(scope.short_name, rows)


def terms(programme: Programme, period: str = "") -> Terms:
    rate = None if programme.rate is None else int(programme.rate.scaleb(4))
    return Terms(rate=rate, period=period)


def programme_named(county: Organisation, year: int, name: str) -> Programme | None:
    """名称或又称就是 `name` 的项目，忽略空格与全半角。"""
    wanted = cleaning.key(name)
    for programme in Programme.objects.filter(county=county, year=year):
        known = (programme.name, *programme.also_known_as.replace(";", "；").split("；"))
        if wanted in {cleaning.key(one) for one in known if one.strip()}:
            return programme
    return None


def numbers_of(payment: Payment) -> tuple[str, str, str]:
    """（身份证号, 账号, 电话）；按设置没有存的为空。调用者须先问规则并留痕。"""
    return Numbers().open(payment.sealed) if payment.sealed else ("", "", "")


def release_job(release: Release) -> Job | None:
    return Job.objects.filter(key=f"village-release:{release.pk}").first()


def _releases_awaiting(user) -> QuerySet:
    """轮到此人报送、核对、公开的年度公开。"""
    scope, S = scope_of(user), Release.Status
    turns = Q(status=S.DRAFT, county__in=scope.organisations("approve"))
    if scope.holds("receive"):
        turns |= Q(status=S.HANDED_IN)
    if scope.holds("publish_final"):
        turns |= Q(status=S.CHECKED)
    mine = Q(created_by=user) | Q(handed_in_by=user) | Q(checked_by=user)
    return Release.objects.visible_to(user).filter(turns).exclude(mine).select_related("county")


def reading_job(upload: Upload) -> Job | None:
    return Job.objects.filter(key=f"village-read:{upload.pk}").first()


@dataclass(frozen=True)
class ProgrammeRow:
    """项目总览的一行。`waiting` 是待复核的批次数。"""

    programme: Programme
    households: int
    amount: Decimal
    last_amount: Decimal | None
    waiting: int
    applications: int


def programme_rows(programmes: QuerySet) -> list[ProgrammeRow]:
    """各项目今年的合计、上一年的金额、待复核的批次、申报信息。四次查询。"""
    rows = list(programmes.select_related("county"))
    sums = _totals_of(rows)
    before = {(p.county_id, p.name, p.year + 1): p.pk for p in _of_last_year(rows)}
    earlier = _totals_of_pks(before.values())
    waiting = _counts(PaymentBatch.objects.filter(programme__in=rows, status=PaymentBatch.Status.WAITING))
    announced = _counts(Programme.applications.rel.related_model.objects.filter(programme__in=rows))
    return [
        ProgrammeRow(
            programme,
            *sums.get(programme.pk, (0, ZERO)),
            earlier.get(before.get((programme.county_id, programme.name, programme.year)), (0, None))[1],
            waiting.get(programme.pk, 0),
            announced.get(programme.pk, 0),
        )
        for programme in rows
    ]


def _of_last_year(rows: Sequence[Programme]) -> QuerySet:
    wanted = Q(pk__in=[])
    for county, year in {(p.county_id, p.year) for p in rows}:
        wanted |= Q(county=county, year=year - 1)
    return Programme.objects.filter(wanted, name__in={p.name for p in rows})


def _totals_of(rows: Sequence[Programme]) -> dict[int, tuple[int, Decimal]]:
    return _totals_of_pks([row.pk for row in rows])


def _totals_of_pks(pks) -> dict[int, tuple[int, Decimal]]:
    found = VillageSum.objects.filter(programme__in=list(pks)).order_by().values_list("programme")
    return {pk: (count, amount) for pk, count, amount in found.annotate(Sum("households"), Sum("amount"))}


def _counts(rows: QuerySet) -> dict[int, int]:
    return dict(rows.order_by().values_list("programme").annotate(Count("pk")))


@dataclass(frozen=True)
class SumRow:
    """一地一项的合计与上一年比。`share` 是变动幅度；`flag` 非空即提请留意。"""

    place: Organisation | None
    programme: Programme | None
    households: int
    quantity: Decimal
    amount: Decimal
    last: Decimal | None
    flag: str = ""
    town: str = ""

    @property
    def change(self) -> Decimal | None:
        return None if self.last is None else self.amount - self.last

    @property
    def each(self) -> Decimal | None:
        """户均，元。"""
        return (self.amount / self.households).quantize(Decimal("0.01")) if self.households else None


def batch_sums(batch: PaymentBatch) -> list[SumRow]:
    """这一批涉及的各村：入账后的合计，与上一年同一项补贴比。"""
    villages = batch.payments.order_by().values("village").distinct()
    rows = VillageSum.objects.filter(programme=batch.programme, village__in=villages)
    last = _of_last_year([batch.programme]).first()
    before = {}
    if last is not None:
        before = dict(VillageSum.objects.filter(programme=last).values_list("village", "amount"))
    inside = Organisation.objects.within([batch.programme.county.path])
    towns = dict(inside.of_kind(K.TOWNSHIP).values_list("path", "short_name"))
    size = 3 * Organisation.steplen
    found = [
        SumRow(
            row.village, batch.programme, row.households, row.quantity, row.amount,
            before.get(row.village_id) if last else None, town=towns.get(row.village.path[:size], ""),
        )
        for row in rows.select_related("village").order_by("village__path")
    ]  # fmt: skip
    return flagged(found)


def total_of(rows: Sequence[SumRow]) -> SumRow:
    """各行相加；上一年只加有的。"""
    known = [row.last for row in rows if row.last is not None]
    return SumRow(
        None,
        None,
        sum(row.households for row in rows),
        sum((row.quantity for row in rows), ZERO),
        sum((row.amount for row in rows), ZERO),
        sum(known, ZERO) if known else None,
    )


def townships_of(programme: Programme, user) -> list[SumRow]:
    """一项补贴在各乡镇的合计与上一年比，按此人看得到的。"""
    depth = 3
    visible = VillageSum.objects.visible_to(user)
    current = rolled_up(visible.filter(programme=programme), depth=depth)
    last = _of_last_year([programme]).first()
    before = rolled_up(visible.filter(programme=last), depth=depth) if last else {}
    places = Organisation.objects.filter(path__in=current).order_by("path")
    rows = [
        SumRow(one, programme, *current[one.path], before[one.path][2] if one.path in before else None)
        for one in places
    ]
    return flagged(rows)


def flagged(rows: list[SumRow]) -> list[SumRow]:
    """标出与上一年相差三成以上的、户均远离全体的。"""
    households = sum(row.households for row in rows)
    mean = sum((row.amount for row in rows), ZERO) / households if households else None
    return [_with_flag(row, mean) for row in rows]


def _with_flag(row: SumRow, mean: Decimal | None) -> SumRow:
    said = []
    if row.last and abs(row.amount - row.last) > row.last * SWING:
        said.append(
            f"比上年{'增' if row.amount > row.last else '减'} {abs(row.amount - row.last) / row.last:.0%}"
        )
    if mean and row.each is not None and len(said) < 2 and row.households >= 3 and row.each > mean * FAR:
        said.append(f"户均是平均的 {row.each / mean:.1f} 倍")
    return replace(row, flag="，".join(said))


def rolled_up(rows: QuerySet, *, depth: int) -> dict[str, tuple[int, Decimal, Decimal]]:
    """按机构树的一层相加：路径前缀 → （户次, 数量, 金额）。"""
    size = depth * Organisation.steplen
    totals: dict[str, tuple[int, Decimal, Decimal]] = {}
    found = (
        rows.order_by()
        .values_list("village__path")
        .annotate(Sum("households"), Sum("quantity"), Sum("amount"))
    )
    for path, households, quantity, amount in found:
        known = totals.get(path[:size], (0, ZERO, ZERO))
        totals[path[:size]] = (known[0] + households, known[1] + quantity, known[2] + amount)
    return totals


def awaiting(user) -> list[tuple[str, str, str, str, dt.date | None]]:
    """工作台的待办：（种类, 标题, 状态, 网址, 期限）。待复核的批次，有错误的上传。"""
    scope = scope_of(user)
    held = {*scope.organisations("approve"), *scope.organisations("draft")}
    batches = PaymentBatch.objects.filter(
        programme__county__in=held, status=PaymentBatch.Status.WAITING
    ).exclude(created_by=user)
    refused = Upload.objects.refused().filter(created_by=user)
    return [
        *(
            ("年度公开", str(r), r.get_status_display(), r.get_absolute_url(), None)
            for r in _releases_awaiting(user)
        ),
        *(
            ("补贴清单复核", str(b), b.get_status_display(), b.get_absolute_url(), None)
            for b in batches.select_related("programme")
        ),
        *(
            ("补贴清单", str(u), u.outcome, u.get_absolute_url(), None)
            for u in refused.select_related("programme")
        ),
    ]


def lacking_application(programmes: QuerySet) -> QuerySet:
    """还没有登记申报信息的项目。"""
    return programmes.filter(applications__isnull=True)


def households_in(user, place: Organisation, programme: Programme) -> QuerySet:
    """某地某项的各笔，供有权的人看；净额由 `households` 算。"""
    return (
        Payment.objects.visible_to(user)
        .counted()
        .filter(batch__programme=programme, village__path__startswith=place.path)
        .select_related("village", "batch")
        .order_by("village__path", F("household"), "pk")
    )
