"""年度报告表三的行与列（国办公开办函〔2021〕30号）：申请人的类别、办理结果的种类。台账与年报用同一份。"""

from dataclasses import dataclass

APPLICANTS = (
    ("natural", "自然人"),
    ("business", "商业企业"),
    ("research", "科研机构"),
    ("charity", "社会公益组织"),
    ("legal", "法律服务机构"),
    ("other", "其他"),
)


@dataclass(frozen=True)
class Outcome:
    """一种办理结果：`label` 照年报的写法，`short` 供台账显示，`group` 是所属的（一）至（六）。"""

    code: str
    group: str
    label: str
    short: str


GROUPS = (
    ("disclosed", "（一）予以公开"),
    ("partly", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("refused", "（三）不予公开"),
    ("unable", "（四）无法提供"),
    ("unprocessed", "（五）不予处理"),
    ("otherwise", "（六）其他处理"),
)
OUTCOMES = (
    Outcome("disclosed", "disclosed", "（一）予以公开", "予以公开"),
    Outcome("partly", "partly", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
    Outcome("secret", "refused", "1.属于国家秘密", "不予公开：国家秘密"),
    Outcome("forbidden", "refused", "2.其他法律行政法规禁止公开", "不予公开：法律行政法规禁止"),
    Outcome("safety", "refused", "3.危及“三安全一稳定”", "不予公开：危及“三安全一稳定”"),
    Outcome("third_party", "refused", "4.保护第三方合法权益", "不予公开：保护第三方合法权益"),
    Outcome("internal", "refused", "5.属于三类内部事务信息", "不予公开：内部事务信息"),
    Outcome("process", "refused", "6.属于四类过程性信息", "不予公开：过程性信息"),
    Outcome("case_file", "refused", "7.属于行政执法案卷", "不予公开：行政执法案卷"),
    Outcome("query", "refused", "8.属于行政查询事项", "不予公开：行政查询事项"),
    Outcome("not_held", "unable", "1.本机关不掌握相关政府信息", "无法提供：本机关不掌握"),
    Outcome("not_made", "unable", "2.没有现成信息需要另行制作", "无法提供：需要另行制作"),
    Outcome("unclear", "unable", "3.补正后申请内容仍不明确", "无法提供：补正后仍不明确"),
    Outcome("petition", "unprocessed", "1.信访举报投诉类申请", "不予处理：信访举报投诉"),
    Outcome("repeated", "unprocessed", "2.重复申请", "不予处理：重复申请"),
    Outcome("published", "unprocessed", "3.要求提供公开出版物", "不予处理：公开出版物"),
    Outcome("abusive", "unprocessed", "4.无正当理由大量反复申请", "不予处理：大量反复申请"),
    Outcome("confirm", "unprocessed", "5.要求行政机关确认或重新出具已获取信息", "不予处理：确认或重新出具"),
    Outcome(
        "lapsed",
        "otherwise",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "其他处理：逾期不补正",
    ),
    Outcome(
        "unpaid",
        "otherwise",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "其他处理：逾期未缴费",
    ),
    Outcome("otherwise", "otherwise", "3.其他", "其他处理：其他"),
)
SHORT = {one.code: one.short for one in OUTCOMES}
LAPSED = "lapsed"
