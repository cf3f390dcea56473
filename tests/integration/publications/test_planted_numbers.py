"""埋下五千多个号码，走遍收号码的路：除加密的原处与本人的稿件外，哪里也找不到。

收号码的有两处：发放清单（密文存放），与拟稿人自己写进稿件、附件的（被闸门拦下）。
"""

import contextlib
import gzip
import io
import json
import logging
import re
import tarfile
import zipfile
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.config.logging import configuration
from portal.core import backup, files
from portal.core.rules import Denied
from portal.publications import actions as publications
from portal.publications.gate import Blocked
from tests.e2e.city import plant_columns
from tests.integration.access.walk import routes
from tests.integration.village.conftest import AT, County
from tests.unit.village.lists import book, card_of, household, id_of
from tests.unit.village.pictures import png
from village import actions
from village.models import Inquiry, Objection, Payment, Posting

HOUSEHOLDS = 1_700
RUN = re.compile(rb"\d{11,}[Xx]?")
LENGTHS = (11, 18, 19)
ROLES = ("clerk", "auditor", "officer", "head", "other_officer", "township", "village", "other_village", None)

pytestmark = pytest.mark.django_db(transaction=True)


def born(serial: int) -> str:
    return f"19{50 + serial // 900}0{1 + serial // 90 % 9}{10 + serial % 18}"


def planted() -> tuple[list[list], set[bytes]]:
    """各户的行，与其中的全部号码。"""
    rows, numbers = [], set()
    for serial in range(1, HOUSEHOLDS + 1):
        found = (id_of(serial % 1000, born=born(serial)), card_of(serial), f"138{serial:08d}")
        rows.append(
            household(serial % 1000, 序号=serial, 身份证号码=found[0], 银行账号=found[1], 联系电话=found[2])
        )
        numbers |= {number.encode() for number in found}
    return rows, numbers


def within(data: bytes, numbers: set[bytes]) -> set[bytes]:
    """`data` 里有哪些埋下的号码；压缩的先解开。"""
    found = set()
    for run in RUN.findall(data):
        windows = (run[at : at + size] for size in LENGTHS for at in range(len(run) - size + 1))
        found |= {window for window in windows if window.upper() in numbers}
    for inner in _inside(data):
        found |= within(inner, numbers)
    return found


def _inside(data: bytes):
    if data.startswith(b"PK"):
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from map(archive.read, archive.namelist())
    elif data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)


def tables(besides: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """库里每一张表的全部内容。"""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name not in besides:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
                found[name] = b"\n".join(map(_bytes, (value for row in cursor.fetchall() for value in row)))
    return found


def _bytes(value) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode()


@pytest.fixture
def log():
    """照生产的配置写的日志。"""
    stream = io.StringIO()
    before = logging.root.handlers[:]
    logging.config.dictConfig(
        configuration(level="DEBUG", production=True) | {"disable_existing_loggers": False}
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.root.handlers[0].formatter)
    logging.root.addHandler(handler)
    yield stream
    logging.root.handlers[:] = before


@pytest.fixture
def city(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path
    plant_columns()
    with time_machine.travel(AT, tick=False):
        yield County()


def test_five_thousand_planted_numbers_are_nowhere_but_sealed(city, log, tmp_path, caplog):
    rows, numbers = planted()
    assert len(numbers) >= 5_000
    programme = city.programme()
    batch = recorded(city, programme, rows)
    refused(city, programme, rows)
    assert Payment.objects.count() == HOUSEHOLDS
    spoken = asked(city, rows)

    leaks = {name: len(found) for name, data in tables().items() if (found := within(data, numbers))}
    assert leaks == {}
    assert within(spoken, numbers) == set()
    pages = [page for role in ROLES for page in answers(city, role, programme, batch)]
    assert len([1 for _, status, body in pages if status == 200 and body]) > 150
    assert [address for address, _, body in pages if within(body, numbers)] == []
    assert within(exported(), numbers) == set()
    assert within(traceback_of(rows), numbers) == set()
    assert within(log.getvalue().encode() + caplog.text.encode(), numbers) == set()
    assert [path.name for path in files_in(tmp_path) if within(path.read_bytes(), numbers)] == []
    assert backed_up(tmp_path, numbers) == set()
    assert within(b"".join(str(message.message()).encode() for message in mail.outbox), numbers) == set()


def test_the_search_finds_a_number_wherever_it_is_put():
    rows, numbers = planted()
    one = rows[0][5].encode()
    assert within(b"x" + one + b"y", numbers) == {one}
    assert within(book(rows[0]), numbers) == {rows[0][column].encode() for column in (5, 6, 7)}
    assert within(gzip.compress(one), numbers) == {one}


def test_a_number_in_the_column_of_names_is_masked_in_the_list_of_faults(city):
    rows, numbers = planted()
    programme = city.programme()
    wrong = [[*row[:4], row[5], row[4], *row[6:]] for row in rows[:10]]
    upload = actions.upload_list(
        programme=programme,
        data=book(*wrong),
        source=actions.Source("错.xlsx"),
        by=city.who("officer"),
        at=AT,
    )
    problems = actions.read_upload(upload, at=AT).problems
    assert within(json.dumps(problems).encode(), numbers) == set()


def test_numbers_in_a_blocked_draft_stay_in_the_draft(city, log):
    rows, numbers = planted()
    officer = city.who("officer")
    values = {"title": "补贴公示", "summary": "补贴发放名单公示"}
    draft = publications.draft_publication(
        column=publications.column("progress"),
        organisation=city.place("YD"),
        values=values,
        body_html="".join(f"<p>{row[5]} {row[6]} {row[7]}</p>" for row in rows[:200]),
        by=officer,
        at=AT,
    )
    stored = files.store(book(*rows), "清单.xlsx", accept=frozenset({"xlsx"}), by=officer, at=AT)
    publications.attach_files(publication=draft, stored=[stored], by=officer, at=AT)
    with pytest.raises(Blocked) as blocked:
        publications.move_publication(publication=draft, move="submit", by=officer, at=AT)
    assert within(json.dumps(blocked.value.findings).encode() + str(blocked.value).encode(), numbers) == set()
    own = frozenset({"publications_publication"})
    assert {name for name, data in tables(own).items() if within(data, numbers)} == set()
    public = Client(raise_request_exception=False)
    for address in (draft.public_url, *open_addresses()):
        assert within(public.get(address).content, numbers) == set(), address
    assert within(log.getvalue().encode(), numbers) == set()


def recorded(city, programme, rows):
    """一份没有错的清单，入账、复核。"""
    upload = actions.upload_list(
        programme=programme,
        data=book(*rows),
        source=actions.Source("清单.xlsx"),
        by=city.who("officer"),
        at=AT,
    )
    batch = actions.read_upload(upload, at=AT).batch
    return actions.confirm_batch(batch=batch, by=city.who("head"), at=AT)


def refused(city, programme, rows) -> None:
    """一份处处有错的：金额不对，账号与电话写错了列，备注里又写了身份证号。"""
    wrong = [[*row[:6], row[7], row[6], 10, 95.35, 1, row[5]] for row in rows[:300]]
    upload = actions.upload_list(
        programme=programme,
        data=book(*wrong),
        source=actions.Source("错.xlsx"),
        by=city.who("officer"),
        at=AT,
    )
    assert actions.read_upload(upload, at=AT).found


def asked(city, rows) -> bytes:
    """村民报号码来查，公众在异议与联系方式里写号码；返回各次的答复。"""
    clerk, public = Client(), Client()
    clerk.force_login(city.who("village"), settings.AUTHENTICATION_BACKENDS[1])
    said = [
        clerk.post(
            reverse("village:inquiry", args=["YD-T1-V1"]),
            {"year": 2026, "id_number": row[5], "identity": "核对身份证原件"},
        )
        for row in rows[:20]
    ]
    posting = shown(city)
    for serial, row in enumerate(rows[:5]):
        said.append(
            public.post(
                reverse("public:objection", args=[posting.pk]),
                {"text": f"{row[5]} 卡号{row[6]} 电话{row[7]} 少了两亩", "contact": row[7]},
                REMOTE_ADDR=f"10.7.0.{serial}",
            )
        )
    assert {answer.status_code for answer in said} == {200} and Objection.objects.count() == 5
    assert all(inquiry.found for inquiry in Inquiry.objects.all())
    return b"".join(answer.content for answer in said)


def shown(city) -> Posting:
    """东风村的公示，已登记张贴。"""
    village = city.place("YD-T1-V1")
    [posting] = actions.register_postings(
        village=village,
        postings=list(Posting.objects.due().filter(village=village)),
        shown=actions.Shown(AT.date(), "村务公开栏", "王监督"),
        proofs=[actions.Proof(png(), "公开栏.png")],
        by=city.who("village"),
        at=AT,
    )
    return posting


def answers(city, role: str | None, programme, batch):
    """这个角色打得开的各页；看号码（留痕）的除外，那是经办人的本分。"""
    browser = Client(raise_request_exception=False)
    if role:
        browser.force_login(city.who(role), settings.AUTHENTICATION_BACKENDS[1])
    named = [
        reverse("village:programme", args=[programme.pk]),
        reverse("village:batch", args=[batch.pk]),
        reverse("village:batch-rows", args=[batch.pk]),
        reverse("village:households", args=[programme.pk, "YD-T1-V1"]),
        *(reverse("village:upload", args=[upload.pk]) for upload in programme.uploads.all()),
        reverse("village:template", args=[programme.pk]),
        reverse("village:posting-board", args=["YD-T1-V1"]),
        reverse("public:village", args=["YD-T1-V1"]),
        *(posting.get_absolute_url() for posting in Posting.objects.all()),
        *(objection.get_absolute_url() for objection in Objection.objects.all()),
    ]
    for address in (*named, *open_addresses()):
        answer = browser.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield f"{role} {address}", answer.status_code, body


def open_addresses() -> list[str]:
    """不带编号的全部网址。"""
    return [
        f"/{route.path}"
        for route in routes()
        if "<" not in route.path and not set("^$(?\\") & set(route.path)
    ]


def exported() -> bytes:
    out = io.StringIO()
    call_command("export_workbook", "subsidy-sums", scope="YC", format="json", year=2026, stdout=out)
    return out.getvalue().encode()


def traceback_of(rows) -> bytes:
    """手里拿着整份清单时出了错，日志里写些什么。"""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.root.handlers[0].formatter)
    logger = logging.Logger("portal.test")
    logger.addHandler(handler)
    try:
        raise Denied(f"这一行不对：{rows[0]}")
    except Denied:
        logger.exception("读取失败 %s", rows[1])
    return stream.getvalue().encode()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def backed_up(folder: Path, numbers: set[bytes]) -> set[bytes]:
    """两种备份的每一份内容。"""
    found = set()
    for portable in (False, True):
        path = folder / f"backup-{portable}.tar"
        backup.make(path, at=AT, portable=portable)
        with tarfile.open(path) as archive:
            for member in archive.getmembers():
                found |= within(archive.extractfile(member).read(), numbers)
    return found
