"""没有压缩包结构的文件：分隔的文字、RTF、邮件、XML、图片里的附加信息、认不出的二进制。"""

import csv
import email
import io
import re
import zlib
from collections.abc import Iterator
from email import policy

from defusedxml import ElementTree

from portal.core.separated import delimiter_of
from portal.core.text import markup, parts
from portal.core.text.passages import RICH, Cell, Passage, Unreadable

MAX_UNZIPPED = 100 * 1024 * 1024
NEWLINE = re.compile(r"\r\n?")
MAIL = re.compile(
    rb"^(From |(From|To|Subject|Date|MIME-Version|Content-Type|Received|Return-Path|Message-ID):)", re.I
)
XML = re.compile(rb"^\s*(<\?xml|<svg\b|<[A-Za-z_][\w.-]*:[A-Za-z_])")
PRINTABLE = re.compile(rb"[\x20-\x7e]{11,}")
WIDE = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]){11,}")
RTF_WORD = re.compile(r"\\'([0-9a-f]{2})|\\u(-?\d+) ?\??|\\([a-z]+)(-?\d+)? ?|\\(.)|[{}\r\n]", re.IGNORECASE)
OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOCKED = "文件设有打开密码，读不出内容；请取消密码再检测"
OLD = "这是旧版 Office 文件（.doc、.xls、.ppt），读不全内容；请另存为 .docx、.xlsx、.pptx 再检测"
RTF_BREAKS = frozenset({"par", "line", "cell", "row", "tab", "sect", "page"})

csv.field_size_limit(MAX_UNZIPPED)  # 一格再长也要看完，默认过了十三万字就报错


def separated(data: bytes) -> Iterator[Passage]:
    """CSV、TSV 与一般文字，逐行逐格。"""
    text = NEWLINE.sub("\n", markup.decode(data))
    lines = io.StringIO(text)
    for number, row in enumerate(csv.reader(lines, delimiter=delimiter_of(text)), start=1):
        for index, cell in enumerate(row, start=1):
            yield Passage(cell, f"第 {number} 行第 {index} 列", Cell("", number, index, index + 1))


def xml(data: bytes) -> Iterator[Passage]:
    """写成 XML 的内容；写得不合规矩的当作文字。"""
    try:
        yield from (Passage(*item) for item in parts.loose_texts(data, "正文"))
    except ElementTree.ParseError:
        yield from separated(data)


def rtf(data: bytes) -> Iterator[Passage]:
    """RTF：排版用的控制字去掉，一个号码断成几截也能拼回。"""
    encoded = RTF_WORD.sub(_rtf_word, data.decode("latin-1")).encode("latin-1", errors="ignore")
    for number, line in enumerate(encoded.decode("gb18030", errors="replace").split("\n"), start=1):
        yield Passage(line, f"第 {number} 段")


def _rtf_word(found: re.Match) -> str:
    byte, char, word, _, symbol = found.groups()
    if byte:
        return bytes.fromhex(byte).decode("latin-1")
    if char:
        return chr(int(char) % 65536).encode("gb18030", errors="ignore").decode("latin-1")
    if word:
        return "\n" if word.lower() in RTF_BREAKS else ""
    return symbol if symbol in ("\\", "{", "}") else "-" if symbol == "_" else " " if symbol == "~" else ""


def mail(data: bytes) -> Iterator[Passage | tuple[str, bytes]]:
    """邮件、网页归档：各项邮件头，各部分的内容。"""
    message = email.message_from_bytes(data, policy=policy.default)
    for key, value in message.items():
        yield Passage(str(value), f"邮件头“{key}”")
    for number, part in enumerate(message.walk(), start=1):
        if content := part.get_payload(decode=True):
            yield part.get_filename() or f"邮件第 {number} 部分", content


def gzipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    stream = zlib.decompressobj(31)
    try:
        content = stream.decompress(data, MAX_UNZIPPED)
    except zlib.error as error:
        raise Unreadable("压缩包已损坏，读不出内容") from error
    if stream.unconsumed_tail:
        raise Unreadable("压缩包过大，读不出内容")
    yield "压缩的内容", content


def image(data: bytes) -> Iterator[Passage]:
    """图片：画面里的字认不出，只看附加信息里的号码。"""
    yield from (Passage(text, "图片的附加信息") for text in _strings(data))


def binary(data: bytes) -> Iterator[Passage]:
    """旧版 Office 等二进制：看得出的文字都看，但不能断定看全了。"""
    yield from (Passage(text, "二进制内容") for text in _strings(data))
    if data.startswith(OLE):
        raise Unreadable(LOCKED if ENCRYPTED in data else OLD)
    raise Unreadable("认不出的文件类型，读不全内容；请转成 Word、Excel、PDF 或文本再检测")


def _strings(data: bytes) -> Iterator[str]:
    """二进制里成串的单字节与双字节文字，只取含有长号码的。"""
    for run in PRINTABLE.findall(data):
        yield from _rich(run.decode("ascii"))
    for run in WIDE.findall(data):
        yield from _rich(run.decode("utf-16-le", errors="replace"))


def _rich(text: str) -> Iterator[str]:
    if RICH.search(text):
        yield text
