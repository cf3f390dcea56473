"""年度报告：从台账预填，与台账不同要写原因，核对相符才能报送，三人审核后公开，更正另立一版。"""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from portal.core.rules import Denied
from portal.core.sheets import kinds, reading
from portal.publications.models import Publication
from tasks.ground import Ground
from tasks.models import AnnualReport, Campaign
from tasks.registers.annual import actions, checks, grid, prefill, sheets, standards, standing, tables
from tasks.registers.requests import actions as requests
from tasks.standing import Gauge, State
from tests.integration.tasks.requesting import A, Town, moment
from tests.unit.tasks.annual_books import D, Style, book, values

pytestmark = pytest.mark.django_db
DATE = dt.date
NOW = moment(DATE(2026, 3, 20))
TEXTS = {"overview": "总体情况。", "problems": "问题与改进。", "others": "无"}


@pytest.fixture
def town():
    town = Town()
    first = town.register(DATE(2025, 3, 3), by=town.officer)
    town.answer(first, DATE(2025, 3, 20), "disclosed")
    second = town.register(DATE(2025, 5, 6), body=town.township, kind=A.LEGAL)
    town.answer(second, DATE(2025, 5, 20), "secret")
    town.register(DATE(2025, 12, 22))
    requests.record_dispute(
        request=second,
        route="direct",
        filed_on=DATE(2025, 7, 1),
        by=town.officer,
        at=moment(DATE(2025, 7, 2)),
    )
    return town


def opened(town, body=None, year=2025) -> AnnualReport:
    return actions.open_report(body=body or town.county, year=year, by=town.officer, at=NOW)


def filled(town) -> AnnualReport:
    """填好、核对相符的。"""
    report = opened(town)
    report = actions.set_cells(
        report=report, cells=dict.fromkeys(tables.KEYS_2, D(0)), by=town.officer, at=NOW
    )
    return actions.save_texts(report=report, texts=TEXTS, version=report.version, by=town.officer, at=NOW)


def moved(town, report, *moves) -> AnnualReport:
    clerk, reviewer = town.cast.who("city_clerk", "YC"), town.cast.who("city_reviewer", "YC")
    people = {
        "submit": town.officer,
        "pass": town.head,
        "check": clerk,
        "publish": reviewer,
        "withdraw": reviewer,
    }
    for move in moves:
        report = actions.move_report(report=report, move=move, by=people[move], at=NOW, reason="数据有误")
    return report


WAY = ("submit", "pass", "check", "publish")


def test_a_county_sums_up_its_departments_and_townships(town):
    report = opened(town)
    got = {key: value for key, value in report.values.items() if value}
    assert got == {
        "3.new.natural": 2,
        "3.new.legal": 1,
        "3.disclosed.natural": 1,
        "3.secret.legal": 1,
        "3.forward.natural": 1,
        "4.direct.pending": 1,
    }
    assert set(report.sources.values()) == {"ledger"}
    own = opened(town, body=town.township)
    assert {key for key, value in own.values.items() if value} == {
        "3.new.legal",
        "3.secret.legal",
        "4.direct.pending",
    }


def test_carry_over_comes_from_last_years_report(town):
    moved(town, filled(town), *WAY)
    this_year = actions.open_report(body=town.county, year=2026, by=town.officer, at=NOW)
    assert this_year.values["3.carried.natural"] == 1
    assert this_year.sources["3.carried.natural"] == "carried"


def test_a_body_without_a_ledger_is_not_filled_with_zeros(town):
    report = opened(town, body=town.places["YD-B1"])
    assert report.cells == {}
    assert len(checks.check(report.values)) == len(tables.KEYS)


def test_overwriting_a_ledger_number_needs_a_note(town):
    report = opened(town)
    figures = prefill.figures(town.county, 2025)
    cell = {"row": "3.new", "column": "natural", "value": "3", "version": grid.version_of("2")}
    [answer], _, _ = grid.save(report, [cell], figures, by=town.officer, at=NOW)
    assert (answer.status, answer.value) == ("error", "2") and "台账为 2" in answer.message
    note = {"row": "3.new", "column": "note", "value": "另有一件口头申请", "version": grid.version_of("")}
    answers, rows, report = grid.save(report, [cell, note], figures, by=town.officer, at=NOW)
    assert [a.status for a in answers] == ["saved", "saved"] and "不同" in rows[0]["explain"]
    assert (report.sources["3.new.natural"], report.notes["3.new"]) == ("typed", "另有一件口头申请")
    stale = cell | {"value": "5"}
    [answer], _, _ = grid.save(report, [stale], figures, by=town.officer, at=NOW)
    assert (answer.status, answer.value) == ("conflict", "3")
    bad = cell | {"value": "若干", "version": grid.version_of("3")}
    [answer], _, _ = grid.save(report, [bad], figures, by=town.officer, at=NOW)
    assert answer.status == "error" and "不是数字" in answer.message


def test_taking_figures_again_leaves_what_people_typed(town):
    report = filled(town)
    report = actions.set_cells(
        report=report, cells={"3.new.natural": D(3)}, notes={"3.new": "另有一件"}, by=town.officer, at=NOW
    )
    town.register(DATE(2025, 8, 1), kind=A.CHARITY)
    assert actions.refill_report(report=report, by=town.officer, at=NOW) == 2
    report.refresh_from_db()
    assert (report.cells["3.new.natural"], report.cells["3.new.charity"]) == ("3", "1")


def test_only_a_report_that_agrees_is_handed_in(town):
    report = opened(town)
    with pytest.raises(Denied, match="还没有写“一、总体情况”“五、"):
        moved(town, report, "submit")
    report = actions.save_texts(report=report, texts=TEXTS, version=report.version, by=town.officer, at=NOW)
    with pytest.raises(Denied, match="10 处不符"):
        moved(town, report, "submit")
    report = filled(town)
    report = actions.set_cells(report=report, cells={"3.forward.natural": D(0)}, by=town.officer, at=NOW)
    with pytest.raises(Denied, match="第一项加第二项为 2"):
        moved(town, report, "submit")
    actions.set_cells(
        report=report, cells={"3.forward.natural": D(0), "3.partly.natural": D(1)}, by=town.officer, at=NOW
    )
    with pytest.raises(Denied, match="与台账不同"):
        moved(town, report, "submit")


def test_three_people_stand_behind_what_is_published(town):
    report = moved(town, filled(town), "submit")
    with pytest.raises(Denied, match="另一位|审核人"):
        actions.move_report(report=report, move="pass", by=town.officer, at=NOW)
    report = moved(town, report, "pass", "check", "publish")
    publication = report.publication
    assert (publication.status, publication.column.slug) == (Publication.Status.PUBLISHED, "annual-reports")
    assert publication.title == "云东县人民政府2025年政府信息公开工作年度报告"
    for words in ("一、总体情况", "（七）总计", "未经复议直接起诉", "六、其他需要报告的事项"):
        assert words in publication.body_html
    assert 'colspan="7"' in publication.body_html
    with pytest.raises(Denied, match="不能修改"):
        actions.set_cells(report=report, cells={"3.new.natural": D(9)}, by=town.officer, at=NOW)


def test_the_year_must_be_over_and_late_is_still_allowed(town):
    report = filled(town)
    early = moment(DATE(2025, 12, 31), 23)
    with pytest.raises(Denied, match="2026年1月1日才开放"):
        actions.move_report(report=report, move="submit", by=town.officer, at=early)
    late = moment(DATE(2026, 4, 1))
    assert actions.move_report(report=report, move="submit", by=town.officer, at=late).status == "submitted"


def test_a_correction_is_a_new_edition_and_repeals_the_old_one(town):
    first = moved(town, filled(town), *WAY)
    second = actions.correct_report(report=first, reason="漏计一件", by=town.officer, at=NOW)
    assert (second.edition, second.cells) == (2, first.cells)
    with pytest.raises(Denied, match="请在那一版上办理"):
        actions.correct_report(report=first, reason="再改", by=town.officer, at=NOW)
    second = moved(town, second, *WAY)
    first.publication.refresh_from_db()
    assert first.publication.validity == Publication.Validity.REPEALED
    assert "漏计一件" in second.publication.summary
    second = moved(town, second, "withdraw")
    assert second.publication.status == Publication.Status.WITHDRAWN


def test_two_people_writing_the_text_are_both_kept(town):
    report = opened(town)
    actions.save_texts(report=report, texts=TEXTS, version=report.version, by=town.officer, at=NOW)
    with pytest.raises(actions.EditedByAnother) as edited:
        actions.save_texts(
            report=report, texts=TEXTS | {"others": "另有"}, version=report.version, by=town.officer, at=NOW
        )
    assert edited.value.report.others == "无"


def test_a_colleagues_text_stands_beside_mine_until_one_is_chosen(town, client):
    report = opened(town)
    client.force_login(town.officer, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("tasks:annual-texts", args=[report.pk])
    typed = TEXTS | {"version": report.version}
    assert client.post(url, typed | {"problems": "同事写的问题。"}).status_code == 302
    late = client.post(url, typed | {"problems": "我写的问题。"})
    assert late.status_code == 409
    for text in ("您的内容还没有保存", "同事写的问题。", "我写的问题。", "采用对方"):
        assert text in late.text
    report.refresh_from_db()
    assert report.problems == "同事写的问题。"
    chosen = typed | {"problems": "我写的问题。", "version": late.context["form"]["version"].value()}
    assert client.post(url, chosen).status_code == 302
    report.refresh_from_db()
    assert (report.problems, report.overview) == ("我写的问题。", TEXTS["overview"])


def test_standing_names_this_years_publication_and_the_next_ones_preparation(town):
    campaign = Campaign(year=2026)

    def states(on):
        gauge = Gauge(on, on + dt.timedelta(days=5))
        counties = [town.county, town.places["YX"]]
        return {item.key: gauge.state(item) for item in standing.items(Ground(campaign, on), counties)}

    report = moved(town, filled(town), *WAY)
    mine, theirs = f"annual:2025:{town.county.pk}", f"annual:2025:{town.places['YX'].pk}"
    assert states(DATE(2026, 3, 19))[mine] == State.OPEN
    assert states(DATE(2026, 4, 1)) == {mine: State.ON_TIME, theirs: State.OVERDUE}
    assert states(DATE(2026, 12, 1))[f"annual:2026:{town.county.pk}"] == State.OPEN
    moved(town, report, "withdraw")
    assert states(DATE(2026, 4, 1))[mine] == State.OVERDUE


# 工作簿


def plan_of(town, data: bytes, body="YX", year=2025, by=None):
    return kinds.get("annual-report").plan(
        reading.read(data, "年报.xlsx"),
        campaign=None,
        scope={"code": body, "year": year},
        by=by or town.other,
    )


def test_what_was_exported_imports_without_change(town):
    report = filled(town)
    plan = plan_of(town, sheets.workbook(report, at=NOW), "YD", by=town.officer)
    assert (plan.problems, plan.doubts) == ([], [])
    assert (plan.rows, plan.new, plan.changed, plan.same) == (33, 0, 0, 33)


def test_an_unsigned_workbook_becomes_a_report(town):
    plan = plan_of(town, book(Style(merged=False)))
    assert plan.problems == []
    kinds.get("annual-report").apply(plan, by=town.other, at=NOW)
    report = AnnualReport.objects.get(body__code="YX")
    assert report.values == values() and set(report.sources.values()) == {"imported"}
    again = plan_of(town, book())
    assert (again.new, again.changed, again.same) == (0, 0, 33)


def test_a_signed_workbook_of_another_body_or_year_is_refused(town):
    data = sheets.workbook(opened(town), at=NOW)
    [problem] = plan_of(town, data, "YX").problems
    assert "云东县" in problem.message
    [problem] = plan_of(town, data, "YD", 2024, by=town.officer).problems
    assert "2025 年度" in problem.message


def test_a_title_of_another_year_is_an_error_with_its_cell(town):
    data = book(Style(above=[["云西县２０２４年政府信息公开工作年度报告"]]))
    [problem] = plan_of(town, data).problems
    assert (problem.cell, "2024" in problem.message) == ("A1", True)


def test_what_differs_from_the_ledger_is_a_doubt_and_what_differs_from_last_year_an_error(town):
    plan = plan_of(town, book(), "YD", by=town.officer)
    assert plan.problems == [] and any("台账为 2" in doubt.message for doubt in plan.doubts)
    moved(town, filled(town), *WAY)
    plan = plan_of(town, book(), "YD", 2026, by=town.officer)
    assert plan.problems == []
    changed = values() | {"3.carried.natural": D(2), "3.disclosed.natural": D(5)}
    [problem] = plan_of(town, book(filled=changed), "YD", 2026, by=town.officer).problems
    assert "上年结转填 2，上年报告的结转下年度为 1" in problem.message and problem.cell


def run(*args) -> tuple[int, dict]:
    out = StringIO()
    try:
        call_command("import_workbook", "annual-report", *args, "--json", stdout=out)
        code = 0
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(out.getvalue())


def test_the_command_imports_or_lists_every_error(town, tmp_path):
    path, who = tmp_path / "年报.xlsx", town.other.username
    path.write_bytes(book())
    code, said = run(str(path), "--scope", "YX", "--year", "2025", "--by", who)
    assert (code, said["rows"], said["new"], said["errors"]) == (0, 33, 33, [])
    wrong = values() | {"3.new.natural": D(10)}
    del wrong["3.secret.legal"]
    path.write_bytes(book(filled=wrong))
    code, said = run(str(path), "--scope", "YX", "--year", "2025", "--by", who)
    assert code == 1
    messages = [error["message"] for error in said["errors"]]
    assert any("没有填写" in m for m in messages) and any("第一项加第二项为 11" in m for m in messages)
    assert all(error["cell"] and error["sheet"] and error["hint"] for error in said["errors"])
    code, said = run(str(path), "--scope", "YD", "--year", "2025", "--by", who)
    assert code == 1 and "云东县的经办人" in said["errors"][0]["message"]
    code, said = run(str(path), "--scope", "YX", "--year", "2199", "--by", who, "--dry-run")
    assert code == 1 and "年度应在 2008 与" in said["errors"][0]["message"]
    code, said = run(str(path), "--scope", "没有", "--year", "2025", "--by", who)
    assert code == 1 and "没有编码或名称" in said["errors"][0]["message"]


def test_the_exported_rows_say_where_each_number_came_from(town):
    opened(town)
    rows = kinds.get_exporter("annual-report").rows(scope={"code": "YD", "year": 2025}, by=town.officer)
    assert {
        "key": "3.new.natural",
        "name": "表三“一、本年新收政府信息公开申请数量”的“自然人”",
        "value": 2,
        "source": "ledger",
    } in rows


def test_the_standards_name_unexplained_rows(town):
    report = filled(town)
    figures = prefill.figures(town.county, 2025)
    assert standards.lacking(report, figures) == ""
    assert standards.unexplained(report, figures) == []
