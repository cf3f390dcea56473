"""隐私检测：身份证号、银行卡号、手机号，在文字与文件的任何角落。纯函数，不存值，只给打码后的样子。"""

from portal.publications.privacy.detector import VERSION, Hit, detect
from portal.publications.privacy.scanning import Finding, scan_file, scan_text

__all__ = ["VERSION", "Finding", "Hit", "detect", "scan_file", "scan_text"]
