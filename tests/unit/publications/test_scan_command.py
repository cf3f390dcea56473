"""命令 `scan`：看全了是 0，有看不见、读不出的是 1 并说明怎么办；标准输出只有 JSON。"""

import io
import json
import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from PIL import Image


def scanned(capsys, path, data: bytes) -> tuple[int, list[dict], str]:
    path.write_bytes(data)
    code = 0
    try:
        call_command("scan", str(path), "--json")
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


def picture(form: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(buffer, form)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("照片.png", picture("PNG"), "这是图片（PNG）"),
        ("改名的.txt", picture("JPEG"), "这是图片（JPEG）"),
        ("扫描件.pdf", picture("PDF"), "没有文字层"),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Office"),
        ("密.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("坏.docx", b"PK\x03\x04" + b"junk" * 9, "已损坏"),
    ],
)
def test_what_cannot_be_seen_is_told_and_ends_with_1(capsys, tmp_path, name, data, words):
    code, [finding], told = scanned(capsys, tmp_path / name, data)
    assert (code, finding["kind"]) == (1, "unreadable")
    assert words in finding["masked"] and words in told


def test_pictures_inside_are_mentioned_without_spoiling_the_answer(capsys, tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("公示照片.png", picture("PNG"))
    code, found, told = scanned(capsys, tmp_path / "材料.zip", buffer.getvalue())
    assert (code, found) == (0, []) and "1 张图片" in told


def test_an_id_number_blurred_by_a_spreadsheet_still_tells_who(capsys, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["身份证号", "编号"])
    book.active.append([110105194912310021, 110105194912310021])
    buffer = io.BytesIO()
    book.save(buffer)
    code, found, _ = scanned(capsys, tmp_path / "名单.xlsx", buffer.getvalue())
    assert [(f["kind"], f["place"][-2:]) for f in found] == [("id_number", "A2")]


def test_a_folder_and_a_missing_file_are_usage_errors(tmp_path):
    for path, words in ((tmp_path, "文件夹"), (tmp_path / "没有", "没有这个文件")):
        with pytest.raises(CommandError, match=words) as refused:
            call_command("scan", str(path))
        assert refused.value.returncode == 2
