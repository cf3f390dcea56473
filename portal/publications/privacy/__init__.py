"""隐私检测：身份证号、银行卡号、手机号、住址、名单，在文字与文件的任何角落。纯函数，不存值，只给打码后的样子。

规则有变即把 `VERSION` 加一：已公开的会随之重查（见 `rescanning`）。
"""

from portal.publications.privacy.detector import VERSION, Hit, detect, redact
from portal.publications.privacy.scanning import LABELS, Finding, scan_file, scan_html, scan_rows, scan_text
from portal.publications.privacy.unseen import blind_spots, unseen

__all__ = [
    "LABELS",
    "VERSION",
    "Finding",
    "Hit",
    "blind_spots",
    "detect",
    "redact",
    "scan_file",
    "scan_html",
    "scan_rows",
    "scan_text",
    "unseen",
]
