import pytest

from portal.core.sheets import reading, stamp

NOW = {"year": stamp.Tag("2026", "2026 年度"), "county": stamp.Tag("340102", "云东县")}
RIGHT = {"year": stamp.Tag("2025", "2025 年度"), "county": stamp.Tag("340102", "云东县")}


@pytest.fixture
def read_back(scores_workbook):
    return stamp.read_stamp(reading.read(scores_workbook, "a.xlsx"))


def verify(found, **changes):
    wanted = {"kind": "scores", "label": "评分表", "version": "1", "scope": RIGHT} | changes
    return [str(problem) for problem in stamp.verify(found, **wanted)]


def test_the_stamp_survives_the_file(read_back, scores_stamp):
    assert read_back == scores_stamp
    assert verify(read_back) == []


def test_another_years_template_is_refused_in_words(read_back):
    assert "这是 2025 年度的评分表，当前是 2026 年度" in verify(read_back, scope=NOW)[0]


def test_another_countys_template_is_refused_in_words(read_back):
    scope = RIGHT | {"county": stamp.Tag("340103", "云西县")}
    assert "这是云东县的评分表，不能用于云西县" in verify(read_back, scope=scope)[0]


def test_another_kind_and_an_old_version_are_refused(read_back):
    assert "这是评分表的模板，不是问题清单的模板" in verify(read_back, kind="issues", label="问题清单")[0]
    assert "模板是旧的" in verify(read_back, version="2")[0]


def test_a_workbook_without_stamp_is_not_a_template(make_xlsx):
    found = stamp.read_stamp(reading.read(make_xlsx([["a"]]), "a.xlsx"))
    assert found is None
    assert "不是从平台下载的评分表模板" in verify(found)[0]


@pytest.mark.parametrize("row", [1, 3, 4, 5, 6])
def test_any_change_to_the_hidden_sheet_breaks_the_seal(make_xlsx, scores_stamp, row):
    def seal(book):
        sheet = book.create_sheet("_gkts")
        for pair in scores_stamp.rows():
            sheet.append(pair)
        sheet.cell(row, 2).value = str(sheet.cell(row, 2).value).replace("2", "3") + " "

    found = stamp.read_stamp(reading.read(make_xlsx([["a"]], edit=seal), "a.xlsx"))
    assert not found.intact
    assert "被改动过" in verify(found)[0]


def test_nonsense_in_the_hidden_sheet_is_not_trusted(make_xlsx):
    def seal(book):
        book.create_sheet("_gkts").append(["scope", "[1, 2]"])

    assert not stamp.read_stamp(reading.read(make_xlsx([["a"]], edit=seal), "a.xlsx")).intact


def test_the_seal_depends_on_the_secret_key(scores_workbook, settings):
    settings.SECRET_KEY = "another"
    assert not stamp.read_stamp(reading.read(scores_workbook, "a.xlsx")).intact
