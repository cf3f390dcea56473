"""年度公开的内容：一个村一年各项补贴的合计。只有村、项目、户数、数量、金额，没有户。"""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.utils.html import format_html, format_html_join

from portal.core import clock
from portal.organisations.models import Organisation
from portal.publications import actions as publications
from portal.publications.models import Publication
from village import numbers
from village.models import Application, Posting, Programme, Release, ReleasedVillage, VillageSum

COLUMN = "village-subsidies"
HEADERS = ("补贴项目", "主管部门", "补贴标准", "单位", "受益户数", "数量", "金额（元）")
# 特殊群体的补贴，一村不足三户时列出金额等于说出是谁。
FEW = 3
TOO_FEW = "不足 3 户，不单列"


def frozen_rows(county: Organisation, year: int) -> dict[int, list[dict]]:
    """{村: 各项合计}：只取复核过的，定格为可存库的文字。"""
    sums = VillageSum.objects.filter(
        programme__county=county, programme__year=year, confirmed_households__gt=0
    )
    found = defaultdict(list)
    for row in sums.select_related("programme").order_by("village__path", "programme__name"):
        found[row.village_id].append(
            {
                "programme": row.programme_id,
                "name": row.programme.name,
                "households": row.confirmed_households,
                "quantity": str(row.confirmed_quantity),
                "amount": str(row.confirmed_amount),
                "hidden": row.programme.is_sensitive and row.confirmed_households < FEW,
            }
        )
    return dict(found)


def totals(rows: list[dict]) -> tuple[int, Decimal]:
    """（户次, 金额）。"""
    return sum(row["households"] for row in rows), sum((Decimal(row["amount"]) for row in rows), Decimal(0))


def publish(released: ReleasedVillage, *, by, at: dt.datetime) -> Publication:
    """公开一个村；同村同年以前公开过的，自今天起废止，原页仍在。"""
    release, village = released.release, released.village
    for earlier in _earlier(released):
        publications.repeal(publication=earlier, on=clock.local_date(at), by=by, at=at)
    return publications.publish(
        column=COLUMN,
        organisation=release.county,
        title=f"{village.name} {release.year} 年惠农补贴发放情况",
        summary=_summary(released),
        body_html=_body(released),
        rows=table(released.rows),
        metadata={
            "category": "惠农补贴",
            "written_on": clock.local_date(release.published_at),
            "source": release.county.name,
            "keywords": f"惠农补贴 村务公开 {village.short_name}",
        },
        origin=released,
        reviews=publications.Reviews(
            author=release.created_by,
            first=release.handed_in_by,
            first_at=release.handed_in_at,
            second=release.checked_by,
            second_at=release.checked_at,
        ),
        by=by,
        at=at,
    )


def table(rows: list[dict]) -> dict:
    """公开的表格；末行合计不含不单列的。"""
    programmes = Programme.objects.in_bulk([row["programme"] for row in rows])
    shown = [row for row in rows if not row["hidden"]]
    lines = [_line(programmes[row["programme"]], row) for row in rows]
    households, amount = totals(shown)
    return {
        "headers": list(HEADERS),
        "rows": [*lines, ["合计", "", "", "", f"{households} 户次", "", numbers.money(amount)]],
    }


def _line(programme: Programme, row: dict) -> list[str]:
    facts = [row["name"], programme.department, programme.standard, programme.unit]
    if row["hidden"]:
        return [*facts, TOO_FEW, numbers.NONE, numbers.NONE]
    quantity = Decimal(row["quantity"])
    many = numbers.text(quantity, numbers.places([quantity])) if quantity else numbers.NONE
    return [*facts, str(row["households"]), many, numbers.money(Decimal(row["amount"]))]


def _summary(released: ReleasedVillage) -> str:
    households, amount = totals([row for row in released.rows if not row["hidden"]])
    return f"{len(released.rows)} 项补贴，{households} 户次，合计 {numbers.money(amount)} 元；只公开村级合计，各户在村务公开栏公示。"


def _body(released: ReleasedVillage) -> str:
    """各项的政策、申报与公示情况，供村民对照。"""
    ids = [row["programme"] for row in released.rows]
    programmes = Programme.objects.filter(pk__in=ids).order_by("name")
    applications = defaultdict(list)
    for one in Application.objects.filter(programme__in=ids).order_by("opens_on"):
        applications[one.programme_id].append(f"{one.opens_on:%Y-%m-%d} 至 {one.closes_on:%Y-%m-%d}")
    posted = defaultdict(list)
    postings = Posting.objects.filter(programme__in=ids, village=released.village, starts_on__isnull=False)
    for one in postings.exclude(status=Posting.Status.CANCELLED).order_by("starts_on"):
        posted[one.programme_id].append(f"{one.starts_on:%Y-%m-%d} 至 {one.ends_on:%Y-%m-%d}（{one.place}）")
    return "".join(
        format_html("<h3>{}</h3><ul>{}</ul>", one.name, _facts(one, applications[one.pk], posted[one.pk]))
        for one in programmes
    )


def _facts(programme: Programme, applied: list[str], posted: list[str]) -> str:
    pairs = (
        ("补贴对象", programme.recipients),
        ("政策依据", programme.basis),
        ("申报时间", "；".join(applied)),
        ("发放方式", programme.payment_way),
        ("公示", "；".join(posted) or "待公示"),
        ("政策咨询", programme.contact),
        ("监督举报", programme.hotline),
    )
    return format_html_join("", "<li>{}：{}</li>", ((label, text) for label, text in pairs if text))


def _earlier(released: ReleasedVillage) -> list[Publication]:
    rows = ReleasedVillage.objects.filter(
        village=released.village,
        release__year=released.release.year,
        publication__status=Publication.Status.PUBLISHED,
    ).exclude(pk=released.pk)
    return [
        row.publication for row in rows.select_related("publication") if row.publication.repealed_on is None
    ]


def remaining(release: Release):
    """还没有公开的村，按机构树。"""
    return release.released.filter(publication__isnull=True).order_by("village__path")
