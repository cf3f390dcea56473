from dataclasses import dataclass

from portal.core import personal
from portal.core.text import extract
from portal.publications.privacy.detector import detect

LABELS = {"id_number": "身份证号", "bank_card": "银行卡号", "mobile": "手机号码"}
MAX_FINDINGS = 200
MAGIC = ((b"%PDF-", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"))


@dataclass(frozen=True)
class Finding:
    """一处发现：种类、位置、打码后的值。原值不保存。"""

    kind: str
    place: str
    masked: str

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def scan_text(text: str, *, place: str) -> list[Finding]:
    """一段文字里的发现。"""
    return [Finding(hit.kind, place, personal.mask(hit.kind, hit.value)) for hit in detect(text)]


def scan_file(data: bytes, name: str) -> list[Finding]:
    """一份文件里的发现，连文件名本身；同一处不重复，至多 200 处。"""
    found = dict.fromkeys(scan_text(name, place="文件名"))
    for passage in extract(data, kind_of(data, name)):
        found |= dict.fromkeys(scan_text(passage.text, place=f"“{name}”{passage.place}"))
        if len(found) >= MAX_FINDINGS:
            break
    return list(found)[:MAX_FINDINGS]


def kind_of(data: bytes, name: str) -> str:
    """按内容判断的文件类型；认不出的当作纯文字（csv）。"""
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"PK"):
        return "docx" if b"word/document.xml" in data else "xlsx"
    return "csv"
