"""演示补贴：两个县两年的清单、公示、异议与留存。户主姓名是编的，没有个人号码。"""

import datetime as dt
import random
from decimal import ROUND_HALF_UP, Decimal

from portal.core import clock
from portal.desk.demo import photo
from portal.desk.demo.campaign import moment
from portal.desk.demo.people import GIVEN, SURNAMES
from portal.organisations.models import Organisation
from village import actions, listing
from village.models import PaymentBatch, Posting

COUNTIES = ("YD", "WS")
FARMING = "《农业生产发展资金管理办法》（演示）"
PROGRAMMES = (
    ("耕地地力保护补贴", "亩", "95.35", (2, 14), "每亩 95.35 元", "县农业农村局", FARMING, "拥有耕地承包权的种地农民"),
    ("公益林补偿", "亩", "16", (5, 60), "每亩 16 元", "县林业局", "《林业改革发展资金管理办法》（演示）", "公益林所有者和承包者"),
    ("农村居民最低生活保障金", "人", "620", (1, 4), "每人每月 620 元", "县民政局", "《社会救助暂行办法》（演示）", "家庭人均收入低于低保标准的家庭"),
)  # fmt: skip
# 主管部门今年还欠着清单与申报信息的一项。
OWED = ("农机购置与应用补贴", "台", "按机具档次定额补贴", "县农业农村局", "《农机购置与应用补贴实施意见》（演示）", "从事农业生产的个人和农业生产经营组织")  # fmt: skip
HOUSEHOLDS = (7, 12)


def build(places: dict[str, Organisation], cast, *, today: dt.date, seed: int) -> None:
    """上一年的都已复核；今年的头两项已复核，低保金待复核，另有一批更正。"""
    for code in COUNTIES:
        chance = random.Random(f"{seed}{code}")  # noqa: S311 只用来编造演示数据
        families = _families(places, code, chance)
        for year in (today.year - 1, today.year):
            for number, facts in enumerate(PROGRAMMES):
                batch = _pay(cast, code, places[code], year, facts, families, chance)
                if year < today.year or number < 2:
                    _confirm(cast, code, batch, moment(year, 5, 12 + number))
        _announce(cast, code, places[code], today.year)
        _post(places, cast, code, today)
    owe(cast, COUNTIES[0], places[COUNTIES[0]], today.year)
    _release(cast, COUNTIES[0], places[COUNTIES[0]], today.year - 1)


def owe(cast, code: str, county: Organisation, year: int) -> None:
    """县里建好了，主管部门还没有登记申报信息、也没有清单。"""
    name, unit, standard, department, basis, recipients = OWED
    actions.open_programme(
        county=county, year=year, name=name, unit=unit, standard=standard, department=department, basis=basis,
        recipients=recipients, payment_way="惠农补贴一卡通", payment_time="验机之后 15 个工作日内", hotline="12345",
        procedure="购机后到乡镇申请，县农业农村部门验机，公示后由县财政部门兑付。",
        by=cast.who("county_officer", code), at=moment(year, 5, 8),
    )  # fmt: skip


def _families(
    places: dict[str, Organisation], code: str, chance: random.Random
) -> list[tuple[int, str, str]]:
    """各村的户：（村, 组, 姓名）。"""
    villages = [
        one for one in places.values() if one.kind == one.Kind.VILLAGE and one.code.startswith(f"{code}-")
    ]
    return [
        (village.pk, f"{chance.randint(1, 6)}组", chance.choice(SURNAMES) + chance.choice(GIVEN))
        for village in villages
        for _ in range(chance.randint(*HOUSEHOLDS))
    ]


def _pay(cast, code: str, county: Organisation, year: int, facts: tuple, families, chance) -> PaymentBatch:
    name, unit, rate, span, standard, department, basis, recipients = facts
    officer, at = cast.who("county_officer", code), moment(year, 5, 8)
    programme = actions.open_programme(
        county=county, year=year, name=name, by=officer, at=at, unit=unit, standard=standard, department=department,
        basis=basis, recipients=recipients, payment_way="惠农补贴一卡通", payment_time="每年 6 月底前",
        procedure="村民申报，村民小组核实，村（居）公示，乡镇审核，县级主管部门审定。", hotline="12345", rate=Decimal(rate),
    )  # fmt: skip
    chosen = families if unit == "亩" else chance.sample(families, len(families) // 5)
    lines = [_line(row, family, rate, span, chance) for row, family in enumerate(chosen, start=3)]
    source = actions.Source(f"{year}年{name}发放清单.xlsx")
    found = listing.Listing(lines, rows=len(lines))
    batch, _ = actions.record_list(programme=programme, found=found, source=source, by=officer, at=at)
    return batch


def _line(row: int, family: tuple[int, str, str], rate: str, span: tuple[int, int], chance) -> listing.Line:
    village, group, name = family
    whole = span[1] < 10
    many = (
        Decimal(chance.randint(*span)) if whole else Decimal(chance.randint(span[0] * 10, span[1] * 10)) / 10
    )
    amount = (many * Decimal(rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return listing.Line(
        "发放清单", row, village, group, name, "", "", "", int(many * 10_000), int(Decimal(rate) * 10_000),
        int(amount * 100), "", "",
    )  # fmt: skip


def _confirm(cast, code: str, batch: PaymentBatch, at: dt.datetime) -> None:
    actions.confirm_batch(batch=batch, by=cast.who("county_head", code), at=at)


def _announce(cast, code: str, county: Organisation, year: int) -> None:
    """今年的第一项登记了申报信息；其余的还没有，工作台上看得出来。"""
    officer, name = cast.who("county_officer", code), PROGRAMMES[0][0]
    actions.announce(
        programme=county.programmes.get(year=year, name=name),
        opens_on=dt.date(year, 3, 1), closes_on=dt.date(year, 3, 31),
        text="带户口簿、土地承包经营权证到所在村（居）委会申报；不清楚的拨打 12345。",
        by=officer, at=moment(year, 2, 20),
    )  # fmt: skip


def _post(places: dict[str, Organisation], cast, code: str, today: dt.date) -> None:
    """每县头一个镇：上一年的都贴过、留存了；今年头一个村贴了两项，一项正在公示，有一件异议。"""
    first, second = places[f"{code}-T1-V1"], places[f"{code}-T1-V2"]
    clerk, officer = cast.who("village_clerk", first.code), cast.who("township_officer", f"{code}-T1")
    for village, person in ((first, clerk), (second, officer)):
        rows = Posting.objects.due().filter(village=village)
        _show(village, rows.filter(programme__year=today.year - 1), dt.date(today.year - 1, 5, 20), person)
    this_year = list(Posting.objects.due().filter(village=first, programme__year=today.year).order_by("pk"))
    _show(first, this_year[:1], dt.date(today.year, 5, 16), clerk)
    _show(first, this_year[1:], today - dt.timedelta(days=2), clerk)
    for day in (dt.date(today.year - 1, 6, 1), dt.date(today.year, 6, 1), today):
        if day <= today:
            actions.end_postings(on=day, at=clock.day_start(day))
    for row in Posting.objects.filter(
        village__in=(first, second), status="ended", programme__county__code=code
    ):
        _keep(row, clerk if row.village_id == first.pk else officer)
    for row in this_year[1:]:
        _object(row, today)


def _show(village: Organisation, rows, day: dt.date, person) -> None:
    shown = actions.Shown(day, "村委会门口公开栏", "监督委员会（演示）")
    at = clock.day_start(day) + dt.timedelta(hours=10)
    actions.register_postings(
        village=village, postings=list(rows), shown=shown, proofs=[actions.Proof(photo.board(), "公开栏示意图.png")], by=person, at=at,
    )  # fmt: skip


def _keep(row: Posting, person) -> None:
    at = clock.day_start(row.ends_on) + dt.timedelta(days=2, hours=9)
    actions.keep_material(
        posting=row,
        place="村委会档案柜",
        keeper="村文书（演示）",
        contents="公示表、照片、签字件",
        by=person,
        at=at,
    )


def _object(row: Posting, today: dt.date) -> None:
    text = "我家今年多承包了几亩，公示的亩数好像没有加上，请核对。（演示）"
    actions.raise_objection(
        posting=Posting.objects.get(pk=row.pk), text=text, contact="",
        at=moment(today.year, today.month, today.day, 8),
    )  # fmt: skip


def _release(cast, code: str, county: Organisation, year: int) -> None:
    """上一年的合计已经公开到各村。"""
    release = actions.draft_release(
        county=county, year=year, by=cast.who("county_officer", code), at=moment(year, 12, 1)
    )
    steps = (
        ("hand_in", "county_head", code),
        ("check", "city_clerk", "YC"),
        ("publish", "city_reviewer", "YC"),
    )
    for day, (move, role, place) in enumerate(steps, start=2):
        release = actions.move_release(
            release=release, move=move, by=cast.who(role, place), at=moment(year, 12, day)
        )
    actions.publish_villages(release, at=moment(year, 12, 5))
