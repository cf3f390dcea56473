"""一张村务公开栏公示单的内容：全是印出来的字，户主姓名已按项目打码。"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from portal.organisations.models import Organisation
from village import addresses, masking, numbers
from village.households import Household, Total, households, totals
from village.models import Posting, Programme
from village.summary import Line, year_summary

HEADERS = (("序号", ""), ("组", ""), ("户主姓名", ""), ("数量", ""), ("标准", "（元）"), ("金额", "（元）"))
BLANK_DATE = "＿＿＿＿年＿＿月＿＿日"
MASKED_NOTE = "为保护个人隐私，本项补贴只公布户主的姓氏。"


@dataclass(frozen=True)
class Board:
    """`headers` 是（栏名, 单位）；`rows` 与 `total` 的各栏与它对应；`summary` 是本村这一年各项补贴，末行合计。

    `households`、`amount` 是登记用的数，不另印。姓名不进 `repr`。
    """

    title: str
    village: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    total: tuple[str, ...]
    summary: tuple[tuple[str, ...], ...]
    note: str
    contacts: tuple[tuple[str, str], ...]
    committee: str
    address: str
    posted: str
    households: int
    amount: Decimal


def compose(programme: Programme, village: Organisation) -> Board:
    """此刻的公示单：复核过的户、公示期、全年合计。"""
    rows = households(programme, village)
    posting = _posting(programme, village)
    total = totals(rows)
    return Board(
        title=f"{village.name} {programme.year} 年{programme.name}公示",
        village=village.name,
        subject=f"{programme.year} 年{programme.name}",
        facts=_facts(programme, posting),
        headers=_headers(programme),
        rows=_rows(rows, masking.mask_for(is_sensitive=programme.is_sensitive)),
        total=_total(rows, total),
        summary=_summary(year_summary(village, programme.county, programme.year)),
        note=MASKED_NOTE if programme.is_sensitive else "",
        contacts=_contacts(programme),
        committee=_committee(village),
        address=addresses.public_page(village, programme.year),
        posted=_date(posting.starts_on) if posting else BLANK_DATE,
        households=total.households,
        amount=total.amount,
    )


def fingerprint(board: Board) -> str:
    """所印内容的摘要：一字有变就不同。"""
    text = json.dumps(asdict(board), ensure_ascii=False, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _posting(programme: Programme, village: Organisation) -> Posting | None:
    """最近一次已经张贴的公示；还没有张贴，公示期与日期都留空手填。"""
    posted = Posting.objects.filter(programme=programme, village=village, starts_on__isnull=False)
    return posted.exclude(status=Posting.Status.CANCELLED).order_by("-starts_on", "-pk").first()


def _facts(programme: Programme, posting: Posting | None) -> tuple[tuple[str, str], ...]:
    """补贴的依据与标准；没有填的不印。"""
    facts = (
        ("补贴对象", programme.recipients),
        ("补贴标准", programme.standard),
        ("政策依据", programme.basis),
        ("主管部门", programme.department),
        ("发放方式", programme.payment_way),
        ("公示期", _period(programme, posting)),
    )
    return tuple((label, " ".join(text.split())) for label, text in facts if text)


def _period(programme: Programme, posting: Posting | None) -> str:
    days = f"（{programme.posting_days} 个{programme.get_posting_day_kind_display()}）"
    starts, ends = (_date(posting.starts_on), _date(posting.ends_on)) if posting else (BLANK_DATE,) * 2
    return f"{starts}至{ends}{days}"


def _date(day) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else BLANK_DATE


def _headers(programme: Programme) -> tuple[tuple[str, str], ...]:
    unit = f"（{programme.unit}）" if programme.unit else ""
    return tuple((label, unit if label == "数量" else given) for label, given in HEADERS)


def _committee(village: Organisation) -> str:
    """村民委员会或居民委员会的全称。"""
    if village.name.endswith("村"):
        return f"{village.name}村民委员会"
    return f"{village.name}{'居民' if village.name.endswith(('社区', '居')) else '村（居）民'}委员会"


def _rows(rows: Sequence[Household], mask) -> tuple[tuple[str, ...], ...]:
    """同一栏的小数位数一致，取写得完全部数的最少位数。"""
    quantities, rates = [row.quantity for row in rows], [row.rate for row in rows]
    places, rate_places = numbers.places(quantities), numbers.places(rates, least=2)
    return tuple(
        (
            str(number),
            row.group or numbers.NONE,
            mask(row.name),
            numbers.text(row.quantity, places),
            numbers.text(row.rate, rate_places),
            numbers.money(row.amount),
        )
        for number, row in enumerate(rows, start=1)
    )


def _total(rows: Sequence[Household], total: Total) -> tuple[str, ...]:
    places = numbers.places(row.quantity for row in rows)
    quantity = numbers.text(total.quantity, places)
    return ("合计", "", f"{total.households} 户", quantity, "", numbers.money(total.amount))


def _summary(lines: Iterable[Line]) -> tuple[tuple[str, ...], ...]:
    lines = list(lines)
    amount = sum((line.amount for line in lines), Decimal(0))
    rows = [
        (
            line.programme.name,
            str(line.households),
            numbers.with_unit(line.quantity, line.programme.unit),
            numbers.money(line.amount),
        )
        for line in lines
    ]
    return (*rows, ("合计", "", "", numbers.money(amount)))


def _contacts(programme: Programme) -> tuple[tuple[str, str], ...]:
    pairs = (("监督举报电话", programme.hotline), ("政策咨询", programme.contact))
    return tuple((label, text) for label, text in pairs if text)
