"""读目录：库存的各地样子逐本核对；随机弄乱两百次，一个不丢、一个不多，读错的都要有存疑。"""

import json
from pathlib import Path

import pytest

from catalogs.reading import Item, Reading, understand
from portal.core.sheets import reading
from tests.unit.catalogs import mess, truth

CORPUS = Path(__file__).parents[2] / "data" / "catalogs"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix in (".xlsx", ".csv"))
NAMES = truth.CODES | {"扶贫": "18", "乡村振兴": "18"}
MANY = range(200)


def read(data: bytes, name: str = "目录.xlsx") -> Reading:
    return understand(reading.read(data, name), fields=NAMES)


def flat(item: Item) -> dict:
    return {
        "field": item.field,
        "number": item.number,
        "item_1": item.item_1,
        "item_2": item.item_2,
        "content": item.content,
        "basis": item.basis,
        "time_limit": item.time_limit,
        "time_limit_value": item.limit.value,
        "time_limit_unit": item.limit.unit,
        "subject": item.subject,
        "channels": [*item.channels.known, *item.channels.free],
        "audience": list(item.audience),
        "method": list(item.method),
        "level": list(item.level),
        "extra": item.extra,
    }


def test_the_corpus_is_large_enough():
    assert len(FILES) >= 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_shape_reads_as_it_should(path):
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    found = read(path.read_bytes(), path.name)
    assert [flat(item) for item in found.items] == expected["rows"]
    assert found.problems == []
    assert all(any(doubt.message.startswith(words) for words in expected["doubts"]) for doubt in found.doubts)
    assert all(any(doubt.message.startswith(words) for doubt in found.doubts) for words in expected["doubts"])


def test_every_mess_reads_back_or_is_doubted():
    for seed in MANY:
        made = mess.random_mess(seed)
        rows = mess.with_extra(truth.rows(seed, fields=1 + seed % 3), made.extra)
        found = read(mess.workbook(rows, made))
        expected = [row for code in dict.fromkeys(r.field for r in rows) for row in rows if row.field == code]
        assert [item.item_2 for item in found.items] == [row.item_2 for row in expected], (seed, made)
        doubted = {(doubt.sheet, doubt.cell) for doubt in found.doubts}
        for item, row in zip(found.items, expected, strict=True):
            want = row.as_json()
            if made.wide_digits:
                want["time_limit"] = item.time_limit
            for name, value in flat(item).items():
                cell = (item.sheet, item.cells.get({"time_limit_value": "time_limit"}.get(name, name), ""))
                assert value == want[name] or cell in doubted, (seed, made, name, value, want[name])


def test_wide_digits_keep_their_raw_text():
    row = truth.rows(3)[0]
    found = read(mess.workbook([row], mess.Mess(wide_digits=True)))
    (item,) = found.items
    assert item.limit.value == row.limit_value


def test_a_book_without_a_catalog_says_what_is_missing():
    found = read("甲,乙\n1,2\n".encode(), "名单.csv")
    assert found.items == ()
    assert "没有找到目录的表头" in found.problems[0].message


def test_a_corrected_mapping_is_followed():
    rows = mess.with_extra(truth.rows(5), "责任科室")
    data = mess.workbook(rows, mess.Mess(extra="责任科室"))
    book = reading.read(data, "目录.xlsx")
    plain = understand(book, fields=NAMES)
    letter = next(column.letter for column in plain.sheets[0].columns if column.key == "extra")
    found = understand(book, fields=NAMES, mapping={plain.sheets[0].title: {letter: "remark"}})
    assert [item.remark for item in found.items] == [row.extra["责任科室"] for row in rows]
    assert not any("没有认出" in doubt.message for doubt in found.doubts)


def test_reading_twice_gives_the_same():
    data = mess.workbook(truth.rows(7, fields=3), mess.random_mess(7))
    assert read(data) == read(data)
