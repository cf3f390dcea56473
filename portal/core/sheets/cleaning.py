"""文字的清洗：只去掉看不见的与多余的，不改动看得见的字。"""

import re
import unicodedata

# 零宽字符、双向控制符、BOM：从网页和聊天软件粘贴时带进来，看不见却让比对失败。
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]")
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t ]+")
# 表格软件把回车写成这样的转义，读库不还原。
CARRIAGE = re.compile(r"_x000D_|\r\n?")
CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
BROKEN_LINE = re.compile(rf"(?<=[{CJK}])\n+(?=[{CJK}])")
RISKY = ("=", "+", "-", "@", "\t", "\r")
MAX_TEXT = 32_000  # Excel 一格至多 32767 字
CUT = "…（超长，未全部写出）"
BRACKETED = re.compile(r"[(\[【〔].*?[)\]】〕]$")


def is_risky(value) -> bool:
    """打开时会被表格软件当作公式的文字。"""
    return isinstance(value, str) and value.startswith(RISKY)


def written(text: str) -> str:
    """可以写进一格的文字：去掉非法字符；超过一格的容量时截断并注明，不悄悄丢。"""
    text = printable(text)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - len(CUT)] + CUT


def printable(text: str) -> str:
    """可以写进工作簿的 `text`：去掉 XML 不许的控制字符。"""
    if text.isprintable():
        return text
    return CONTROL.sub("", text).replace("\ufffe", "").replace("\uffff", "")


def is_clean(text: str) -> bool:
    """单行、没有多余空白与看不见的字符：绝大多数单元格如此，不必逐条替换。"""
    return text.isprintable() and "  " not in text and "_x000D_" not in text and text == text.strip()


def lines(text: str) -> str:
    """多行文字：统一换行，每行去掉首尾空白，去掉首尾空行。"""
    if is_clean(text):
        return text
    text = CONTROL.sub("", INVISIBLE.sub("", CARRIAGE.sub("\n", text)))
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n")).strip("\n")


def line(text: str) -> str:
    """单行文字：汉字之间的断行直接接上，其余断行变空格。"""
    if is_clean(text):
        return text
    return " ".join(part for part in BROKEN_LINE.sub("", lines(text)).split("\n") if part)


def halfwidth(text: str) -> str:
    """全角字母数字与标点转半角（NFKC），用于数字、日期、代码的识读。"""
    return unicodedata.normalize("NFKC", line(text))


def key(text: str) -> str:
    """用于比对表头与选项的形式：半角、小写、无空白、无必填星号与末尾冒号。"""
    return re.sub(r"\s+", "", halfwidth(text)).strip("*:").casefold()


def bare(text: str) -> str:
    """`key` 再去掉末尾的括注：“权重(分值)” → “权重”。"""
    return BRACKETED.sub("", key(text)) or key(text)
