"""全站检索：只查到看得见的，每一条都打得开，查询次数与条数无关，怪词不出错。"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core import files, search
from portal.core.models import StoredFile
from portal.notifications import actions as notices
from portal.notifications.models import Bulletin
from portal.organisations.models import Organisation
from portal.organisations.scope import forget
from portal.publications.models import Column, Publication
from tasks.models import Campaign, Supervision, Urge
from tests.integration.access import city
from tests.integration.access.asking import rolled_back

SECRET = "秘而未宣"
ROLES = ("clerk", "reviewer", "scorer", "officer", "other_officer", "township", "village", "auditor", "admin")


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back():
        yield city.build()


@pytest.fixture(autouse=True)
def _database(people, db):
    for person in people.values():
        forget(person)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def hits(person, text: str) -> dict:
    words = search.split(text)
    found = {one.code: search.find(one, person, words, size=20) for one in search.kinds()}
    return {code: result for code, result in found.items() if result.count}


def draft(code: str, by, number: int = 1) -> None:
    column = Column.objects.get(slug="progress")
    county = Organisation.objects.get(code=code)
    Publication.objects.bulk_create(
        Publication(
            column=column,
            organisation=county,
            title=f"{SECRET}的稿件 {n}",
            summary=f"概述 {n}",
            created_by=by,
            created_at=city.AT,
        )
        for n in range(number)
    )


@pytest.mark.parametrize("role", ROLES)
def test_every_hit_opens_for_whoever_found_it(people, role):
    client, opened = browser(people[role]), 0
    for text in ("望山", "云东", "补贴", "公开", "方案"):
        for result in hits(people[role], text).values():
            for hit in result.hits[:4]:
                answer = client.get(hit.url)
                assert answer.status_code in (200, 302), (role, result.kind.code, hit.url)
                opened += 1
    assert opened


def test_another_county_finds_neither_the_draft_nor_its_number(people):
    draft("WS", people["officer"], number=3)
    assert hits(people["officer"], SECRET)["publications"].count == 3
    for role in ("other_officer", "township", "scorer", "nobody"):
        assert hits(people[role], SECRET) == {}
        page = browser(people[role]).get(reverse("desk:search"), {"q": SECRET}).content.decode()
        assert "没有查到" in page and "的稿件" not in page
        one = browser(people[role]).get(reverse("desk:search-kind", args=["publications"]), {"q": SECRET})
        assert "的稿件" not in one.content.decode()


def test_people_are_found_only_by_those_who_manage_or_audit_them(people):
    name = people["officer"].name
    found = {role for role in ROLES if "people" in hits(people[role], name)}
    assert found == {"admin", "auditor"}


def test_a_file_is_found_only_by_whoever_may_read_it(people):
    for person in people.values():
        for word in ("方案", "任务书", "照片", "pdf"):
            for hit in hits(person, word).get("files", search.Results(None, [], 0, False)).hits:
                stored = StoredFile.objects.get(pk=hit.url.rstrip("/").rsplit("/", 1)[1])
                assert files.may_read(person, stored), (person, stored.owner_type)
    assert "files" in hits(people["clerk"], "方案")


def test_queries_do_not_grow_with_the_hits(people):
    client = browser(people["clerk"])

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("desk:search"), {"q": SECRET})
        return len(queries)

    draft("WS", people["officer"])
    asked()
    few = asked()
    draft("WS", people["officer"], number=150)
    assert asked() == few
    assert few <= 2 * len(search.kinds()) + 30


def test_many_hits_are_paged_and_counted_up_to_a_hundred(people):
    draft("WS", people["officer"], number=130)
    client, url = browser(people["officer"]), reverse("desk:search-kind", args=["publications"])
    first = client.get(url, {"q": SECRET}).content.decode()
    assert "100 条以上" in first and "第 1 至 20 条" in first and "page=2" in first
    last = client.get(url, {"q": SECRET, "page": 7}).content.decode()
    assert "共 130 条" in last or "130 条" in last
    assert "第 121 至 130 条" in last and "page=8" not in last


@pytest.mark.parametrize("text", ["%%", "__", "\\\\", "'; --", "<script>", '"><b>', "a\x00b"])
def test_odd_words_are_only_words(people, text):
    draft("WS", people["officer"])
    answer = browser(people["officer"]).get(reverse("desk:search"), {"q": text})
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("<main")[1]


@pytest.mark.parametrize(("text", "status"), [("", 200), ("  ", 200), ("一", 422), ("字" * 10_000, 422)])
def test_too_little_or_too_much_is_not_searched(people, text, status):
    with CaptureQueriesContext(connection) as queries:
        answer = browser(people["clerk"]).get(reverse("desk:search"), {"q": text})
    assert answer.status_code == status
    assert not [one for one in queries if "LIKE" in one["sql"].upper()]


def test_the_words_are_marked_and_a_draft_filing_stays_with_its_county(people):
    draft("WS", people["officer"])
    page = browser(people["officer"]).get(reverse("desk:search"), {"q": SECRET}).content.decode()
    assert f"<mark>{SECRET}</mark>" in page


def made_for_wangshan(people) -> None:
    """市里发给望山区的通知、催办与督办单。"""
    campaign, ws = Campaign.objects.get(), Organisation.objects.get(code="WS")
    on, clerk = city.TODAY, people["clerk"]
    by = {"created_by": clerk, "created_at": city.AT}
    notice = Bulletin.objects.create(
        issuer=campaign.city, title=f"{SECRET}的通知", body="<p>请到会。</p>", status="published",
        published_by=clerk, published_at=city.AT, **by,
    )  # fmt: skip
    notice.recipients.create(organisation=ws)
    Urge.objects.create(
        campaign=campaign,
        key="x",
        organisation=ws,
        text=f"{SECRET}的事",
        due_on=on,
        on=on,
        by=clerk,
        at=city.AT,
    )
    Supervision.objects.create(
        campaign=campaign, organisation=ws, year=2026, number=999, title=f"{SECRET}的督办", demand="立即办理。",
        due_on=on, status="issued", issued_by=clerk, issued_at=city.AT, **by,
    )  # fmt: skip


def test_notices_urges_and_papers_are_found_by_those_they_concern(people):
    made_for_wangshan(people)
    kinds = {"bulletins", "urges", "supervisions"}
    for role in ("clerk", "officer", "auditor"):
        found = hits(people[role], SECRET)
        assert set(found) == kinds, role
        for result in found.values():
            answer = browser(people[role]).get(result.hits[0].url)
            assert answer.status_code == 200 and SECRET in answer.content.decode(), (role, result.kind.code)
    for role in ("other_officer", "scorer", "village", "nobody"):
        assert hits(people[role], SECRET) == {}, role


def test_a_withdrawn_notice_is_found_by_its_issuer_alone(people):
    made_for_wangshan(people)
    row = Bulletin.objects.get(title__startswith=SECRET)
    notices.withdraw_bulletin(bulletin=row, reason="时间有变", by=people["clerk"], at=city.AT)
    assert "bulletins" in hits(people["clerk"], SECRET)
    assert "bulletins" not in hits(people["officer"], SECRET)


def test_units_are_found_within_ones_own_sight(people):
    found = {
        role: {hit.note for hit in units.hits}
        for role in ROLES
        if (units := hits(people[role], "望山").get("units"))
    }
    assert found["clerk"] == {"县区", "县直部门", "乡镇（街道）"} == found["officer"]
    assert found["township"] == {"乡镇（街道）"}
    assert {"other_officer", "village", "admin"}.isdisjoint(found)


def test_an_unknown_kind_is_not_found(people):
    assert (
        browser(people["clerk"]).get(reverse("desk:search-kind", args=["nothing"]), {"q": "公开"}).status_code
        == 404
    )


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="已登记"):
        search.register("issues", "问题", Publication, lambda user: Publication.objects.none(), ("title",))
