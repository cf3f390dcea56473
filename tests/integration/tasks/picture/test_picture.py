"""推进情况：台账并批与逐行一致，画面上每个数就是它的行数，各人只看自己的。

演示城市办到九月，装一次，各测试共用。
"""

import datetime as dt
import io
from decimal import Decimal

import openpyxl  # noqa: TID251 核对导出
import pypdfium2
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core import audit, clock
from portal.core.rules import Denied
from portal.desk.demo import load
from portal.organisations import actions as organisations
from portal.organisations.scope import scope_of
from tasks import actions, standing
from tasks.ground import Ground
from tasks.models import AreaRule, Campaign, Participant, SupervisionMatter
from tasks.picture import forecast, rows
from tasks.picture.board import board
from tasks.picture.rows import Chosen
from tasks.picture.sight import sight_of
from tasks.registers.interpretation.models import Interpretation, Question, Response
from tasks.registers.platforms.models import Outage, Zone
from tasks.standing import Gauge, Light, State
from tasks.views.supervision import MATTERS_PER_PAGE
from village.models import Application

TODAY = dt.date(2026, 9, 10)
AT = clock.day_start(TODAY) + dt.timedelta(hours=9)


@time_machine.travel(AT, tick=False)
class TestPicture(TestCase):
    @classmethod
    def setUpTestData(cls):
        with time_machine.travel(AT, tick=False):
            load.load(today=TODAY)
        cls.people = get_user_model().objects.in_bulk(field_name="username")
        cls.campaign = Campaign.objects.select_related("city").get()
        cls.counties = [row.county for row in cls.campaign.participants.select_related("county")]

    def person(self, name: str):
        return get_user_model().objects.get(username=name)

    def sight(self, name: str, on: dt.date = TODAY):
        return sight_of(self.person(name), Ground(self.campaign, on))

    def board(self, name: str, on: dt.date = TODAY, sort: str = ""):
        return board(self.sight(name, on), sort=sort)

    def page(self, name: str, url: str, **query):
        self.client.force_login(self.person(name))
        return self.client.get(reverse(url), query)

    # 台账

    def register(self, code: str):
        return next(one for one in standing.registers() if one.code == code)

    def counted(self, code: str, day: dt.date):
        batches = self.register(code).batches(Ground(self.campaign, TODAY), self.counties)
        return standing.count_lots(batches, Gauge(day, day + dt.timedelta(days=3)))

    def assert_batches_are_rows(self, code: str):
        found = list(self.register(code).items(Ground(self.campaign, TODAY), self.counties))
        for day in (dt.date(2026, 6, 1), dt.date(2026, 7, 31), TODAY):
            gauge = Gauge(day, day + dt.timedelta(days=3))
            assert self.counted(code, day) == standing.count(found, gauge), code

    def test_batches_counted_in_the_database_are_the_rows_gathered(self):
        for register in standing.registers():
            found = list(register.items(Ground(self.campaign, TODAY), self.counties))
            assert found, register.code
            assert len({item.key for item in found if _exists(item)}) == sum(map(_exists, found))
            self.assert_batches_are_rows(register.code)

    def test_a_row_with_many_parts_is_counted_once(self):
        """一份政策几篇解读、一个热点几次回应、一项补贴几次申报：连表取来的会重复计数。"""
        for model, changed in (
            (Interpretation, {"title": "又一篇"}),
            (Response, {"how": Response.How.PRESS}),
            (Application, {"text": "再次申报"}),
        ):
            row = model.objects.first()
            for name, value in {"pk": None, **changed}.items():
                setattr(row, name, value)
            row.save()
        for code in ("policies", "topics", "village-applications"):
            self.assert_batches_are_rows(code)

    def test_a_closed_zone_and_an_ended_outage_count_as_their_rows_do(self):
        closed, weekly, often = Zone.objects.filter(rhythm="monthly").order_by("pk")[:3]
        Zone.objects.filter(pk=closed.pk).update(closed_on=dt.date(2026, 7, 20))
        Zone.objects.filter(pk=weekly.pk).update(rhythm="weekly")
        Zone.objects.filter(pk=often.pk).update(rhythm="days", rhythm_days=9)
        Outage.objects.update(ended_on=TODAY)
        self.assert_batches_are_rows("zones")

    def test_a_question_sent_back_is_not_done(self):
        sent_back = Question.objects.filter(status="answered").order_by("pk").first()
        Question.objects.filter(pk=sent_back.pk).update(
            status="returned", returned_by=sent_back.answered_by, returned_at=AT
        )
        before = self.counted("questions", TODAY)
        self.assert_batches_are_rows("questions")
        Question.objects.filter(pk=sent_back.pk).update(status="answered", returned_by=None, returned_at=None)
        after = self.counted("questions", TODAY)
        assert sum(one.done for one in after.values()) == sum(one.done for one in before.values()) + 1

    def test_the_questions_asked_do_not_grow_with_the_counties(self):
        for register in standing.registers():
            with CaptureQueriesContext(connection) as one:
                register.batches(Ground(self.campaign, TODAY), self.counties[:1])
            with CaptureQueriesContext(connection) as many:
                register.batches(Ground(self.campaign, TODAY), self.counties)
            assert len(many) <= len(one) + 3, register.code

    def test_catalog_items_and_village_duties_are_there(self):
        found = {column.area.code: column.tally.total for column in self.board("clerk").columns}
        assert found["standards"] > 100
        assert found["villages"] > 100

    # 画面与行

    def test_every_number_is_its_rows(self):
        sight = self.sight("clerk")
        for line in self.board("clerk").lines[:3]:
            for cell in line.cells:
                for state in ("", "done", *State):
                    chosen = Chosen(area=cell.area.code, county=cell.county.code, state=str(state))
                    counted = {"": cell.tally.total, "done": cell.tally.done}
                    expected = counted[state] if state in counted else cell.tally.of(state)
                    sizes = rows.size(sight, chosen)
                    assert sum(sizes.values()) == expected
                    within = {register for register, _ in sizes}
                    assert len(rows.rows(sight, chosen)) == expected
                    assert len(rows.rows(sight, chosen, within=within)) == expected

    def test_the_totals_are_the_rows_of_everyone(self):
        found, sight = self.board("clerk"), self.sight("clerk")
        overdue = rows.rows(sight, Chosen(state="overdue"))
        assert found.tally.overdue == sum(column.tally.overdue for column in found.columns) == len(overdue)

    def test_a_number_on_the_page_opens_exactly_its_rows(self):
        line = next(line for line in self.board("clerk").lines if line.tally.overdue)
        answer = self.page("clerk", "tasks:picture-rows", county=line.county.code, state="overdue")
        assert answer.context["total"] == line.tally.overdue
        assert f"{line.county} · 超期未办：{line.tally.overdue} 件" in answer.text

    def test_trouble_comes_first_when_asked(self):
        found = self.board("clerk", sort="trouble").lines
        assert [line.trouble for line in found] == sorted(line.trouble for line in found)

    # 回看

    def test_looking_back_shows_less_done(self):
        then, now = self.board("clerk", on=dt.date(2026, 7, 1)), self.board("clerk")
        assert then.tally.done < now.tally.done
        assert self.page("clerk", "tasks:picture", on="2026-07-01").context["board"].tally == then.tally

    def test_tomorrow_is_refused_with_a_sentence(self):
        answer = self.page("clerk", "tasks:picture", on="2026-09-11")
        assert answer.status_code == 403
        assert "2026年9月11日还没有到" in answer.text
        assert self.page("clerk", "tasks:picture", on="昨天").status_code == 403

    # 谁看得到什么

    def test_a_county_sees_its_own_line_and_no_other(self):
        assert [line.county.code for line in self.board("ws-officer").lines] == ["WS"]
        mine = self.page("ws-officer", "tasks:picture-rows").context
        assert {row.county.code for row in mine["page"].paginator.object_list} == {"WS"}
        other = self.page("ws-officer", "tasks:picture-rows", county="YD")
        assert other.context["total"] in (0, mine["total"])
        assert "云东县" not in other.text

    def test_a_village_sees_what_it_owes_itself(self):
        sight = self.sight("ws-t1-v1-clerk")
        found = rows.rows(sight, Chosen())
        assert found and {row.item.organisation.code for row in found} == {"WS-T1-V1"}
        assert self.board("ws-t1-v1-clerk").tally.total == len(found)

    def test_a_department_sees_its_fields_in_every_county(self):
        owner = next(name for name in self.people if name.endswith("-scorer") and self.sight(name).fields)
        sight, found = self.sight(owner), self.board(owner)
        assert [column.area.code for column in found.columns] == ["standards"]
        seen = rows.rows(sight, Chosen())
        assert {row.item.field_id for row in seen} <= sight.fields
        assert 0 < len(seen) == found.tally.total < self.board("clerk").columns[2].tally.total

    def test_the_auditor_sees_everything_and_people_without_posts_nothing(self):
        assert self.board("auditor").tally == self.board("clerk").tally
        assert self.page("admin", "tasks:picture").status_code in (302, 403)

    # 督办

    def test_the_overdue_of_a_county_go_to_one_paper_with_the_same_filters(self):
        answer = self.page("clerk", "tasks:picture-overdue", area="villages")
        county, count, query = answer.context["supervising"][0]
        paper = self.client.get(f"{reverse('tasks:supervision-new')}?{query}")
        assert len(paper.context["groups"]) == 1
        assert len(paper.context["groups"][0][1]) == min(count, MATTERS_PER_PAGE)
        rows_of = self.page(
            "clerk", "tasks:picture-rows", area="villages", county=county.code, state="overdue"
        )
        keys = {row.item.key for row in rows_of.context["page"].paginator.object_list}
        assert {one.key for one, picked in paper.context["groups"][0][1] if picked} <= keys

    def test_ticked_rows_arrive_ticked_and_only_those(self):
        listed = self.page("clerk", "tasks:picture-overdue").context["page"].object_list
        keys = [row.item.key for row in listed[:3]]
        self.client.force_login(self.person("clerk"))
        paper = self.client.post(reverse("tasks:supervision-new"), {"items": keys, "pick": "1"})
        assert paper.status_code == 200
        picked = {one.key for _, mine in paper.context["groups"] for one, is_picked in mine if is_picked}
        assert picked == set(keys)
        unsaid = self.client.post(reverse("tasks:supervision-new"), {"items": keys, "keys": keys})
        assert unsaid.status_code == 422 and sum(len(mine) for _, mine in unsaid.context["groups"]) == 3
        made = {
            "items": keys,
            "keys": keys,
            "title": "逾期未办",
            "demand": "立即办理",
            "due_on": "2026-09-20",
        }
        self.client.post(reverse("tasks:supervision-new"), made)
        assert SupervisionMatter.objects.filter(supervision__title="逾期未办").count() == 3

    def test_those_who_may_not_draft_see_no_entry(self):
        for name in ("ws-officer", "auditor", "reviewer"):
            answer = self.page(name, "tasks:picture-overdue")
            assert not answer.context["supervising"]
            assert "拟督办单" not in answer.text
            assert "拟督办单" not in self.page(name, "tasks:picture-forecast").text

    def test_looking_back_offers_no_paper(self):
        assert self.page("clerk", "tasks:picture-overdue", on="2026-08-01").context["supervising"] is None

    # 规则

    def test_the_clerk_changes_a_rule_and_the_lights_follow(self):
        area = self.campaign.areas.get(code="standards")
        actions.save_area_rule(
            area=area,
            soon_workdays=5,
            most_overdue=10_000,
            least_share=Decimal("0.0"),
            by=self.person("clerk"),
            at=AT,
        )
        found = self.board("clerk")
        assert Light.RED not in found.columns[2].lights
        assert audit.history(AreaRule.objects.get()).count() == 1
        assert "超期未办多于 10000 件或办结率低于 0%为红" in self.page("clerk", "tasks:picture").text

    def test_only_the_clerk_changes_a_rule(self):
        values = {"soon_workdays": 5, "most_overdue": 1, "least_share": None}
        with self.assertRaises(Denied):
            actions.save_area_rule(
                area=self.campaign.areas.first(), by=self.person("ws-officer"), at=AT, **values
            )

    def test_a_rule_out_of_range_comes_back_with_what_was_typed(self):
        self.client.force_login(self.person("clerk"))
        url = reverse("tasks:area-rule", args=["standards"])
        answer = self.client.post(url, {"soon_workdays": 99, "most_overdue": 0, "least_share": "50"})
        assert answer.status_code == 422 and 'value="99"' in answer.text

    # 导出

    def test_the_export_has_the_rows_of_the_filter(self):
        shown = self.page("clerk", "tasks:picture-overdue").context["total"]
        answer = self.page("clerk", "tasks:picture-overdue", export="1")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["明细"]
        assert sheet.max_row == 1 + 1 + shown + 1
        assert "截至 2026-09-10" in sheet.cell(sheet.max_row, 1).value

    def test_the_workbook_says_what_the_screen_says(self):
        found = self.page("clerk", "tasks:picture").context["board"]
        book = openpyxl.load_workbook(io.BytesIO(self.page("clerk", "tasks:picture-export").content))
        sheet, listed = book["推进情况"], book["明细"]
        lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        for line, written in zip(found.lines, lines, strict=False):
            assert written[0] == line.county.short_name
            assert written[-4:] == [line.tally.overdue, line.tally.soon, line.tally.done, line.tally.total]
        assert listed.max_row == 2 + found.tally.total + 1
        assert "内容指纹" in listed.cell(listed.max_row, 1).value

    def test_the_print_says_what_the_screen_says(self):
        found = self.page("clerk", "tasks:picture").context["board"]
        document = pypdfium2.PdfDocument(self.page("clerk", "tasks:picture-print").content)
        words = "".join(page.get_textpage().get_text_bounded() for page in document)
        assert document[0].get_width() > document[0].get_height()
        for line in found.lines:
            assert f"{line.tally.done}/{line.tally.total}" in words
        assert "■超期" in words and "内容指纹" in words

    # 走势、预报、一县一页

    def test_the_trend_ends_where_the_matrix_stands(self):
        charts = self.page("clerk", "tasks:picture-trend").context["charts"]
        total = next(row for row in charts[1].rows if row[0] == "合计")
        assert total[-1] == f"{self.board('clerk').tally.overdue}"

    def test_the_page_of_a_county_is_its_line(self):
        self.client.force_login(self.person("ws-officer"))
        answer = self.client.get(reverse("tasks:picture-county", args=["WS"]))
        assert answer.context["page"].line.tally == self.board("ws-officer").tally
        assert answer.context["scores_url"] == "assessments:scorecards"
        assert self.client.get(reverse("tasks:picture-county", args=["YD"])).status_code == 404

    def test_ten_workdays_before_a_deadline_the_forecast_opens(self):
        due = self.campaign.deadlines.get(code="assessment").due_on
        first = forecast.opens_on(due, Ground(self.campaign, TODAY))
        options = {"reading": scope_of(self.person("clerk")).reading}
        found = forecast.gates(self.sight("clerk", first), **options)
        assert "完成对县区的考核" in [gate.name for gate in found]
        before = forecast.gates(self.sight("clerk", first - dt.timedelta(days=1)), **options)
        assert "完成对县区的考核" not in [gate.name for gate in before]

    def test_what_a_gate_lacks_is_the_rows_its_link_opens(self):
        on = dt.date(2026, 10, 28)
        found = forecast.gates(self.sight("clerk", on), reading=("0",))
        gate = next(gate for gate in found if "阶段结束" in gate.name)
        place, lacking = gate.places[0]
        chosen = Chosen(county=place.code, state="waiting", by=gate.due_on)
        assert len(rows.rows(self.sight("clerk", on), chosen)) == lacking
        assert gate.pace.missing == sum(count for _, count in gate.places)

    def test_the_home_page_fetches_the_small_picture_afterwards(self):
        assert reverse("tasks:picture-small") in self.page("ws-officer", "desk:home").text
        assert "望山区：超期" in self.page("ws-officer", "tasks:picture-small").text
        assert "望山区里本单位看得到的：超期" in self.page("ws-t1-v1-clerk", "tasks:picture-small").text
        assert "推进情况总表" not in self.page("admin", "tasks:picture-small").text

    # 减负

    def test_the_demo_shows_one_thing_asked_by_two(self):
        [pair] = self.page("clerk", "tasks:burden-pairs").context["page"]
        assert {pair.left.asker_name, pair.right.asker_name} == {"市民政局", "市政务公开办"}
        assert all("社会关切回应情况" in one.text for one in (pair.left, pair.right))

    # 一百零四个县区

    def test_a_hundred_counties_ask_no_more_questions(self):
        self.client.force_login(self.person("clerk"))
        with CaptureQueriesContext(connection) as eight:
            self.client.get(reverse("tasks:picture"))
        city = self.campaign.city
        for number in range(96):
            place = organisations.add_organisation(
                parent=city, name=f"第{number}县人民政府", short_name=f"第{number}县", kind="county",
                code=f"X{number:03d}", by=None, at=AT,
            )  # fmt: skip
            Participant.objects.create(campaign=self.campaign, county=place)
        with CaptureQueriesContext(connection) as many:
            answer = self.client.get(reverse("tasks:picture"))
        assert len(answer.context["board"].lines) == 104
        assert len(many) <= len(eight)


def _exists(item) -> bool:
    return Gauge(TODAY, TODAY).state(item) is not None
