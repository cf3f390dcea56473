"""公开覆盖页：全省 104 个县区，每县 200 个事项、200 条公开记录，从请求到页面；语句数与县数无关。"""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from catalogs import actions as catalogs
from catalogs.models import Catalog, Disclosure, Edition, Field, Item
from portal.accounts.models import User
from portal.core import clock
from portal.desk.demo import campaign, people, places
from portal.desk.demo.load import SEED
from portal.organisations import actions as organisations
from portal.organisations.models import Organisation
from tests.bench import seeding

TITLE = "公开覆盖页：104 个县区，20,800 个事项，20,800 条公开记录"
GOAL = "≤ 把同样各行取成对象的 2 倍，语句不多于 20 条"
COUNTIES, ITEMS, MOST = 104, 200, 20
AT = campaign.moment(seeding.YEAR, 3, 1)
DAY = clock.local_date(AT)


def prepare(folder: Path) -> None:
    seeding.migrated()
    found = places.build(year=seeding.YEAR, at=campaign.moment(seeding.YEAR, 1, 5))
    people.Cast(found, year=seeding.YEAR, seed=SEED)
    clerk = User.objects.get(username="clerk")
    standard = catalogs.open_standard(kind=Catalog.Kind.PROVINCIAL, title="省级标准", by=clerk, at=AT)
    fields = list(Field.objects.pilot().order_by("code"))
    counties = list(Organisation.objects.of_kind(Organisation.Kind.COUNTY))
    counties += [_county(found["YC"], number) for number in range(COUNTIES - len(counties))]
    for county in counties:
        _catalog(county, standard, fields, clerk)


def _county(city: Organisation, number: int) -> Organisation:
    name = f"第{number}县"
    return organisations.add_organisation(
        parent=city,
        name=f"{name}人民政府",
        short_name=name,
        kind="county",
        code=f"X{number:03d}",
        by=None,
        at=AT,
    )


def _catalog(county: Organisation, standard: Catalog, fields: list[Field], by) -> None:
    """直接写入现行的一版：量的是看，不是办。"""
    catalog = Catalog.objects.create(
        kind=Catalog.Kind.COUNTY, code=county.code, title=f"{county}目录", organisation=county, base=standard,
    )  # fmt: skip
    edition = Edition.objects.create(
        catalog=catalog, number=1, title=catalog.title, created_by=by, created_at=AT
    )
    items = [
        Item(
            edition=edition, field=fields[n % len(fields)], key=f"{county.code}-{n}", position=n, item_1="类",
            item_2=f"事项{n}", content="内容", method=["主动"], level=["县级"], origin=Item.Origin.INHERITED,
        )
        for n in range(ITEMS)
    ]  # fmt: skip
    Item.objects.bulk_create(items)
    Disclosure.objects.bulk_create(
        Disclosure(
            catalog=catalog, key=item.key, title="公开了", made_on=DAY, disclosed_on=DAY + dt.timedelta(days=n % 40),
            recorded_by=by, recorded_at=AT,
        )
        for n, item in enumerate(items)
    )  # fmt: skip
    Edition.objects.filter(pk=edition.pk).update(
        status=Edition.Status.ISSUED, issued_on=DAY, effective_on=DAY, issued_by=User.objects.get(username="reviewer"), issued_at=AT
    )  # fmt: skip


def plain_rows(folder: Path) -> None:
    """极限：把同样各行取成对象，不计算、不出页面。"""
    rows = list(Item.objects.select_related("edition__catalog", "field")), list(Disclosure.objects.all())
    if [len(found) for found in rows] != [COUNTIES * ITEMS] * 2:
        raise RuntimeError("数据没有备齐")


def ours(folder: Path) -> None:
    free = [item for item in settings.MIDDLEWARE if "AccountDuties" not in item]
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(User.objects.get(username="clerk"), settings.AUTHENTICATION_BACKENDS[1])
    with override_settings(MIDDLEWARE=free), CaptureQueriesContext(connection) as asked:
        answer = browser.get("/desk/catalogs/coverage/", {"on": (DAY + dt.timedelta(days=60)).isoformat()})
    if answer.status_code != 200 or "第95县" not in answer.text:
        raise RuntimeError("覆盖页没有列全")
    if len(asked) > MOST:
        raise RuntimeError(f"覆盖页用了 {len(asked)} 条语句")


def allowed(medians: dict[str, float]) -> float:
    return 2 * medians["limit"]


CASES = {"limit": ("取成对象", plain_rows), "ours": ("取数、计算覆盖与及时、出页面", ours)}
