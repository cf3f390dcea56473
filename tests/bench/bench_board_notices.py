"""一县各村的公示单成批排印：取数、排版、存下、装包。平时 2 个乡镇、30 个村，`make bench-large` 是 30 个乡镇、1,500 个村，各村 40 户。

对照是同样的 HTML 在一个进程里逐份直接交给 WeasyPrint，不查库、不存。
"""

import io
import os
import zipfile
from pathlib import Path

import xlsxwriter

from portal.accounts.models import User
from portal.core import pdf
from portal.desk.demo import campaign, people, places
from portal.desk.demo.load import SEED
from portal.organisations.actions import add_organisation
from portal.organisations.models import Organisation
from tests.bench import seeding
from village import actions, board, notices, paper
from village.models import Notice, Programme

TOWNS, VILLAGES = (30, 50) if os.environ.get("BENCH_SIZE") == "large" else (2, 15)
HOUSEHOLDS = 40
TITLE = f"成批排印公示单：{TOWNS * VILLAGES:,} 个村，各 {HOUSEHOLDS} 户，A3"
GOAL = "≤ 一个进程逐份直接排的 0.75 倍"
AT = campaign.moment(seeding.YEAR, 5, 8)
HEADER = ("乡镇", "村", "组", "户主姓名", "面积（亩）", "标准（元/亩）", "金额（元）")


def prepare(folder: Path) -> None:
    seeding.migrated()
    found = places.build(year=seeding.YEAR, at=campaign.moment(seeding.YEAR, 1, 5))
    people.Cast(found, year=seeding.YEAR, seed=SEED)
    officer, head = (User.objects.get(username=name) for name in ("yd-officer", "yd-head"))
    county = found["YD"]
    programme = actions.open_programme(
        county=county, year=seeding.YEAR, name="耕地地力保护补贴", unit="亩", by=officer, at=AT
    )
    upload = actions.upload_list(
        programme=programme,
        data=_list(_villages(county)),
        source=actions.Source("清单.xlsx"),
        by=officer,
        at=AT,
    )
    done = actions.read_upload(upload, at=AT)
    actions.confirm_batch(batch=done.batch, by=head, at=AT)


def _villages(county: Organisation) -> list[tuple[str, str]]:
    """添设的乡镇与村，（乡镇, 村）。"""
    made = []
    for number in range(1, TOWNS + 1):
        town = _add(county, f"第{number}镇", Organisation.Kind.TOWNSHIP, f"YD-X{number}")
        for place in range(1, VILLAGES + 1):
            village = _add(town, f"第{place}村", Organisation.Kind.VILLAGE, f"YD-X{number}-V{place}")
            made.append((town.short_name, village.short_name))
    return made


def _add(parent: Organisation, name: str, kind: str, code: str) -> Organisation:
    return add_organisation(
        parent=parent,
        name=f"{parent.short_name}{name}",
        short_name=name,
        kind=kind,
        code=code,
        by=None,
        at=AT,
    )


def _list(villages: list[tuple[str, str]]) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"constant_memory": True})
    page = book.add_worksheet("发放清单")
    page.write_row(0, 0, HEADER)
    for number in range(len(villages) * HOUSEHOLDS):
        village, place = villages[number // HOUSEHOLDS], number % HOUSEHOLDS
        page.write_row(
            number + 1,
            0,
            (*village, f"{place // 10 + 1}组", f"王建国{place}", 2 + place, 95, 95 * (2 + place)),
        )
    book.close()
    return held.getvalue()


def plain(folder: Path) -> None:
    """对照：逐份直接排，不查库、不存；取数与拼 HTML 也算在内。"""
    import weasyprint  # noqa: PLC0415 装载排版库也算在内

    programme = Programme.objects.get()
    css = weasyprint.CSS(string=pdf._static_text(paper.CSS))
    for village in notices.villages_in(programme, programme.county):
        html = paper.html(board.compose(programme, village), Notice.Paper.A3)
        weasyprint.HTML(string=html).write_pdf(stylesheets=[css])


def ours(folder: Path) -> None:
    programme = Programme.objects.get()
    done = actions.make_notices(programme=programme, place=programme.county, papers=["A3"], at=AT)
    if done != {"villages": TOWNS * VILLAGES, "made": TOWNS * VILLAGES, "same": 0}:
        raise RuntimeError(done)
    for town in notices.towns(programme, programme.county):
        found = notices.latest(programme, town.place).values()
        names = zipfile.ZipFile(notices.packed(found)).namelist()
        if len(set(names)) != VILLAGES:
            raise RuntimeError(f"{town.place}：包里有 {len(set(names))} 份")


def allowed(medians: dict[str, float]) -> float:
    return 0.75 * medians["peer"]


CASES = {"peer": ("一个进程逐份直接排", plain), "ours": ("取数、两个进程排、存下、按乡镇装包", ours)}
