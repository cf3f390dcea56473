"""parse_plan：同一份方案的 txt、GBK、docx 读出同样的任务。"""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from docx import Document  # noqa: TID251 造 Word 样本

PLANS = Path(__file__).parents[2] / "data/plans"
KEYS = ["area", "phase", "clause", "text", "due_on", "responsible"]


def parsed(capsys, path) -> list[dict]:
    call_command("parse_plan", str(path), "--json")
    return json.loads(capsys.readouterr().out)


def docx_of(name: str) -> bytes:
    document = Document()
    for line in (PLANS / f"{name}.txt").read_text("utf-8").splitlines():
        if "\t" not in line:
            document.add_paragraph(line)
            continue
        if not document.tables:
            document.add_table(rows=0, cols=line.count("\t") + 1)
        for cell, text in zip(document.tables[0].add_row().cells, line.split("\t"), strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_the_rows_have_the_six_keys_in_order(capsys):
    rows = parsed(capsys, PLANS / "specimen.txt")
    assert {tuple(row) for row in rows} == {tuple(KEYS)}


@pytest.mark.parametrize("name", ["specimen", "numbered", "articles", "table"])
def test_word_and_old_encoding_read_like_the_text(capsys, tmp_path, name):
    plain = parsed(capsys, PLANS / f"{name}.txt")
    word, old = tmp_path / "plan.docx", tmp_path / "plan.txt"
    word.write_bytes(docx_of(name))
    old.write_bytes((PLANS / f"{name}.txt").read_text("utf-8").encode("gb18030"))
    assert parsed(capsys, word) == plain
    assert parsed(capsys, old) == plain


def test_a_picture_is_refused_with_a_way_out(tmp_path):
    path = tmp_path / "plan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    with pytest.raises(CommandError, match="docx"):
        call_command("parse_plan", str(path))


def test_a_text_without_tasks_and_a_broken_file_are_told(capsys, tmp_path):
    path = tmp_path / "闲话.txt"
    path.write_text("2026年今天天气很好，我们去公园玩了一整天。", "utf-8")
    call_command("parse_plan", str(path), "--json")
    said = capsys.readouterr()
    assert json.loads(said.out) == [] and "没有读出任务" in said.err
    broken = tmp_path / "坏.docx"
    broken.write_bytes(docx_of("numbered")[:2000])
    with pytest.raises(CommandError, match="已损坏"):
        call_command("parse_plan", str(broken))
