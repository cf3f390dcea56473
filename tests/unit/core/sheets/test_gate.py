import io
import struct
import zipfile
import zlib

import pytest

from portal.core.sheets import archive, gate, reading
from portal.core.sheets.gate import Refused

HEADER = ["序号", "得分"]


@pytest.fixture
def good(make_xlsx):
    return make_xlsx([HEADER, [1, 2]])


def add(name, body=b"x"):
    return lambda parts: parts | {name: body}


def replace(name, old, new):
    return lambda parts: parts | {name: parts[name].replace(old, new)}


def test_a_plain_workbook_passes_whatever_its_extension_says(good):
    assert gate.check(good, "a.xlsx").format == "xlsx"
    assert gate.check(good, "a.xls").format == "xlsx"


def test_a_path_is_read_like_bytes(good, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(good)
    assert gate.check(path, "a.xlsx").data == good


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧版 .xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "旧版 .xls"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><Workbook/>", "网页"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        ("序号,得分".encode(), "不是 .xlsx"),
        (b"PK\x03\x04 broken", "损坏"),
    ],
)
def test_what_is_not_a_workbook_is_refused_with_a_reason_and_a_remedy(data, words):
    with pytest.raises(Refused) as refused:
        gate.check(data, "成绩.xlsx")
    assert words in refused.value.message
    assert refused.value.hint


def test_an_oversized_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "big.xlsx"
    with path.open("wb") as handle:
        handle.truncate(gate.MAX_SIZE + 1)
    with pytest.raises(Refused, match="超过 20 MB"):
        gate.check(path, "big.xlsx")


MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="http://evil.example/x" '
    b'TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (add("xl/vbaProject.bin"), "宏"),
        (add("xl/VBAPROJECT.BIN"), "宏"),
        (add("xl/macrosheets/sheet1.xml", b"<a/>"), "宏"),
        (replace("[Content_Types].xml", PLAIN_TYPE, MACRO_TYPE), "宏"),
        (replace("[Content_Types].xml", PLAIN_TYPE, MACRO_TYPE.replace(b"E", b"&#69;")), "宏"),
        (add("xl/externalLinks/externalLink1.xml", b"<a/>"), "别的工作簿"),
        (add("xl/embeddings/oleObject1.bin"), "嵌入"),
        (add("xl/activeX/activeX1.xml", b"<a/>"), "ActiveX"),
        (add("xl/connections.xml", b"<a/>"), "数据连接"),
        (add("xl/drawings/_rels/drawing1.xml.rels", LINK % b"image"), "外部的内容"),
        (add("xl/extra.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "DTD"),
        (add("xl/extra.xml", b"<x>" + b" " * (archive.STEP - 8) + b"<!ENTITY a 'b'></x>"), "DTD"),
        (add("xl/extra.xml", "<?xml version='1.0'?><x/>".encode("utf-16")), "UTF-8"),
        (add("xl/extra.xml", b"<?xml version='1.0' encoding='UTF-7'?><x/>"), "UTF-8"),
        (add("../../etc/cron.d/x"), "损坏"),
        (add("xl/workbook.bin"), "xlsb"),
        (add("word/document.xml", b"<a/>"), "Word"),
        (lambda parts: {"readme.txt": b"x"}, "压缩包"),
        (lambda parts: {name: body for name, body in parts.items() if name != "xl/workbook.xml"}, "损坏"),
        (lambda parts: parts | {f"xl/media/{i}.png": b"" for i in range(archive.MAX_ENTRIES)}, "个部件"),
    ],
)
def test_dangerous_packages_are_refused(good, rezip, change, words):
    with pytest.raises(Refused) as refused:
        gate.check(rezip(good, change), "a.xlsx")
    assert words in refused.value.message
    assert refused.value.hint


def test_hyperlinks_are_allowed(good, rezip):
    data = rezip(good, add("xl/worksheets/_rels/sheet1.xml.rels", LINK % b"hyperlink"))
    assert gate.check(data, "a.xlsx").format == "xlsx"


def test_a_zip_bomb_is_refused(good, rezip):
    bomb = rezip(good, add("xl/bomb.xml", b"<a>" + b" " * (archive.MAX_INFLATED + 1)))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(Refused, match="解压后过大"):
        gate.check(bomb, "a.xlsx")


def test_a_high_ratio_below_the_size_limit_is_refused(good, rezip):
    bomb = rezip(good, add("xl/bomb.xml", b"<a>" + b" " * (30 * 1024 * 1024)))
    with pytest.raises(Refused, match="解压后过大"):
        gate.check(bomb, "a.xlsx")


def test_a_directory_that_lies_about_sizes_is_refused(good):
    """自报 10 字节、实际 300 MB：只信真正解压出来的。"""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = stream.compress(b" " * (300 * 1024 * 1024)) + stream.flush()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        info = zipfile.ZipInfo("xl/lie.xml")
        package.writestr(info, body)
    data = bytearray(buffer.getvalue())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 10 : directory + 12] = struct.pack("<H", 8)
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)
    with pytest.raises(Refused, match="解压后过大"):
        gate.check(bytes(data), "a.xlsx")


def test_overlapping_entries_are_refused(good):
    data = bytearray(good)
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    with pytest.raises(Refused):
        gate.check(bytes(data), "a.xlsx")


def test_an_encrypted_entry_is_refused(good):
    data = bytearray(good)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refused, match="密码"):
        gate.check(bytes(data), "a.xlsx")


def test_a_sparse_sheet_costs_no_memory_and_is_refused(make_xlsx):
    def corners(book):
        book.active["XFD1048576"] = 2

    data = make_xlsx([[1]], edit=corners)
    assert len(data) < 10_000
    with pytest.raises(Refused, match="过大"):
        reading.read(data, "a.xlsx")


def test_too_many_columns_are_refused_with_the_row_named(make_xlsx):
    with pytest.raises(Refused, match="第 2 行.*256 列"):
        reading.read(make_xlsx([HEADER, list(range(300))]), "a.xlsx")


def test_the_same_bytes_have_the_same_fingerprint(good):
    assert gate.fingerprint(good) == gate.fingerprint(bytes(good))
    assert gate.fingerprint(good) != gate.fingerprint(good + b" ")
