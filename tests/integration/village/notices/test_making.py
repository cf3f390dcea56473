"""成批排印：一村一份，不重不漏；没有变动的不再排；中途停了接着排；含姓名的只给看得到户的人。"""

import io
import zipfile

import pypdfium2
import pytest
from django.urls import reverse

from portal.core.jobs import Cancelled
from portal.core.models import AuditEvent, Job, StoredFile
from portal.core.rules import Denied
from tests.integration.village.conftest import AT, acre
from village import actions, notices, summing
from village.models import Notice

TOWN, VILLAGE, NEXT, FAR = "YD-T1", "YD-T1-V1", "YD-T1-V2", "YD-T2-V1"


@pytest.fixture
def programme(county):
    programme = county.programme()
    county.pay(programme, VILLAGE, [acre("a", "王建国", "3.5"), acre("b", "李芳", "2.25", "2组")])
    county.pay(programme, NEXT, [acre("c", "赵德柱", "8")])
    county.pay(programme, FAR, [acre("d", "孙小梅", "4")])
    summing.refresh(programme)
    return programme


def make(county, programme, place="YD", papers=("A3",), **how) -> dict:
    return actions.make_notices(
        programme=programme, place=county.place(place), papers=papers, at=AT, workers=1, **how
    )


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


def order(county, programme, place="YD", by="officer", papers=("A3",)) -> Job:
    return actions.order_notices(
        programme=programme, place=county.place(place), papers=papers, by=county.who(by), at=AT
    )


def test_each_village_gets_one_notice_of_each_paper_with_its_own_households(county, programme):
    assert make(county, programme, papers=("A3", "A4")) == {"villages": 3, "made": 6, "same": 0}
    found = Notice.objects.get(village__code=VILLAGE, paper="A4")
    from_file = text_of(notices.files.read(found.file))
    assert "王建国" in from_file and "赵德柱" not in from_file
    assert (found.households, str(found.amount)) == (2, "548.27")


def test_what_did_not_change_is_not_typeset_again(county, programme):
    make(county, programme)
    county.pay(programme, NEXT, [acre("e", "周五", "1")])
    summing.refresh(programme)
    assert make(county, programme) == {"villages": 3, "made": 1, "same": 2}
    assert notices.latest(programme, county.place("YD"))[county.place(NEXT).pk, "A3"].households == 2
    assert Notice.objects.count() == 4


def test_a_township_orders_its_own_villages_and_no_other(county, programme):
    assert make(county, programme, TOWN)["villages"] == 2
    order(county, programme, TOWN, "township")
    with pytest.raises(Denied):
        order(county, programme, TOWN, "other_township")
    with pytest.raises(Denied):
        order(county, programme, "YD", "township")


def test_ordering_twice_is_one_job(county, programme):
    assert order(county, programme) == order(county, programme, by="head")
    assert Job.objects.filter(kind=notices.KIND).count() == 1


def test_nothing_to_post_is_said_and_not_queued(county):
    with pytest.raises(Denied, match="还没有复核过"):
        order(county, county.programme("稻谷补贴"))


def test_what_was_stopped_is_taken_up_where_it_stood(county, programme):
    def stop(*_, done, **__):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        make(county, programme, step=stop)
    assert Notice.objects.count() == 2
    assert make(county, programme) == {"villages": 3, "made": 1, "same": 2}
    assert StoredFile.objects.count() == 3


def test_names_are_for_those_who_may_see_the_households(county, programme, browse):
    make(county, programme)
    notice = Notice.objects.get(village__code=VILLAGE)
    allowed = dict.fromkeys(("officer", "head", "township", "village"), 200)
    refused = {"clerk": 403, "auditor": 403, "other_officer": 404, "other_village": 404}
    for who, status in (allowed | refused).items():
        browser = browse(county.who(who))
        assert browser.get(reverse("village:notice", args=[notice.pk])).status_code == status, who
        assert browser.get(notice.file.get_absolute_url()).status_code == 404, who


def test_every_download_leaves_a_trace(county, programme, browse):
    make(county, programme)
    pack = reverse("village:notice-pack", args=[programme.pk, TOWN, "A3"])
    answer = browse(county.who("township")).get(pack)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        names = archive.namelist()
        assert "王建国" in text_of(archive.read(names[0]))
    assert [name.split("_")[0] for name in names] == [VILLAGE, NEXT]
    assert AuditEvent.objects.get(event="village.notice.read").detail["count"] == 2


def test_the_page_counts_by_township_and_lists_by_village(county, programme, browse):
    make(county, programme, TOWN)
    page = reverse("village:notices", args=[programme.pk])
    whole = browse(county.who("officer")).get(page).text
    assert "青石镇" in whole and "柳湾镇" in whole and "王建国" not in whole
    inside = browse(county.who("township")).get(page).text
    assert "东风村" in inside and "柳林村" not in inside
    assert browse(county.who("township")).get(page, {"place": "YD-T2"}).status_code == 404


def test_the_job_reports_its_progress_to_whoever_sees_the_households(county, programme, browse):
    job = order(county, programme)
    assert browse(county.who("head")).get(job.get_absolute_url()).status_code == 200
    assert browse(county.who("township")).get(job.get_absolute_url()).status_code == 404
