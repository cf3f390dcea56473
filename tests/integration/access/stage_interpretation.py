"""解读回应与平台建设各行要用的对象：望山区的。"""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core.views import XLSX
from portal.organisations.models import Organisation
from tasks.registers.interpretation import actions
from tasks.registers.interpretation.models import Interpretation, Policy, Question, Response, Topic
from tasks.registers.interpretation.sheets import POLICIES, QUESTIONS, TOPICS
from tasks.registers.platforms import actions as platforms
from tasks.registers.platforms.models import Zone
from tasks.registers.platforms.sheets import ZONES
from tests.integration.access.city import AT, TODAY


class InterpretationStage:
    """`Stage` 的一部分。"""

    def policy(self) -> Policy:
        values = {"title": "稳就业若干措施", "issuer": "望山区人民政府", "published_on": TODAY}
        policy = Policy(organisation=Organisation.objects.get(code="WS"))
        return actions.save_policy(policy=policy, values=values, **self.by("officer"))

    def interpretation(self) -> Interpretation:
        values = {"title": "一图读懂", "form": "picture", "published_on": TODAY, "author": "区人社局"}
        return actions.add_interpretation(policy=self.policy(), values=values, **self.by("officer"))

    def topic(self) -> Topic:
        values = {"title": "停水传言", "source": "本地论坛", "found_at": AT - dt.timedelta(hours=5)}
        topic = Topic(organisation=Organisation.objects.get(code="WS"))
        return actions.save_topic(topic=topic, values=values, **self.by("officer"))

    def response(self) -> Response:
        values = {"at": AT, "how": "site", "text": "没有停水计划"}
        return actions.add_response(topic=self.topic(), values=values, **self.by("officer"))

    def question(self) -> Question:
        values = {"channel": "hotline", "asked_at": AT, "text": "创业贷款怎样申请？"}
        return actions.ask_question(
            organisation=Organisation.objects.get(code="WS"), values=values, **self.by("officer")
        )

    def question_transferred(self) -> Question:
        return actions.transfer_question(question=self.question(), to=self.township(), **self.by("officer"))

    def question_answered(self) -> Question:
        return actions.answer_question(question=self.question(), answer="到窗口办理", **self.by("officer"))

    def question_confirmed(self) -> Question:
        return actions.move_question(
            question=self.question_answered(), move="confirm", **self.by("county_head")
        )

    def uploaded_policies(self):
        return _upload(POLICIES)

    def uploaded_topics(self):
        return _upload(TOPICS)

    def uploaded_questions(self):
        return _upload(QUESTIONS)

    def zone(self) -> Zone:
        values = {
            "name": "法定主动公开内容",
            "kind": "column",
            "post": "区公开办信息岗",
            "opened_on": dt.date(2026, 1, 1),
            "url": "https://ws.yunchuan.example/open/list.html",
        }
        zone = Zone(organisation=Organisation.objects.get(code="WS"))
        return platforms.save_zone(zone=zone, values=values, **self.by("officer"))

    def uploaded_zones(self):
        return _upload(ZONES)


def _upload(book) -> SimpleUploadedFile:
    return SimpleUploadedFile("台账.xlsx", book.workbook_of([], at=AT), content_type=XLSX)
