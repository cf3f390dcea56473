"""演示目录：省级标准与它的调整，各县乡的目录办到各步，公开记录有多有少。一切都经动作。"""

import datetime as dt
import random
from collections import defaultdict

from catalogs import actions, measuring
from catalogs.actions import Document, Facts, Line
from catalogs.models import Adjustment, AdjustmentStep, Catalog, Edition, Field, Item
from portal.core import clock
from portal.desk.demo.campaign import moment
from portal.desk.demo.catalog_texts import CHANGES, CONTENTS, FIELDS, LIMITS, TOWNSHIP, VILLAGE

CONFIRMED = ("YD", "YX", "CN", "CB", "LJ", "WS")
OWN = ("本县特色事项", "本级便民服务", "服务内容、对象、时间、地点")
SHARE = {"YD": 0.95, "YX": 0.85, "CN": 0.8, "CB": 0.7, "LJ": 0.65, "WS": 0.5}


def build(places, cast, *, today: dt.date, seed: int) -> None:
    """建立标准与各级目录，办到 `today`。"""
    year, chance = today.year, random.Random(seed)  # noqa: S311 只用来编造演示数据
    fields = {field.code: field for field in Field.objects.all()}
    _standard(cast, fields, _lines(fields), moment(year, 1, 10), f"川公开办〔{year}〕2号")
    for code in (*CONFIRMED, "QY", "AH"):
        _county(places[code], cast, chance, moment(year, 3, 2), code)
    _townships(places, cast, moment(year, 4, 7))
    _disclose(places, cast, chance, today)
    if today >= dt.date(year, 9, 1):
        _adjust(places, cast, fields, moment(year, 9, 1))


def _lines(fields: dict[str, Field]) -> list[Line]:
    return [
        Line("", fields[code].pk, _values(code, str(number), first, second, CONTENTS[kind], LIMITS[kind]))
        for code, (first, seconds) in FIELDS.items()
        for number, (second, kind) in enumerate(seconds, start=1)
    ]


def _values(code: str, number: str, first: str, second: str, content: str, limit: str) -> dict:
    return {
        "number": number,
        "item_1": first,
        "item_2": second,
        "content": content,
        "basis": "《中华人民共和国政府信息公开条例》（国务院令第711号）",
        "time_limit": limit,
        "subject": "县级主管部门",
        "channels": ["政府网站", "政务服务中心"] if code in TOWNSHIP else ["政府网站"],
        "audience": ["全社会"],
        "method": ["主动"],
        "level": ["县级", *(["乡级"] if code in TOWNSHIP else []), *(["村级"] if code in VILLAGE else [])],
    }


def _standard(cast, fields, lines: list[Line], at: dt.datetime, number: str) -> Edition:
    clerk, reviewer = cast.who("city_clerk", "YC"), cast.who("city_reviewer", "YC")
    catalog = actions.open_standard(
        kind=Catalog.Kind.PROVINCIAL, title="川省基层政务公开标准目录（演示）", by=clerk, at=at
    )
    draft = actions.open_draft(catalog=catalog, by=clerk, at=at)
    actions.replace_items(edition=draft, lines=lines, by=clerk, at=at)
    day = clock.local_date(at)
    draft = actions.describe_edition(edition=draft, document=Document(number, day, day), by=clerk, at=at)
    return actions.issue_edition(edition=draft, due_on=day + dt.timedelta(days=45), by=reviewer, at=at)


def _county(place, cast, chance: random.Random, at: dt.datetime, code: str) -> None:
    """沿用标准，调整一两条、说明一条不适用、加一条本级的，再办到该到的一步。"""
    officer = cast.who("county_officer", code)
    catalog = actions.open_catalog(organisation=place, by=officer, at=at)
    draft = actions.open_draft(catalog=catalog, by=officer, at=at)
    adapted, waived = chance.sample(list(draft.items.exclude(field__code="16").select_related("field")), 2)
    actions.save_item(
        item=adapted,
        values={"time_limit": "实时公开"},
        reason="本县网上办理，结果即时公开",
        version=adapted.version,
        by=officer,
        at=at,
    )
    actions.waive_item(
        item=waived, reason="本县没有这一事项的办理权限", version=waived.version, by=officer, at=at
    )
    first, second, content = OWN
    actions.add_item(
        edition=draft,
        field=Field.objects.get(code="13"),
        values=_values("13", "5", first, second, content, LIMITS["服务"]),
        by=officer,
        at=at,
    )
    if code != "AH":
        review(draft, cast, officer, at)
    if code in CONFIRMED:
        confirm(draft, cast, code, at + dt.timedelta(days=5))


def review(draft: Edition, cast, officer, at: dt.datetime) -> None:
    """各领域送审，主管部门各审各的。"""
    actions.submit_sections(edition=draft, by=officer, at=at)
    by_department = defaultdict(list)
    for section in draft.sections.select_related("field"):
        owner = section.field.owners.order_by("-year").select_related("department").first()
        by_department[owner.department.code].append(section)
    for code, sections in by_department.items():
        scorer = cast.who("department_scorer", code)
        actions.move_sections(sections=sections, move="pass", by=scorer, at=at + dt.timedelta(days=2))


def confirm(draft: Edition, cast, county: str, at: dt.datetime) -> None:
    head, reviewer = cast.who("county_head", county), cast.who("city_reviewer", "YC")
    draft = actions.move_edition(edition=draft, move="hand_in", by=head, at=at)
    actions.confirm_edition(edition=draft, by=reviewer, at=at + dt.timedelta(days=3))


def _townships(places, cast, at: dt.datetime) -> None:
    """有经办账号的乡镇：沿用乡级事项，县里审核，县负责人报送，市里确认。"""
    staffed = [code for role, code in cast.people if role == "township_officer"]
    chosen = staffed if cast.everywhere else [f"{county}-T1" for county in CONFIRMED[:4]]
    for place in map(places.__getitem__, chosen):
        county = place.code.partition("-")[0]
        officer = cast.who("township_officer", place.code)
        catalog = actions.open_catalog(organisation=place, by=officer, at=at)
        draft = actions.open_draft(catalog=catalog, by=officer, at=at)
        sections = actions.submit_sections(edition=draft, by=officer, at=at)
        reviewer = cast.who("county_officer", county)
        actions.move_sections(sections=sections, move="pass", by=reviewer, at=at)
        confirm(draft, cast, county, at + dt.timedelta(days=2))


def _disclose(places, cast, chance: random.Random, today: dt.date) -> None:
    """各县公开的多少不一；形成后多数按时，少数迟了。"""
    for code, share in SHARE.items():
        catalog = Catalog.objects.disclosing().select_related("organisation").get(organisation=places[code])
        rows = [
            (row.item.key, _fact(row.item, code, number, chance, today))
            for number, row in enumerate(measuring.rows_of(catalog, on=today), start=1)
            if chance.random() < share
        ]
        at = moment(today.year, today.month, today.day, 8)
        actions.record_disclosures(catalog=catalog, rows=rows, by=cast.who("county_officer", code), at=at)


def _fact(item: Item, code: str, number: int, chance: random.Random, today: dt.date) -> Facts:
    made_on = today - dt.timedelta(days=chance.randint(20, 120))
    wait = chance.choice((3, 5, 9, 15, 22, 40))
    disclosed_on = min(made_on + dt.timedelta(days=wait), today)
    url = f"https://{code.lower()}.yunchuan.example/zwgk/{made_on:%Y%m}/{number}.html"
    return Facts(f"{item.item_2}（{made_on.year}年{made_on.month}月）", url, disclosed_on, made_on)


def _adjust(places, cast, fields: dict[str, Field], at: dt.datetime) -> None:
    """标准调整：云东县已生成草稿，云西县处理了一半，其余还没有动。"""
    catalog = Catalog.objects.get(kind=Catalog.Kind.PROVINCIAL)
    _standard(cast, fields, _changed(catalog, fields), at, f"川公开办〔{at.year}〕19号")
    later = at + dt.timedelta(days=6)
    for code in ("YD", "YX"):
        officer = cast.who("county_officer", code)
        adjustment = Adjustment.objects.get(catalog__organisation=places[code])
        actions.take_proposals(adjustment=adjustment, by=officer, at=later)
        if code == "YD":
            _settle(adjustment, officer, later)


def _settle(adjustment: Adjustment, officer, at: dt.datetime) -> None:
    for step in adjustment.steps.filter(decision=""):
        decision = step.proposal if not step.conflicts else AdjustmentStep.Decision.TAKE
        actions.decide_step(
            step=step,
            decision=decision,
            reason="本县办理方式不同",
            target_key=step.target_key,
            by=officer,
            at=at,
        )
    actions.apply_adjustment(adjustment=adjustment, by=officer, at=at)


def _changed(catalog: Catalog, fields: dict[str, Field]) -> list[Line]:
    """现行标准加上调整：改的沿用标识，删的不列，新增的没有标识。"""
    changes = {(code, second): content for code, second, content in CHANGES}
    current = catalog.editions.get().items.in_order().select_related("field")
    lines = []
    for item in current:
        content = changes.pop((item.field.code, item.item_2), item.content)
        if content:
            lines.append(Line(item.key, item.field_id, item.values | {"content": content}))
    fresh = [
        Line("", fields[code].pk, _values(code, "9", FIELDS[code][0], second, content, LIMITS["政策"]))
        for (code, second), content in changes.items()
    ]
    return [*lines, *fresh]
