"""演示的机构与人，一个进行中的行动；云东县填报人、负责人，乡镇经办，市里经办。"""

import datetime as dt

import pytest

from catalogs import actions as catalogs
from portal.core import clock
from tasks.registers.interpretation import actions as interpretation
from tasks.registers.interpretation.models import Policy, Topic
from tests.integration.tasks.city import YEAR, StartedCity


class Town:
    def __init__(self):
        self.at = clock.day_start(dt.date(YEAR, 7, 1)) + dt.timedelta(hours=9)
        started = StartedCity()
        self.places, self.cast, self.campaign = started.places, started.cast, started.campaign
        self.officer, self.head = (self.cast.who(role, "YD") for role in ("county_officer", "county_head"))
        self.other = self.cast.who("county_officer", "WS")
        self.township, self.clerk = (
            self.cast.who("township_officer", "YD-T1"),
            self.cast.who("city_clerk", "YC"),
        )
        self.county = self.places["YD"]
        self.counties = [place for place in self.places.values() if place.kind == "county"]

    def policy(
        self, title="关于支持个体工商户的若干措施", *, on=dt.date(YEAR, 6, 30), by=None, place="YD", **values
    ):
        facts = {"title": title, "issuer": "云东县人民政府", "published_on": on} | values
        return interpretation.save_policy(
            policy=Policy(organisation=self.places[place]), values=facts, by=by or self.officer, at=self.at
        )

    def interpret(self, policy, on, *, form="text", title="一图读懂", by=None, **values):
        facts = {"title": title, "form": form, "published_on": on, "author": "县发改委"} | values
        return interpretation.add_interpretation(
            policy=policy, values=facts, by=by or self.officer, at=self.at
        )

    def topic(self, title="停水传言", *, found_at=None, place="YD", by=None, **values):
        facts = {"title": title, "found_at": found_at or self.at - dt.timedelta(days=2), "source": "本地论坛"}
        return interpretation.save_topic(
            topic=Topic(organisation=self.places[place]),
            values=facts | values,
            by=by or self.officer,
            at=self.at,
        )

    def respond(self, topic, at, **values):
        facts = {"at": at, "how": "site", "text": "已核实，没有停水计划"} | values
        return interpretation.add_response(topic=topic, values=facts, by=self.officer, at=max(at, self.at))

    def ask(self, text="个体户怎样申请创业担保贷款？", *, place="YD", by=None, **values):
        facts = {"channel": "hotline", "asked_at": self.at - dt.timedelta(hours=2), "text": text} | values
        return interpretation.ask_question(
            organisation=self.places[place], values=facts, by=by or self.officer, at=self.at
        )

    def answer(self, question, text="带营业执照到政务大厅二楼窗口办理。", *, by=None, at=None):
        return interpretation.answer_question(
            question=question, answer=text, by=by or self.officer, at=at or self.at
        )


@pytest.fixture
def town(db):
    return Town()


@pytest.fixture
def fields(town):
    catalogs.load_fields(by=None, at=town.at)
