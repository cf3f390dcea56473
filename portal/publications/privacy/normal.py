"""文字归一：全角转半角、汉字数字成串的转阿拉伯数字、去掉看不见的字符，使各种写法成为一种。"""

import re
import unicodedata

HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖", "000123456789123456789")
HAN_RUN = re.compile(r"[〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖]{11,}")
DASHES = re.compile(r"[‐‑‒–—―−﹣－ー]")
SPACES = re.compile(r"[\t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def normalise(text: str) -> str:
    """各种写法归为一种；看不见的字符（零宽、方向、软连字符、控制符）去掉。"""
    if text.isascii():
        return SPACES.sub(" ", text)
    folded = SPACES.sub(" ", unicodedata.normalize("NFKC", text))
    if not folded.isprintable():
        folded = "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Cc", "Mn"))
    return HAN_RUN.sub(lambda run: run[0].translate(HAN_DIGITS), DASHES.sub("-", folded))
