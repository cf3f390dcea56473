"""村务页面上的摘要与表。"""

from dataclasses import dataclass
from decimal import Decimal

from portal.organisations.models import Organisation
from village import numbers, selectors
from village.models import PaymentBatch, Posting, Programme, Release

K = Organisation.Kind
ZERO = Decimal(0)


def programme_facts(programme: Programme) -> list[tuple[str, str]]:
    """项目的各栏，没有填的不列。"""
    days = f"{programme.posting_days} 个{programme.get_posting_day_kind_display()}"
    pairs = [
        ("县区", str(programme.county)),
        ("又称", programme.also_known_as),
        ("主管部门", programme.department),
        ("政策依据", programme.basis),
        ("补贴对象", programme.recipients),
        ("补贴标准", programme.standard),
        ("标准层级", programme.get_standard_level_display()),
        (
            "单位标准",
            f"{numbers.text(programme.rate, numbers.places([programme.rate], least=2))} 元"
            if programme.rate
            else "",
        ),
        ("计量单位", programme.unit),
        ("申报程序", programme.procedure),
        ("发放方式", programme.payment_way),
        ("发放时间", programme.payment_time),
        ("咨询联系", programme.contact),
        ("监督举报电话", programme.hotline),
        ("特殊群体", "是，公示时姓名加严打码" if programme.is_sensitive else ""),
        ("公示", f"复核后 {programme.posting_within} 日内张贴，公示 {days}"),
        ("异议答复", f"{programme.answer_days} 个工作日"),
        ("留存", f"{programme.retention_years} 年"),
    ]
    return [(label, text) for label, text in pairs if text]


def batch_facts(batch: PaymentBatch) -> list[tuple[str, str]]:
    counts = f"{batch.rows} 行：新增 {batch.new}，改动 {batch.changed}，相同 {batch.same}"
    pairs = [
        ("补贴项目", str(batch.programme)),
        ("类别", batch.get_kind_display()),
        ("期次", batch.period),
        ("冲销", f"第{batch.reverses.number}批" if batch.reverses else ""),
        ("文件", batch.file_name),
        ("行数", counts),
        ("表里没有", f"{batch.gone} 户在已入账的里面，这份清单没有列；它们不变" if batch.gone else ""),
        ("金额增减", f"{numbers.money(batch.amount)} 元"),
        ("说明", batch.note),
        ("导入人", str(batch.created_by)),
    ]
    return [(label, text) for label, text in pairs if text]


def posting_facts(posting: Posting) -> list[tuple[str, str]]:
    """公示的各栏，没有的不列。"""
    programme = posting.programme
    days = f"{programme.posting_days} 个{programme.get_posting_day_kind_display()}，自张贴次日起算"
    span = f"{posting.starts_on} 至 {posting.ends_on}" if posting.starts_on else ""
    pairs = [
        ("村（居）", posting.village.name),
        ("补贴项目", str(programme)),
        ("发放批次", f"第{posting.batch.number}批 {posting.batch.period}".strip() if posting.batch else ""),
        ("应张贴", f"{posting.due_on} 以前" if posting.due_on else ""),
        ("公示期", span),
        ("公示天数", days),
        ("公示地点", posting.place if posting.starts_on else ""),
        ("监督委员会签字人", posting.supervisor),
        ("登记人", posting.posted_by.name if posting.posted_by else ""),
    ]
    return [(label, text) for label, text in pairs if text]


@dataclass(frozen=True)
class Step:
    """合计页的一行：`code` 非空则可以再往下看；`programme` 是村一级的某项。"""

    label: str
    code: str
    programme: Programme | None
    row: selectors.SumRow


def sum_page(inside, *, visible, place: Organisation, year: int | None, name: str) -> dict:
    """某地某年的合计，按下级各地列；到了村按项目列。"""
    now, last = (_of(inside, one, name) for one in (year, year - 1 if year else None))
    rows = _by_programme(now, last) if place.kind == K.VILLAGE else _by_place(now, last, place)
    flagged = selectors.flagged([step.row for step in rows])
    steps = [Step(s.label, s.code, s.programme, row) for s, row in zip(rows, flagged, strict=True)]
    return {
        "place": place,
        "above": visible.filter(pk__in=[one.pk for one in Organisation.objects.get_ancestors(place)]),
        "year": year,
        "name": name,
        "steps": steps,
        "total": selectors.total_of(flagged),
        "has_last": any(step.row.last is not None for step in steps),
    }


def _of(inside, year: int | None, name: str):
    found = inside.filter(programme__year=year)
    return found.filter(programme__name=name) if name else found


def _by_place(now, last, place: Organisation) -> list[Step]:
    depth = place.depth + 1
    current, before = selectors.rolled_up(now, depth=depth), selectors.rolled_up(last, depth=depth)
    children = Organisation.objects.filter(path__in={*current, *before}).order_by("path")
    return [
        Step(
            child.short_name,
            child.code,
            None,
            _row(child, None, current.get(child.path), before.get(child.path)),
        )
        for child in children
    ]


def _by_programme(now, last) -> list[Step]:
    before = {row.programme.name: row.amount for row in last.select_related("programme")}
    return [
        Step(
            row.programme.name,
            "",
            row.programme,
            selectors.SumRow(
                None, row.programme, row.households, row.quantity, row.amount, before.get(row.programme.name)
            ),
        )
        for row in now.select_related("programme").order_by("programme__name")
    ]


def _row(place, programme, current, before) -> selectors.SumRow:
    households, quantity, amount = current or (0, ZERO, ZERO)
    return selectors.SumRow(place, programme, households, quantity, amount, before[2] if before else None)


def release_facts(release: Release) -> list[tuple[str, str]]:
    """合计怎样来的；定格时还没有复核的批次写明。"""
    waiting = PaymentBatch.objects.filter(
        programme__county=release.county, programme__year=release.year, status=PaymentBatch.Status.WAITING
    ).count()
    pairs = [
        ("口径", "只计已复核的批次，更正与冲销已抵；同一户领几项，各计一户次"),
        ("不单列", "低保、残疾、孤儿、特扶等，一村不足 3 户的不列户数与金额，也不计入公开的合计"),
        ("还没有复核", f"{waiting} 批，不在其中；复核后可再定格一次，以后一次为准" if waiting else ""),
        ("拟定", f"{release.created_by}"),
        ("报送", f"{release.handed_in_by}" if release.handed_in_by else ""),
        ("核对", f"{release.checked_by}" if release.checked_by else ""),
        ("公开", f"{release.published_by}" if release.published_by else ""),
    ]
    return [(label, text) for label, text in pairs if text]
