"""机构与人员的页面：管理员办理，审计员只读，别人拒绝；说得清错在哪里；上千个村也只有几次查询。"""

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.accounts import actions as accounts
from portal.core import clock
from portal.core.models import AuditEvent, ImportBatch
from portal.organisations import actions
from portal.organisations.models import Membership, Organisation
from portal.organisations.urls import urlpatterns

User = get_user_model()
READING = {"tree", "detail", "people", "person", "sheet-export"}


@pytest.fixture(autouse=True)
def _now():
    """页面用此刻；停在城的“今天”。"""
    with time_machine.travel(dt.datetime(2026, 3, 2, 9, 0, tzinfo=clock.TZ), tick=False):
        yield


@pytest.fixture
def admin(town, sign_in):
    return sign_in(town.admin)


def url(name, *args):
    return reverse(f"organisations:{name}", args=args)


def address(town, pattern):
    """网址表里的一条，填上真的编号。"""
    name = pattern.name
    if "sheet" in name:
        return url(name, "users")
    if "membership" in name:
        return url(name, town.clerk.memberships.get().pk)
    if name.startswith("person") and name not in ("person-create",):
        return url(name, town.clerk.pk)
    return url(name, town.village.pk) if "<int" in str(pattern.pattern) else url(name)


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_every_address_refuses_who_may_not(town, sign_in, client, pattern):
    place = address(town, pattern)
    signed_out = client.get(place)
    assert signed_out.status_code == 302 and "login" in signed_out["Location"]
    reading = pattern.name in READING
    for who, allowed in (("clerk", False), ("auditor", reading)):
        browser = sign_in(town.people[who])
        answers = {browser.get(place).status_code, 200 if reading else browser.post(place).status_code}
        assert answers <= ({200} if allowed else {200, 403, 405} if reading else {403, 405})
        assert (403 not in answers) == allowed
    assert Membership.objects.count() == 3 and User.objects.filter(is_active=True).count() == 3


def test_the_refusal_says_why(town, sign_in):
    answer = sign_in(town.clerk).get(url("people"))
    assert (answer.status_code, "由系统管理员管理，审计员可以查看" in answer.content.decode()) == (403, True)


def test_auditors_see_no_buttons_and_no_whole_phone(town, sign_in):
    accounts.update_profile(user=town.clerk, name="丙经办", phone="13812345678", by=None, at=town.at)
    page = sign_in(town.auditor).get(url("person", town.clerk.pk)).content.decode()
    assert "138****5678" in page and "13812345678" not in page
    assert "免职" not in page and "重置密码" not in page and "任命" not in page.split("<h1")[1]


def test_administrators_see_the_whole_phone_on_the_persons_page_only(town, admin):
    accounts.update_profile(user=town.clerk, name="丙经办", phone="13812345678", by=None, at=town.at)
    assert "13812345678" in admin.get(url("person", town.clerk.pk)).content.decode()
    assert "13812345678" not in admin.get(url("people")).content.decode()


def test_the_tree_opens_level_by_level(admin, town):
    top = admin.get(url("tree")).content.decode()
    assert "云东县人民政府" in top and "青石镇东风村" not in top
    below = admin.get(url("tree"), {"in": town.township.pk}).content.decode()
    assert "青石镇东风村" in below


@pytest.mark.parametrize("value", ["abc", "999999", "-1", "１"])
def test_a_strange_place_in_the_address_shows_the_top(admin, value):
    answer = admin.get(url("tree"), {"in": value})
    assert answer.status_code == 200 and answer.context["parent"].kind == "city"


@pytest.mark.parametrize(("words", "code"), [("东风", "YD-T1-V1"), ("yd-t1", "YD-T1"), ("999001", "YD")])
def test_places_are_found_by_name_code_and_region(admin, words, code):
    found = admin.get(url("tree"), {"words": words}).context["page"].object_list
    assert [place.code for place in found] == [code]


def test_two_thousand_villages_cost_no_more_queries_than_two(town, admin, django_assert_max_num_queries):
    lines = [
        actions.PlaceLine(f"N{n}", "village", "YD-T1", {"name": f"第{n}村", "short_name": f"第{n}村"})
        for n in range(2000)
    ]
    actions.import_organisations(added=lines, changed={}, by=None, at=town.at)
    for place, query in (
        (url("tree"), {"in": town.township.pk}),
        (url("tree"), {"words": "村"}),
        (url("detail", town.township.pk), {}),
    ):
        with django_assert_max_num_queries(22):
            assert "第49村" in admin.get(place, query | {"page": 2}).content.decode() or query == {
                "words": "村"
            }


def test_the_list_of_people_costs_the_same_however_many(town, admin, django_assert_max_num_queries):
    for number in range(40):
        town.hire(f"officer{number}", town.county, "county_officer")
    with django_assert_max_num_queries(20):
        assert "officer39" in admin.get(url("people")).content.decode()


def test_the_first_city_is_founded_by_a_superuser(db, sign_in):
    root = User.objects.create_superuser("root", name="超级用户")
    browser = sign_in(root)
    assert "还没有机构" in browser.get(url("tree")).content.decode()
    data = {"kind": "city", "name": "云川市人民政府", "short_name": "云川市", "code": "YC"}
    assert browser.post(url("add-city"), data).status_code == 302
    assert Organisation.objects.get().name == "云川市人民政府"


def test_a_place_is_added_under_its_parent_with_only_fitting_kinds(town, admin):
    form = admin.get(url("add", town.county.pk)).context["form"]
    assert [value for value, _ in form.fields["kind"].choices] == ["county_department", "township"]
    data = {"kind": "township", "name": "云东县白鹤乡", "short_name": "白鹤乡", "code": " ＹＤ-T2 "}
    assert admin.post(url("add", town.county.pk), data).status_code == 302
    assert Organisation.objects.get(code="YD-T2").kind == "township"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "YC", "机构编码“YC”已用于云川市人民政府"),
        ("region_code", "999000", "区划代码“999000”已用于云川市人民政府"),
        ("region_code", "12", "6、9 或 12 位"),
        ("credit_code", "119990000000000008", "末位应为"),
    ],
)
def test_a_wrong_code_keeps_the_form_and_says_so_at_the_field(town, admin, field, value, words):
    data = {"name": "云东县", "short_name": "云东县", "code": "YD"} | {field: value}
    answer = admin.post(url("edit", town.county.pk), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert words in answer.content.decode()


def test_a_place_is_ended_and_reopened(town, admin):
    answer = admin.post(url("end", town.village.pk), {"on": "2026-03-02", "successor": "青石"})
    assert answer.status_code == 422 and "您是否指：YD-T1（云东县青石镇）" in answer.content.decode()
    assert admin.post(url("end", town.village.pk), {"on": "2026-03-02", "successor": ""}).status_code == 302
    assert "已撤并" in admin.get(url("detail", town.village.pk)).content.decode()
    assert admin.post(url("reopen", town.village.pk)).status_code == 302
    assert Organisation.objects.current().count() == 5


def test_a_new_account_shows_its_password_once_and_keeps_it_nowhere(admin):
    data = {"username": "ding", "name": "丁新人", "phone": "", "email": ""}
    page = admin.post(url("person-create"), data).content.decode()
    password = re.search(r'id="one-time">([\w-]+)<', page)[1]
    person = User.objects.get(username="ding")
    assert person.check_password(password) and person.must_change_password
    kept = str(list(AuditEvent.objects.values())) + str(dict(admin.session))
    assert password not in kept and password not in admin.get(url("person", person.pk)).content.decode()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"username": "CLERK", "name": "又一个"}, None),
        ({"username": "坏/名", "name": "又一个"}, "username"),
        ({"username": "ding", "name": "丁", "phone": "不知道"}, "phone"),
        ({"username": "ding", "name": ""}, "name"),
    ],
)
def test_a_wrong_account_keeps_the_form(admin, data, field):
    answer = admin.post(url("person-create"), data)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert field is None and errors or list(errors) == [field]
    assert User.objects.count() == 3


def test_a_reset_shows_a_new_password_once_and_not_for_oneself(town, admin):
    page = admin.post(url("person-reset", town.clerk.pk)).content.decode()
    town.clerk.refresh_from_db()
    assert town.clerk.check_password(re.search(r'id="one-time">([\w-]+)<', page)[1])
    assert admin.post(url("person-reset", town.admin.pk)).status_code == 403


APPOINTMENT = {"organisation": "云东县", "role": "county_officer", "post": "科员", "start_on": "2026-03-02"}


def test_an_appointment_finds_the_place_by_name_or_code(town, admin):
    person = User.objects.create_user("ding", name="丁新人")
    assert admin.post(url("person-appoint", person.pk), APPOINTMENT).status_code == 302
    second = APPOINTMENT | {"organisation": "yd-t1", "role": "township_officer"}
    assert admin.post(url("person-appoint", person.pk), second).status_code == 302
    assert {m.organisation.code for m in person.memberships.all()} == {"YD", "YD-T1"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"organisation": "没有县"}, "没有“没有县”这个机构"),
        ({"organisation": "东风"}, "您是否指：YD-T1-V1"),
        ({"role": "city_clerk"}, "不能设在县区"),
        ({"is_acting": "on"}, "代理岗位请填写止日"),
        ({"end_on": "2026-01-01"}, "早于任职起"),
        ({"start_on": ""}, "必填"),
        ({"organisation": "YC", "role": "administrator"}, "不能由同一人兼任"),
        ({"organisation": "YC", "role": "city_clerk"}, "任期不能重叠"),
    ],
)
def test_a_wrong_appointment_keeps_the_form_and_says_why(town, admin, change, words):
    answer = admin.post(url("person-appoint", town.clerk.pk), APPOINTMENT | change)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert town.clerk.memberships.count() == 1


def test_an_acting_post_has_its_dates(town, admin):
    data = APPOINTMENT | {"is_acting": "on", "end_on": "2026-06-30"}
    assert admin.post(url("person-appoint", town.clerk.pk), data).status_code == 302
    page = admin.get(url("person", town.clerk.pk)).content.decode()
    assert "代理" in page and "2026-03-02 至 2026-06-30" in page


def test_a_post_is_ended_or_cancelled(town, admin):
    term = town.clerk.memberships.get()
    future = town.appoint(town.clerk, town.city, "city_reviewer", start_on=dt.date(2026, 7, 1))
    admin.post(url("membership-cancel", future.pk))
    empty = admin.post(url("membership-end", term.pk), {"on": ""})
    assert "请填写最后一天的日期" in str(list(get_messages(empty.wsgi_request))[-1])
    admin.post(url("membership-end", term.pk), {"on": "2026-03-01"})
    assert list(town.clerk.memberships.values_list("end_on", flat=True)) == [dt.date(2026, 3, 1)]
    assert "往任" in admin.get(url("person", town.clerk.pk)).content.decode()


def test_the_last_administrator_cannot_be_ended_on_the_page(town, admin):
    answer = admin.post(url("membership-end", town.admin.memberships.get().pk), {"on": "2026-03-02"})
    assert answer.status_code == 403 and "最后一位系统管理员" in answer.content.decode()


def test_an_account_with_a_post_cannot_be_stopped_and_the_page_says_why(town, admin):
    page = admin.get(url("person", town.clerk.pk)).content.decode()
    assert "请先免职或移交岗位，再停用账号" in page
    assert admin.post(url("person-deactivate", town.clerk.pk)).status_code == 403
    admin.post(url("membership-end", town.clerk.memberships.get().pk), {"on": "2026-03-01"})
    assert admin.post(url("person-deactivate", town.clerk.pk)).status_code == 302
    assert admin.post(url("person-reactivate", town.clerk.pk)).status_code == 302
    assert User.objects.get(username="clerk").is_active


def test_a_persons_sessions_end_everywhere_but_here(town, admin, sign_in):
    assert admin.post(url("person-end-sessions", town.admin.pk)).status_code == 302
    assert admin.get(url("people")).status_code == 200
    answer = admin.post(url("person-unlock", town.clerk.pk), follow=True)
    assert "登录锁定已解除" in answer.content.decode()


def test_details_of_a_person_are_corrected(town, admin):
    data = {"name": "丙改名", "phone": "13900000000"}
    assert admin.post(url("person-edit", town.clerk.pk), data).status_code == 302
    wrong = admin.post(url("person-edit", town.clerk.pk), data | {"phone": "无"})
    town.clerk.refresh_from_db()
    assert (wrong.status_code, town.clerk.name) == (422, "丙改名")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "经办"}, ["clerk"]),
        ({"role": "auditor"}, ["auditor"]),
        ({"place": "YD"}, ["officer"]),
        ({"place": "云川市"}, ["admin", "auditor", "clerk", "officer"]),
        ({"place": "没有县"}, []),
        ({"state": "inactive"}, ["gone"]),
        ({"state": "idle"}, ["idle"]),
        ({"state": "active", "place": "YC", "role": "city_clerk"}, ["clerk"]),
        ({"role": "emperor"}, []),
    ],
)
def test_people_are_filtered(town, admin, query, found):
    town.hire("officer", town.township, "township_officer")
    User.objects.create_user("gone", name="走了", is_active=False)
    User.objects.create_user("idle", name="闲着")
    assert [p.username for p in admin.get(url("people"), query).context["page"]] == found


def test_a_workbook_goes_from_export_to_preview(town, admin):
    book = admin.get(url("sheet-export", "organisations"))
    assert book.content.startswith(b"PK") and "xlsx" in book["Content-Disposition"]
    upload = SimpleUploadedFile("机构表.xlsx", book.content)
    answer = admin.post(url("sheet-import", "organisations"), {"file": upload})
    batch = ImportBatch.objects.get()
    assert answer["Location"] == batch.get_absolute_url() and batch.state == "staged"
    assert "相同 5" in admin.get(answer["Location"]).content.decode()
    assert AuditEvent.objects.filter(
        event="organisations.organisations.exported", actor_label="甲管理"
    ).exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [({}, "请先选择工作簿"), ({"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.7")}, "没有收下")],
)
def test_an_upload_that_cannot_be_taken_says_so(admin, files, words):
    answer = admin.post(url("sheet-import", "users"), files, follow=True)
    assert words in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_other_kinds_do_not_pass_here(admin):
    assert admin.get(url("sheet-export", "scores")).status_code == 404
    assert admin.post(url("sheet-import", "scores")).status_code == 404


def test_the_navigation_marks_the_page_alone(town, admin):
    page = admin.get(url("person", town.clerk.pk)).content.decode()
    (current,) = re.findall(r'href="([^"]+)" aria-current="page"', page)
    assert current == url("people")


def test_no_page_carries_inline_style_or_script(town, admin):
    pages = [
        url("tree"),
        url("detail", town.city.pk),
        url("people"),
        url("person", town.clerk.pk),
        url("add", town.city.pk),
    ]
    found = [re.search(r"<[^>]+\s(style|on\w+)=", admin.get(page).content.decode()) for page in pages]
    assert found == [None] * len(pages)
    assert timezone.now().date() == dt.date(2026, 3, 2)
