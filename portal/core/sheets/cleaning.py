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
BRACKETED = re.compile(r"[(\[【〔].*?[)\]】〕]$")


def printable(text: str) -> str:
    """可以写进工作簿的 `text`：去掉 XML 不许的控制字符。"""
    return CONTROL.sub("", text).replace("\ufffe", "").replace("\uffff", "")


def lines(text: str) -> str:
    """多行文字：统一换行，每行去掉首尾空白，去掉首尾空行。"""
    text = CONTROL.sub("", INVISIBLE.sub("", CARRIAGE.sub("\n", text)))
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n")).strip("\n")


def line(text: str) -> str:
    """单行文字：汉字之间的断行直接接上，其余断行变空格。"""
    return re.sub(r"\s*\n\s*", " ", BROKEN_LINE.sub("", lines(text))).strip()


def halfwidth(text: str) -> str:
    """全角字母数字与标点转半角（NFKC），用于数字、日期、代码的识读。"""
    return unicodedata.normalize("NFKC", line(text))


def key(text: str) -> str:
    """用于比对表头与选项的形式：半角、小写、无空白、无必填星号与末尾冒号。"""
    return re.sub(r"\s+", "", halfwidth(text)).strip("*:").casefold()


def bare(text: str) -> str:
    """`key` 再去掉末尾的括注：“权重(分值)” → “权重”。"""
    return BRACKETED.sub("", key(text)) or key(text)
