"""发放清单：一份 100,000 户 × 12 栏的工作簿，从收到文件到待复核入账：逐格核对、加密、散列、入库、各村合计。"""

import importlib.util
import io
import random
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import xlsxwriter
from django.conf import settings
from django.db import connection, transaction

from portal.accounts.models import User
from portal.core import personal
from portal.desk.demo import campaign, people, places
from portal.desk.demo.load import SEED
from portal.organisations.models import Organisation
from tests.bench import seeding
from village import actions
from village.identity import Keys, Numbers
from village.models import Payment, PaymentBatch, Programme, VillageSum

TITLE = "发放清单入账：100,000 户 × 12 栏"
TIMES = {"sqlite": 3, "postgresql": 2.5}
GOAL = "≤ 解压加入库的 3 倍（SQLite）或 2.5 倍（PostgreSQL），另加逐户加密与散列本身"
PEER_ROWS = 20_000
ROWS = 100_000
AT = campaign.moment(seeding.YEAR, 5, 8)
HEADER = (
    "序号",
    "乡镇",
    "村",
    "组",
    "户主姓名",
    "身份证号码",
    "银行账号",
    "联系电话",
    "面积（亩）",
    "标准（元/亩）",
    "金额（元）",
    "备注",
)
RATE = Decimal("95.35")


def prepare(folder: Path) -> None:
    seeding.migrated()
    found = places.build(year=seeding.YEAR, at=campaign.moment(seeding.YEAR, 1, 5))
    people.Cast(found, year=seeding.YEAR, seed=SEED)
    officer = User.objects.get(username="yd-officer")
    actions.open_programme(county=found["YD"], year=seeding.YEAR, name="耕地地力保护补贴", by=officer, at=AT)
    towns = [one for one in found.values() if one.kind == "township" and one.code.startswith("YD-")]
    villages = [(town.short_name, name) for town in towns for name in places.VILLAGES]
    _write(folder / "清单.xlsx", villages)


def _write(path: Path, villages: list[tuple[str, str]]) -> None:
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("发放清单")
    page.write_row(0, 0, ["耕地地力保护补贴发放清单"])
    page.write_row(1, 0, HEADER)
    chance, total = random.Random(SEED), Decimal(0)
    for number in range(ROWS):
        row, amount = _household(number, villages[number * len(villages) // ROWS], chance)
        total += amount
        page.write_row(number + 2, 0, row)
    page.write_row(ROWS + 2, 0, ["合计"])
    page.write(ROWS + 2, 10, float(total))
    book.close()


def _household(number: int, village: tuple[str, str], chance: random.Random) -> tuple[list, Decimal]:
    born = f"{chance.randint(1940, 2004)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    first17 = f"34{number // 1000:04d}{born}{number % 1000:03d}"
    area = Decimal(chance.randint(10, 2000)) / 100
    amount = (area * RATE).quantize(Decimal("0.01"), ROUND_HALF_UP)
    card = f"622848{chance.randrange(10**12):012d}"
    card += next(str(last) for last in range(10) if personal.luhn_is_valid(f"{card}{last}"))
    row = [
        number + 1, *village, f"{chance.randint(1, 12)}组", chance.choice("王李张刘陈") + chance.choice("建国芳敏静"),
        first17 + personal.id_check_character(first17), card, f"138{chance.randrange(10**8):08d}", float(area),
        float(RATE), float(amount), "",
    ]  # fmt: skip
    return row, amount


def data(folder: Path) -> bytes:
    return (folder / "清单.xlsx").read_bytes()


def bare(folder: Path) -> None:
    """极限：解压，再把同样多的行写进一张同样宽的表（PostgreSQL 是 COPY 进临时表再并进有主键的表）；不核对、不加密。"""
    package = zipfile.ZipFile(io.BytesIO(data(folder)))
    for name in package.namelist():
        package.read(name)
    lines = (
        (1, 2, "paid", 3, f"{row:032d}", "王建国", b"x" * 78, "1组", "10.0000", "95.3500", "953.50", "", "", "0" * 16)
        for row in range(ROWS)
    )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        (_merged if connection.vendor == "postgresql" else _inserted)(cursor, lines)


def _inserted(cursor, lines) -> None:
    cursor.execute(f"CREATE TABLE bare ({', '.join(f'c{place}' for place in range(14))})")
    cursor.executemany(f"INSERT INTO bare VALUES ({', '.join(['%s'] * 14)})", list(lines))


def _merged(cursor, lines) -> None:
    kinds = ("integer", "integer", "text", "integer", "text", "text", "bytea", *["text"] * 7)
    columns = ", ".join(f"c{place} {kind}" for place, kind in enumerate(kinds))
    cursor.execute(
        f"CREATE TABLE bare ({columns}, PRIMARY KEY (c4)); CREATE TEMPORARY TABLE staged ({columns})"
    )
    with cursor.copy("COPY staged FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)
    cursor.execute("INSERT INTO bare SELECT * FROM staged ON CONFLICT (c4) DO UPDATE SET c10 = EXCLUDED.c10")


def seal(folder: Path) -> None:
    """逐户加密与散列本身：目标里另加的那一份。"""
    keys, numbers = Keys(), Numbers()
    number = "340000197001010014"
    for _ in range(ROWS):
        keys.of_person(number)
        keys.of_content(1, "1组", "王建国", 100000, 953500, 95350, "6228481234567890123", "13800000000", "")
        numbers.seal(number, "6228481234567890123", "13800000000")


def plain(folder: Path) -> None:
    """对照：openpyxl 只读方式加 `bulk_create`，不核对、不加密、不算合计。"""
    programme, officer = Programme.objects.get(), User.objects.get(username="yd-officer")
    towns = {one.pk: one for one in Organisation.objects.of_kind("village")}
    first = next(iter(towns))
    with transaction.atomic():
        batch = PaymentBatch.objects.create(programme=programme, number=1, created_by=officer, created_at=AT)
        book = openpyxl.load_workbook(io.BytesIO(data(folder)), read_only=True, data_only=True)
        rows = book.active.iter_rows(min_row=3, max_row=ROWS + 2, values_only=True)
        payments = [
            Payment(
                batch=batch, village_id=first, row=row[0], household=row[5], name=row[4], group=row[3],
                quantity=Decimal(str(row[8])), rate=Decimal(str(row[9])), amount=Decimal(str(row[10])),
            )
            for row in rows
        ]  # fmt: skip
        Payment.objects.bulk_create(payments, batch_size=1000)


def import_export(folder: Path) -> None:
    """对照：django-import-export 的成批模式，只导两万户，不核对、不加密、不算合计。"""
    from import_export.resources import ModelResource  # noqa: PLC0415 只有装了它才有这一项
    from tablib import Dataset  # noqa: PLC0415 同上

    class Resource(ModelResource):
        class Meta:
            model = Payment
            fields = ("batch", "village", "row", "household", "name", "group", "quantity", "rate", "amount")
            import_id_fields = ()
            force_init_instance = use_bulk = skip_diff = skip_html_diff = True
            use_transactions = True
            batch_size = 1000

    officer = User.objects.get(username="yd-officer")
    place = Organisation.objects.of_kind("village").first().pk
    batch = PaymentBatch.objects.create(
        programme=Programme.objects.get(), number=1, created_by=officer, created_at=AT
    )
    book = openpyxl.load_workbook(io.BytesIO(data(folder)), read_only=True, data_only=True)
    rows = book.active.iter_rows(min_row=3, max_row=PEER_ROWS + 2, values_only=True)
    lines = [(batch.pk, place, row[0], row[5], row[4], row[3], row[8], row[9], row[10]) for row in rows]
    result = Resource().import_data(Dataset(*lines, headers=Resource.Meta.fields), raise_errors=True)
    if result.has_errors() or Payment.objects.count() != PEER_ROWS:
        raise RuntimeError("没有全部导入")


def ours(folder: Path) -> None:
    officer = User.objects.get(username="yd-officer")
    upload = actions.upload_list(
        programme=Programme.objects.get(),
        data=data(folder),
        source=actions.Source("清单.xlsx"),
        by=officer,
        at=AT,
    )
    done = actions.read_upload(upload, at=AT)
    counted = sum(VillageSum.objects.values_list("households", flat=True))
    if (done.found, done.rows, counted) != (0, ROWS, ROWS) or not settings.KEEP_PERSONAL_NUMBERS:
        raise RuntimeError("没有全部入账")


def allowed(medians: dict[str, float]) -> float:
    return TIMES[connection.vendor] * medians["limit"] + medians["seal"]


CASES = {
    "limit": ("解压，写进同样宽的表", bare),
    "seal": ("逐户 SM4-GCM 加密、两次散列", seal),
    "peer": ("openpyxl 读，bulk_create 写", plain),
    "ours": ("读、逐格核对、比对、加密、入库、合计、审计", ours),
}
# 不在依赖里：`pip install --target var/peer django-import-export`，再 `PYTHONPATH=var/peer make bench ARGS=bench_payments`。
if importlib.util.find_spec("import_export"):
    CASES["bulk"] = (f"django-import-export 成批模式，只导 {PEER_ROWS:,} 户", import_export)
