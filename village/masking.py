"""户主姓名怎样上公示栏。纯函数：按项目打码，绝不带出号码。

一般补贴印全名；涉及特殊群体的（低保、残疾、孤儿、特扶等）只留姓，见 `Programme.is_sensitive`。
"""

import re
import unicodedata
from collections.abc import Callable

STAR = "*"
# 夹在姓名里的数字到这么多位就可能是号码，一律去掉；“王芳2”这样区分同名的留着。
NUMBER_LENGTH = 6
COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔"
        "申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父"
        "谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门第五完颜纳兰叶赫耶律"
        "澹臺鍾離諸葛歐陽司馬尉遲東方長孫",
    )
)


def mask_for(*, is_sensitive: bool) -> Callable[[str], str]:
    """这一项补贴的姓名写法。"""
    return surname_only if is_sensitive else full_name


def full_name(name: str) -> str:
    """全名：去掉空白与看不见的字符；夹着像号码的数字时连数字一起去掉。"""
    plain = _plain(name)
    if sum(char.isdigit() for char in plain) >= NUMBER_LENGTH:
        return "".join(char for char in plain if not char.isdigit())
    return plain


def surname_only(name: str) -> str:
    """只留姓：王建国 → 王**，王芳 → 王*，欧阳明 → 欧阳**；没有姓氏的名字留第一个字，只有一个字的全遮。"""
    plain = full_name(name)
    if len(plain) < 2:
        return STAR * len(plain)
    if len(plain) == 2:
        return plain[0] + STAR
    surname = plain[:2] if plain[:2] in COMPOUND else plain[0]
    return surname + STAR * 2


def _plain(name: str) -> str:
    """兼容字形归一会换掉人名用字，所以只归一数字与拉丁字母。"""
    kept = (char for char in name if not (char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Mn")))
    return "".join(_half_width(char) for char in kept)


def _half_width(char: str) -> str:
    return unicodedata.normalize("NFKC", char) if "！" <= char <= "～" else char
