"""各页能打开，看不到的 404，查询次数不随行数增长。"""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Issue, Rectification, Score

PAGES = ("schemes", "rounds", "scorecards", "issues")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["clerk", "auditor", "scorer", "head", "officer", "west"])
def test_every_list_opens_for_everyone_at_work(world, approved, sign_in, name, who):
    assert sign_in(world.people[who]).get(reverse(f"assessments:{name}")).status_code == 200


def test_details_open_for_those_who_may_see_them(world, accepted, sign_in):
    issue = Issue.objects.get()
    pages = [accepted.scheme, accepted, accepted.scorecards.first(), issue]
    statuses = {
        who: [sign_in(world.people[who]).get(page.get_absolute_url()).status_code for page in pages]
        for who in ("clerk", "auditor", "scorer", "other_scorer", "officer", "west")
    }
    assert statuses == {
        "clerk": [200, 200, 200, 200],
        "auditor": [200, 200, 200, 200],
        "scorer": [200, 200, 200, 200],
        "other_scorer": [404, 404, 404, 404],
        "officer": [200, 404, 200, 200],
        "west": [200, 404, 404, 404],
    }


def test_a_county_sees_nothing_before_the_head_approves(world, scored, sign_in):
    card = scored.scorecards.get(county=world.county)
    client = sign_in(world.officer)
    assert client.get(card.get_absolute_url()).status_code == 404
    assert "还没有审核通过的成绩" in client.get(reverse("assessments:scorecards")).content.decode()


def test_the_results_page_is_for_the_city(world, accepted, sign_in):
    url = reverse("assessments:results")
    assert sign_in(world.clerk).get(url).status_code == 200
    assert sign_in(world.officer).get(url).status_code == 404
    assert sign_in(world.scorer).get(url).status_code == 404


def save(client, card, **cells):
    body = {"cells": [dict(cell, column=cell.get("column", "deduction")) for cell in cells["cells"]]}
    url = reverse("assessments:scorecard-save", args=[card.pk])
    return client.post(url, json.dumps(body), content_type="application/json").json()["cells"]


@pytest.fixture
def card(world, round_):
    return round_.scorecards.get(county=world.county)


def test_a_row_is_saved_cell_by_cell_and_explained(world, card, sign_in):
    leaf = card.round.scheme.indicators.get(number="2")
    cells = [
        {"row": leaf.pk, "column": "deduction", "value": "链接失效:3", "version": 0},
        {"row": leaf.pk, "column": "reason", "value": "三处打不开", "version": 0},
    ]
    answers = save(sign_in(world.scorer), card, cells=cells)
    assert [answer["status"] for answer in answers] == ["saved", "saved"]
    assert Score.objects.get().deduction == Decimal(6)
    assert (
        "发现 3 处“链接失效”每处扣 2.00"
        in sign_in(world.scorer).get(card.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("两分", "不是数字"),
        ("25", "超过分值"),
        ("2", "扣分原因"),
        ("缺项:1", "没有“缺项”"),
        ("-1", "小于下限"),
    ],
)
def test_a_bad_cell_is_refused_with_a_word(world, card, sign_in, value, words):
    leaf = card.round.scheme.indicators.get(number="1.1")
    (answer,) = save(sign_in(world.scorer), card, cells=[{"row": leaf.pk, "value": value, "version": 0}])
    assert answer["status"] == "error"
    assert words in answer["message"]
    assert not Score.objects.exists()


def test_the_second_editor_of_a_cell_is_shown_the_first_ones_value(world, card, sign_in):
    leaf = card.round.scheme.indicators.get(number="1.1")
    mine = [{"row": leaf.pk, "value": "0", "version": 0}]
    assert save(sign_in(world.scorer), card, cells=mine)[0]["status"] == "saved"
    (answer,) = save(sign_in(world.scorer_b), card, cells=[{"row": leaf.pk, "value": "不适用", "version": 0}])
    assert (answer["status"], answer["value"]) == ("conflict", "0")
    retry = [{"row": leaf.pk, "value": "不适用", "version": answer["version"]}]
    assert save(sign_in(world.scorer_b), card, cells=retry)[0]["status"] == "saved"
    assert Score.objects.get().is_inapplicable


def test_the_grid_works_as_a_plain_form(world, card, sign_in):
    leaf = card.round.scheme.indicators.get(number="1.1")
    url = reverse("assessments:scorecard-save", args=[card.pk])
    data = {f"{leaf.pk}:deduction": "2", f"version:{leaf.pk}:deduction": "0"}
    client = sign_in(world.scorer)
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert "扣分原因" in refused.content.decode()
    data |= {f"{leaf.pk}:reason": "缺两项", f"version:{leaf.pk}:reason": "0"}
    assert client.post(url, data).status_code == 302
    assert Score.objects.get().value == Decimal(18)


def test_a_county_answers_and_the_department_rechecks_in_the_browser(world, approved, sign_in):
    issue = Issue.objects.get()
    county = sign_in(world.officer)
    county.post(reverse("assessments:issue-receive"))
    page = reverse("assessments:issue-answer", args=[issue.pk])
    assert county.post(page, {"measures": "已补"}).status_code == 422
    assert county.post(page, {"measures": "已补", "link": "https://example.gov.cn/1"}).status_code == 302
    recheck = reverse("assessments:issue-recheck", args=[issue.pk])
    assert sign_in(world.scorer).post(recheck, {"verdict": "return"}).status_code == 422
    assert sign_in(world.scorer).post(recheck, {"verdict": "pass"}).status_code == 302
    issue.refresh_from_db()
    assert (issue.status, Rectification.objects.get().verdict) == ("closed", "passed")


def test_combination_settings_are_checked(world, accepted, sign_in):
    url = reverse("assessments:result-settings")
    client = sign_in(world.clerk)
    values = {"method": "weighted_mean", "ties": "skip", "bands": "60 合格\n90 优秀", "version": 1}
    assert client.post(url, values).status_code == 422
    values |= {"bands": "90 优秀\n0 其他", "weight_01": "2"}
    assert client.post(url, values).status_code == 302
    assert world.campaign.combination.weights == {"01": "2"}


@pytest.mark.parametrize("name", ["issues", "rounds", "schemes", "results"])
def test_list_queries_do_not_grow_with_rows(world, accepted, sign_in, name, django_assert_max_num_queries):
    client = sign_in(world.clerk)
    with django_assert_max_num_queries(40):
        client.get(reverse(f"assessments:{name}"))


def test_an_unknown_move_is_404(world, round_, sign_in):
    url = reverse("assessments:round-move", args=[round_.pk, "fly"])
    assert sign_in(world.scorer).post(url).status_code == 404


def test_the_head_issues_the_scheme_from_the_page(world, scheme, sign_in):
    url = reverse("assessments:scheme-move", args=[scheme.pk, "issue"])
    assert sign_in(world.head).post(url).status_code == 302
    scheme.refresh_from_db()
    assert scheme.is_frozen


def test_one_indicator_is_edited_in_the_browser(world, scheme, sign_in):
    leaf = scheme.indicators.get(number="2")
    url = reverse("assessments:indicator-edit", args=[leaf.pk])
    client = sign_in(world.scorer)
    assert client.get(url).status_code == 200
    scheme.refresh_from_db()
    values = {"name": "解读回应", "points": "30", "rule_text": "扣分", "version": scheme.version}
    assert client.post(url, values).status_code == 302
    leaf.refresh_from_db()
    scheme.refresh_from_db()
    assert (leaf.name, leaf.points, scheme.full_points) == ("解读回应", Decimal(30), Decimal(90))


def test_moves_from_scoring_to_acceptance(world, scored, sign_in):
    for who, move in (("scorer", "complete"), ("head", "approve"), ("scorer", "submit"), ("clerk", "accept")):
        url = reverse("assessments:round-move", args=[scored.pk, move])
        assert sign_in(world.people[who]).post(url).status_code == 302
    scored.refresh_from_db()
    assert scored.status == "accepted"
