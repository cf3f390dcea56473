"""认得出的写法：行名、列名去掉编号、标点、全角与换行之后，凭关键的字认。"""

import re
import unicodedata
from collections.abc import Sequence

from portal.core.sheets import cleaning

NOISE = re.compile(r"[\s\W_]+")
NUMBERING = re.compile(r"^(?:第?[一二三四五六七八九十]+(?=[^类安全]|$)|\d+)+")
NOTE = re.compile(r"^(注|备注|说明|附注|填表说明|填报说明|勾稽关系)")
OTHER = re.compile(r"(?:^|\d|其他处理|处理)其[他它]$")
# 依次试：长的、专的在前。
ROWS_3: Sequence[tuple[str, tuple[str, ...]]] = (
    ("forward", ("结转下年", "结转下一年", "结转至下年", "下年度继续办理")),
    ("carried", ("上年结转", "上年度结转", "上一年结转", "上一年度结转")),
    ("new", ("新收", "本年收到")),
    ("sum", ("总计", "合计")),
    ("partly", ("部分公开",)),
    ("secret", ("国家秘密",)),
    ("forbidden", ("禁止公开", "法律行政法规禁止")),
    ("safety", ("三安全一稳定", "三安全", "危及国家安全")),
    ("third_party", ("第三方合法权益", "第三方权益", "保护第三方")),
    ("internal", ("内部事务",)),
    ("process", ("过程性",)),
    ("case_file", ("执法案卷",)),
    ("query", ("行政查询",)),
    ("not_held", ("不掌握",)),
    ("not_made", ("没有现成", "另行制作")),
    ("unclear", ("仍不明确",)),
    ("petition", ("信访",)),
    ("published", ("出版物",)),
    ("abusive", ("反复申请",)),
    ("repeated", ("重复申请",)),
    ("confirm", ("重新出具", "确认或重")),
    ("lapsed", ("不补正",)),
    ("unpaid", ("缴费", "缴纳费用", "收费通知")),
    ("disclosed", ("予以公开",)),
)
COLUMNS_3 = (
    ("natural", ("自然人",)),
    ("business", ("商业企业",)),
    ("research", ("科研机构",)),
    ("charity", ("公益组织",)),
    ("legal", ("法律服务",)),
)
ROWS_4 = (("direct", ("未经复议",)), ("after", ("复议后",)), ("reconsideration", ("行政复议", "复议")))
COLUMNS_4 = (
    ("upheld", ("结果维持", "维持")),
    ("corrected", ("结果纠正", "纠正")),
    ("pending", ("尚未审结", "未审结")),
    ("total", ("总计", "合计")),
    ("other", ("其他结果", "其它结果")),
)
ROWS_2 = (
    ("normative", ("规范性文件",)),
    ("regulations", ("规章",)),
    ("licence", ("行政许可",)),
    ("penalty", ("行政处罚",)),
    ("coercion", ("行政强制",)),
    ("fee", ("事业性收费",)),
)
COLUMNS_2 = (
    ("made", ("制发件数", "本年制发")),
    ("repealed", ("废止件数", "本年废止")),
    ("valid", ("现行有效",)),
    ("count", ("处理决定",)),
    ("amount", ("收费金额",)),
)
LONGEST_LABEL = 60


def tidy(raw) -> str:
    """全角转半角，去掉空白、换行与标点。"""
    if not isinstance(raw, str):
        return "" if raw in (None, "") or isinstance(raw, bool) else str(raw)
    return NOISE.sub("", unicodedata.normalize("NFKC", cleaning.INVISIBLE.sub("", raw)))


def find(text: str, words: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """`text`（已 `tidy`）说的是哪一个；认不出为空。"""
    return next((code for code, known in words if any(word in text for word in known)), "")


def row_3(raw) -> str:
    """表三的一行；小标题（不予公开、无法提供……）与注为空。"""
    text = tidy(raw)
    if not text or len(text) > LONGEST_LABEL or NOTE.match(text):
        return ""
    if found := find(text, ROWS_3):
        return found
    return "otherwise" if OTHER.search(text) else ""


def column_other(raw) -> bool:
    return tidy(raw) in ("其他", "其它", "其他组织", "法人或其他组织其他")


def column_total(raw) -> bool:
    return tidy(raw) in ("总计", "合计", "总数", "总计件")


def row_2(raw) -> str:
    text = NUMBERING.sub("", tidy(raw))
    return "" if len(text) > 16 or NOTE.match(text) else find(text, ROWS_2)
