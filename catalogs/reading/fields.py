"""从标题、表名、单元格里认出领域。"""

import re
import unicodedata
from collections.abc import Mapping

NUMBERING = re.compile(r"^[(（]?[\d一二三四五六七八九十]+[)）、.．]\s*")
TAIL = re.compile(r"(试点)?领域.*$|基层政务公开.*$|政务公开.*$|标准(化)?目录.*$|公开(标准)?目录.*$|目录$")
LONGEST_TITLE = 80


class FieldNames:
    """认得的领域名称：整格相同的先认，标题里含有的取最长的。写了而认不出的归入 `otherwise`（可没有）。"""

    def __init__(self, names: Mapping[str, str], otherwise: str = ""):
        self.otherwise = otherwise
        self.codes = {plain(name): code for name, code in names.items() if plain(name)}
        self.by_length = sorted((name for name in self.codes if not name.isdigit()), key=len, reverse=True)

    def code_of(self, text: str) -> str:
        """整格就是一个领域的编号；“（一）重大建设项目领域”去掉序号与“领域”再认。"""
        name = plain(text)
        bare = plain(TAIL.sub("", NUMBERING.sub("", unicodedata.normalize("NFKC", text.strip()))))
        return self.codes.get(name) or self.codes.get(bare) or ""

    def code_in(self, text: str) -> str:
        """标题里写到的领域；没有写到的为空。"""
        if exact := self.code_of(text):
            return exact
        name = plain(text)
        if len(name) > LONGEST_TITLE:
            return ""
        return next((self.codes[known] for known in self.by_length if known in name), "")


def plain(text: str) -> str:
    return re.sub(r"[\s、，,·()（）/和与及]", "", unicodedata.normalize("NFKC", text)).casefold()
