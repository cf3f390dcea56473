"""页面：村里在手机上点一下就登记，乡镇、县、市逐层看合计，导出与页面同数。"""

import datetime as dt
import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.sheets import reading as workbooks
from portal.desk import selectors as desk
from portal.organisations.models import Organisation
from tests.integration.village.catalogs.conftest import MODEL, TODAY, moment
from tests.unit.village.pictures import png
from village.duties import reading
from village.models import CycleRecord, Deviation

HERE = "YD-T1-V1"
HOW = {"posted_on": str(TODAY), "place": "村务公开栏"}


def url(name: str, *args) -> str:
    return reverse(f"village:{name}", args=args)


def board(county, code=HERE):
    return reading.board(county.places[code], year=TODAY.year, on=TODAY)


def post(client, token="", **data):
    return client.post(url("record-add", HERE), HOW | ({"only": token} if token else {}) | data, follow=True)


def test_one_tap_registers_one_posting(county, browse):
    slot = board(county).waiting[0]
    page = post(browse(county.who("village")), slot.token)
    assert "已登记 1 项" in page.content.decode()
    row = CycleRecord.objects.get()
    assert (row.key, row.posted_on, row.place, row.photo) == (slot.item.key, TODAY, "村务公开栏", None)


def test_several_are_registered_with_one_photo(county, browse):
    tokens = [slot.token for slot in board(county).overdue[:3]]
    photo = SimpleUploadedFile("公开栏.png", png())
    post(browse(county.who("village")), slot=tokens, photo=photo, place="村务公开栏、微信群")
    assert CycleRecord.objects.count() == 3
    assert CycleRecord.objects.values_list("photo", flat=True).distinct().count() == 1


def test_a_bad_photo_is_refused_and_the_choice_is_kept(county, browse):
    token = board(county).overdue[0].token
    page = post(browse(county.who("village")), slot=[token], photo=SimpleUploadedFile("a.jpg", b"nothing"))
    assert page.status_code == 422 and f'value="{token}" checked' in page.content.decode()
    assert not CycleRecord.objects.exists()


def test_a_page_that_has_grown_old_says_so(county, browse):
    client, token = browse(county.who("village")), board(county).waiting[0].token
    post(client, token)
    page = post(client, token)
    assert page.status_code == 403 and "刷新页面" in page.content.decode()


def test_a_prompt_item_is_registered_from_the_same_page(county, browse):
    item = county.item("宅基地审批")
    post(browse(county.who("village")), prompt=item.key, note="第三批")
    assert CycleRecord.objects.get().note == "第三批"


def test_a_record_is_retracted_with_a_reason(county, browse):
    client = browse(county.who("village"))
    post(client, board(county).waiting[0].token)
    row = CycleRecord.objects.get()
    page = client.post(url("record-retract", row.pk), {"reason": "贴错了"}, follow=True)
    assert "重新待公开" in page.content.decode() and "已撤下" in page.content.decode()


def test_the_village_page_opens_by_itself_for_its_clerk(county, browse):
    page = browse(county.who("village")).get(url("catalogs")).content.decode()
    assert "东风村村务公开" in page and "这一期要公开" in page


def test_the_overview_adds_up_and_leads_to_the_rows(county, browse):
    page = browse(county.who("clerk")).get(url("catalogs"))
    rows = page.context["rows"]
    assert [row.place.short_name for row in rows] == ["云东县", "云西县"]
    assert rows[1].without_model == 1
    inner = browse(county.who("officer")).get(url("catalogs"))
    assert inner.context["total"].tally == rows[0].tally
    assert [row.place.short_name for row in inner.context["rows"]] == ["青石镇", "柳湾镇"]
    towns = browse(county.who("township")).get(url("catalogs"))
    assert towns.context["of_villages"] and towns.context["total"].tally.overdue == 2 * 10


def test_a_village_changes_an_item_on_the_page(county, browse):
    client, item = browse(county.who("village")), county.item("村级财务收支")
    where = url("village-item", HERE, item.key)
    facts = {"time_limit": "每季度", "content": "村级财务收支的内容", "subject": "村民委员会", "version": 0}
    facts |= {"basis": "《中华人民共和国村民委员会组织法》", "channels_other": "村务公开栏"}
    assert client.post(where, facts).status_code == 403
    page = client.post(where, facts | {"reason": "本村按季"}, follow=True)
    assert "已保存：调整" in page.content.decode()
    assert Deviation.objects.get().values == {"time_limit": "每季度"}
    assert "与县级样本不同" in client.get(where).content.decode()


def test_a_village_adds_an_item_on_the_page(county, browse):
    facts = {"field": county.field.pk, "item_1": "光伏收益", "time_limit": "每月", "version": 0}
    page = browse(county.who("village")).post(url("village-item-add", HERE), facts, follow=True)
    assert "光伏收益" in page.content.decode()
    assert Deviation.objects.get().kind == "added"


def test_the_model_page_shows_what_the_draft_will_touch(county, browse):
    item = county.item("宅基地审批")
    browse(county.who("village")).post(url("village-item-waive", HERE, item.key), {"reason": "本村没有"})
    catalog = reading.models_for(county.places["YD"], on=TODAY)[county.places["YD"].path].edition.catalog
    rows = [row for row in MODEL if row[0] != "宅基地审批"]
    county.draft(catalog, [*rows, ("新增的事项", "每年")], at=moment(TODAY)).items.filter(
        key=item.key
    ).delete()
    page = browse(county.who("officer")).get(url("model", "YD"), {"key": item.key})
    found = {change.entry.name: (change.kind, count) for change, count in page.context["changes"]}
    assert found["宅基地审批"] == ("removed", 1) and found["新增的事项"] == ("added", 0)
    assert [row.village.code for row in page.context["deviations"]] == [HERE]
    assert (page.context["untouched"], page.context["changed"]) == (2, 1)


def test_what_is_owed_stands_on_the_workbench(county):
    village = [todo for todo in desk.todos(county.who("village"), on=TODAY) if todo.kind == "村务公开"]
    assert village[0].title == "东风村：2026年逾期未公开 10 项"
    assert [(todo.title, todo.due_on) for todo in village[1:]] == [
        ("东风村：2026年7月应公开 1 项", dt.date(2026, 7, 10)),
        ("东风村：2026年7月应公开 1 项", dt.date(2026, 7, 31)),
    ]
    [town] = [todo for todo in desk.todos(county.who("township"), on=TODAY) if todo.kind == "村务公开"]
    assert town.title == "青石镇：2 个村2026年逾期未公开 20 项"
    [whole] = [todo for todo in desk.todos(county.who("officer"), on=TODAY) if todo.kind == "村务公开"]
    assert whole.title == "云东县：3 个村2026年逾期未公开 30 项"


def test_last_year_is_still_owed_in_the_first_months(county):
    on = dt.date(TODAY.year + 1, 2, 1)
    titles = [todo.title for todo in desk.todos(county.who("village"), on=on)]
    assert "东风村：2026年逾期未公开 25 项" in titles


def test_the_workbooks_say_what_the_pages_say(county, browse, capsys):
    client = browse(county.who("officer"))
    post(browse(county.who("village")), board(county).overdue[0].token)
    client = browse(county.who("officer"))
    book = workbooks.read(client.get(url("catalogs"), {"export": "overdue"}).content, "逾期.xlsx")
    assert sum("2026年" in str(row) for _, row in book.visible[0].rows[2:]) == 29
    call_command("export_workbook", "village-duties", scope="YD", year=TODAY.year, format="json")
    rows = json.loads(capsys.readouterr().out)
    assert [row["overdue"] for row in rows] == [9, 10, 10] and rows[0]["done"] == 1
    call_command("export_workbook", "village-catalog", scope=HERE, format="json")
    names = [row["item_1"] for row in json.loads(capsys.readouterr().out)]
    assert names == [name for name, _ in MODEL]


def test_pages_do_not_ask_more_when_the_villages_are_many(county, browse):
    client = browse(county.who("officer"))

    def asked(*path) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(*path).status_code == 200
        return len(queries)

    pages = [(url("catalogs"),), (url("model", "YD"),), (url("catalogs"), {"place": "YD-T1"})]
    before = [asked(*page) for page in pages]
    for number in range(3, 33):
        county.add(f"YD-T1-V{number}", "YD-T1", f"新{number}村", Organisation.Kind.VILLAGE)
    assert [asked(*page) for page in pages] == before
