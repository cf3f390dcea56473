"""一个小世界：市、两个部门、两个县、两个领域、一个进行中的行动；状态只经动作到达。"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model

from assessments import actions
from assessments.actions.scheme import IndicatorLine
from assessments.actions.score import ScoreEntry
from catalogs.models import Field, FieldOwner
from portal.organisations import actions as organisations
from portal.organisations.scope import forget
from tasks import actions as tasks
from tests.kept import kept

AT = dt.datetime(2026, 9, 1, 2, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 9, 1)


@dataclass
class World:
    """测试里说话用的名字：`w.scorer`、`w.county`、`w.field`。"""

    city: object = None
    departments: list = field(default_factory=list)
    counties: list = field(default_factory=list)
    fields: list = field(default_factory=list)
    people: dict = field(default_factory=dict)
    campaign: object = None
    at: dt.datetime = AT

    def __getattr__(self, name):
        if name in self.__dict__.get("people", {}):
            person = self.people[name]
            forget(person)
            return person
        raise AttributeError(name)

    @property
    def county(self):
        return self.counties[0]

    @property
    def field(self):
        return self.fields[0]

    @property
    def department(self):
        return self.departments[0]


LINES = [
    IndicatorLine("1", "", "主动公开", "", Decimal(60)),
    IndicatorLine("1.1", "1", "目录", "目录齐全", Decimal(20), "deduction", {}, True),
    IndicatorLine("1.2", "1", "更新", "更新及时", Decimal(40), "range", {"minimum": "0.5", "maximum": "9"}),
    IndicatorLine("2", "", "解读", "解读及时", Decimal(40), "deduction", {"defects": {"链接失效": "2"}}),
]


def _person(username, organisation, role, by):
    person = get_user_model().objects.create_user(username=username, password="Yunchuan-2026!")
    person.must_change_password = False
    person.save()
    organisations.appoint(
        person=person, organisation=organisation, role=role, start_on=dt.date(2026, 1, 1), by=by, at=AT
    )
    return person


@pytest.fixture
def world(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Field.objects.all().delete()
    return kept(_world)


def _world() -> World:
    w = World()
    add = {"by": None, "at": AT}
    w.city = organisations.add_organisation(
        parent=None, name="云川市", short_name="云川市", kind="city", code="YC", **add
    )
    for code, name in (("NY", "市农业农村局"), ("JY", "市教育局")):
        w.departments.append(
            organisations.add_organisation(
                parent=w.city, name=name, short_name=name, kind="department", code=code, **add
            )
        )
    for code, name in (("YD", "云东县"), ("YX", "云西县")):
        w.counties.append(
            organisations.add_organisation(
                parent=w.city, name=name, short_name=name, kind="county", code=code, **add
            )
        )
    for (code, name), department in zip((("01", "涉农补贴"), ("02", "义务教育")), w.departments, strict=True):
        one = Field.objects.create(code=code, name=name)
        FieldOwner.objects.create(field=one, year=2026, department=department)
        w.fields.append(one)
    _people(w)
    w.campaign = tasks.create_campaign(city=w.city, year=2026, counties=w.counties, by=w.clerk, at=AT)
    w.campaign = tasks.move_campaign(campaign=w.campaign, move="start", by=w.clerk, at=AT)
    return w


def _people(w: World) -> None:
    posts = {
        "clerk": (w.city, "city_clerk"),
        "reviewer": (w.city, "city_reviewer"),
        "auditor": (w.city, "auditor"),
        "scorer": (w.departments[0], "department_scorer"),
        "scorer_b": (w.departments[0], "department_scorer"),
        "head": (w.departments[0], "department_head"),
        "other_scorer": (w.departments[1], "department_scorer"),
        "other_head": (w.departments[1], "department_head"),
        "officer": (w.counties[0], "county_officer"),
        "county_head": (w.counties[0], "county_head"),
        "west": (w.counties[1], "county_officer"),
    }
    for name, (organisation, role) in posts.items():
        w.people[name] = _person(name, organisation, role, None)


@pytest.fixture
def scheme(world):
    """涉农补贴的方案，四行指标，还没有下发。"""
    made = actions.create_scheme(
        campaign=world.campaign, field=world.field, department=world.department, by=world.scorer, at=AT
    )
    return actions.replace_indicators(scheme=made, lines=LINES, by=world.scorer, at=AT)


@pytest.fixture
def round_(world, scheme):
    """已下发、评分中。"""
    return actions.issue_scheme(scheme=scheme, by=world.head, at=AT)


@pytest.fixture
def scored(world, round_):
    """两县都已评完：云东县扣 2 分，云西县满分；还没提交审核。"""
    return score_all(world, round_, {"YD": Decimal(2)})


def score_all(world, round_, losses: dict, by=None):
    """第一个指标按 `losses`（县区编码 → 扣分）扣，其余满分。"""
    leaves = list(round_.scheme.indicators.exclude(rule="").order_by("position"))
    entries = {}
    for card in round_.scorecards.select_related("county"):
        for index, leaf in enumerate(leaves):
            lost = losses.get(card.county.code, Decimal(0)) if index == 0 else Decimal(0)
            reason = "目录缺少两项" if lost else ""
            entries[(card.pk, leaf.pk)] = ScoreEntry(
                deduction=lost, reason=reason, due_on=dt.date(2026, 9, 30) if lost else None
            )
    actions.record_scores(round_=round_, entries=entries, by=by or world.scorer, at=AT)
    return round_


@pytest.fixture
def approved(world, scored):
    """部门已审核，问题已下发县区。"""
    actions.complete_round(round_=scored, by=world.scorer, at=AT)
    return actions.approve_round(round_=scored, by=world.head, at=AT)


@pytest.fixture
def accepted(world, approved):
    """市里已接收。"""
    actions.submit_round(round_=approved, by=world.scorer, at=AT)
    return actions.move_round(round_=approved, move="accept", by=world.clerk, at=AT)


@pytest.fixture
def sign_in(client):
    def enter(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter
