"""演示村级目录：两个县的样本由市里确认，一个县还在拟；几个村有调整，按期公开有早有晚。一切都经动作。"""

import datetime as dt
import random

from catalogs import actions as catalogs
from catalogs.models import Catalog, Edition, Field
from portal.core import clock
from portal.desk.demo import catalogs as county_catalogs
from portal.desk.demo.campaign import moment
from portal.organisations.models import Organisation
from village.actions import deviation, linkage, record
from village.actions.record import Posting
from village.duties import counting, linked, reading

COUNTIES, DRAFTING = ("YD", "WS"), "YX"
LAW = "《中华人民共和国村民委员会组织法》"
BOARD = "村务公开栏"
ITEMS = (
    ("村级财务", "村集体收支明细", "收入、支出、结余，逐笔列出", "每月10日前", (BOARD, "村民微信群")),
    ("村级财务", "债权债务", "债权人、债务人、金额、期限", "每季度", (BOARD,)),
    ("村级财务", "村集体资产资源", "资产、资源的名称、数量、经营方式与收益", "每年", (BOARD,)),
    ("惠民政策", "最低生活保障对象", "户数、人数、金额；名单按规定打码，只在本村公示", "每月", (BOARD,)),
    ("惠民政策", "惠农补贴发放", "补贴项目、标准、面积与金额", "每季度", (BOARD, "村应急广播")),
    ("村务管理", "公益事业建设", "项目、资金来源、承建人、进度与决算", "每半年", (BOARD,)),
    ("村务管理", "宅基地申请审批", "申请人、面积、位置、审批结果", "及时", (BOARD,)),
    ("村务管理", "村民会议决议", "议题、表决结果、落实情形", "及时", (BOARD, "村民微信群")),
    ("村务管理", "村规民约", "全文与修订情形", "长期公开", (BOARD,)),
)
OWN = ("村级财务", "光伏电站收益", "发电量、收益与分配", "每季度", (BOARD,))
LINKS = {"惠农补贴发放": "耕地地力保护补贴"}


def build(places: dict[str, Organisation], cast, *, today: dt.date, seed: int) -> None:
    """样本三月起施行；登记到 `today`。"""
    year, chance = today.year, random.Random(seed)  # noqa: S311 只用来编造演示数据
    field = Field.objects.get(is_village=True)
    owner = next(one for one in places.values() if one.short_name == "市民政局")
    catalogs.set_owner(field=field, year=year, department=owner, by=None, at=moment(year, 1, 5))
    for code in COUNTIES:
        _issue(_draft(places[code], cast, field, moment(year, 2, 2)), cast, code, moment(year, 2, 3))
        _deviate(places, cast, code, field, moment(year, 3, 20))
        _link(places[code], cast, code, moment(year, 4, 9))
        _post(places[f"{code}-T1-V1"], cast.who("village_clerk", f"{code}-T1-V1"), chance, today, 0.85)
        _post(places[f"{code}-T1-V2"], cast.who("township_officer", f"{code}-T1"), chance, today, 0.6)
    _draft(places[DRAFTING], cast, field, moment(year, 5, 6))


def _draft(county: Organisation, cast, field: Field, at: dt.datetime) -> Edition:
    """标明村级的随省级标准，其余是村里的事。"""
    officer = cast.who("county_officer", county.code)
    catalog = catalogs.open_village_model(county=county, by=officer, at=at)
    draft = catalogs.open_draft(catalog=catalog, by=officer, at=at)
    lines = [
        catalogs.Line("", field.pk, _values(number, *facts)) for number, facts in enumerate(ITEMS, start=1)
    ]
    catalogs.replace_items(edition=draft, lines=lines, by=officer, at=at)
    return draft


def _values(number: int, first: str, second: str, content: str, limit: str, where: tuple[str, ...]) -> dict:
    return {
        "number": str(number),
        "item_1": first,
        "item_2": second,
        "content": content,
        "basis": LAW,
        "time_limit": limit,
        "subject": "村（居）民委员会",
        "channels_other": list(where),
        "level": ["村级"],
    }


def _issue(draft: Edition, cast, code: str, at: dt.datetime) -> None:
    day = dt.date(at.year, 3, 1)
    officer = cast.who("county_officer", code)
    catalogs.describe_edition(edition=draft, document=catalogs.Document("", day, day), by=officer, at=at)
    county_catalogs.review(draft, cast, officer, at)
    county_catalogs.confirm(draft, cast, code, at + dt.timedelta(days=5))


def _deviate(places: dict[str, Organisation], cast, code: str, field: Field, at: dt.datetime) -> None:
    """头一个村调整一项、不适用一项、新增一项；其余的村照样本。"""
    village = places[f"{code}-T1-V1"]
    acting = {"village": village, "by": cast.who("village_clerk", village.code), "at": at}
    items = {item.values["item_2"]: item for item in reading.items_of(village, on=clock.local_date(at))}
    deviation.adapt_item(
        item=items["债权债务"],
        values={"time_limit": "每月"},
        reason="村民代表会议定为按月公布",
        version=0,
        **acting,
    )
    deviation.waive_item(item=items["公益事业建设"], reason="今年没有公益事业项目", **acting)
    deviation.add_item(field=field, values=_values(10, *OWN), reason="本村有扶贫光伏电站", **acting)


def _link(county: Organisation, cast, code: str, at: dt.datetime) -> None:
    """确认一处对应，写明一处不用对应；其余留作缺口。"""
    catalog = Catalog.objects.get(kind=Catalog.Kind.COUNTY, organisation=county)
    model = reading.models_for(county, on=clock.local_date(at))[county.path]
    keys = {item.values["item_2"]: item.key for item in model.items}
    targets = {name.name.rpartition(" / ")[2]: name.key for name in linked.links_of(catalog, ()).targets}
    acting = {"catalog": catalog, "by": cast.who("county_officer", code), "at": at}
    for own, target in LINKS.items():
        linkage.link_item(key=keys[own], target_key=targets[target], **acting)
    linkage.declare_own(key=keys["村规民约"], reason="村民自治事项，县级目录不列", **acting)


def _post(village: Organisation, person, chance: random.Random, today: dt.date, share: float) -> None:
    """到期的各期多数公开了，有几期晚了；及时公开的登记一次。"""
    found = reading.board(village, year=today.year, on=today)
    for slot in found.overdue:
        if chance.random() < share:
            late = chance.choice((-4, -2, 0, 0, 3))
            day = min(max(slot.period.starts_on, slot.period.due_on + dt.timedelta(days=late)), today)
            _record(village, [slot], day, person)
    for item, _ in found.prompt[:1]:
        posting = Posting(today - dt.timedelta(days=12), note="第一批")
        at = moment(today.year, today.month, today.day, 8)
        record.record_prompt(village=village, item=item, posting=posting, by=person, at=at)


def _record(village: Organisation, slots: list[counting.Slot], day: dt.date, person) -> None:
    at = clock.day_start(day) + dt.timedelta(hours=10)
    record.record_slots(village=village, slots=slots, posting=Posting(day), by=person, at=at)
