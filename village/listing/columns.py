"""发放清单的列，与各县实际用的表头。"""

import re
from collections.abc import Iterator
from dataclasses import replace

from portal.core.sheets import headers
from portal.core.sheets.columns import Column, text
from portal.core.sheets.reading import Sheet

ANY = text(200)


def column(key: str, title: str, *aliases: str, required: bool = False, width: float = 12) -> Column:
    """一列；值由 `reading` 按列成批识读，这里只管认表头与写模板。"""
    return Column(key, title, ANY, required=required, aliases=aliases, width=width)


COLUMNS = (
    column("number", "序号", "编号", "户号", width=7),
    column("township", "乡镇", "乡镇（街道）", "乡（镇）", "镇", "镇街", "街道", "乡镇名称", "乡镇街道", "所属乡镇"),
    column(
        "village", "村（居）", "村", "村名", "村名称", "行政村", "村委会", "村（居）委会", "村（社区）", "村社区",
        "村居", "社区", "所在村", "所属村", "行政村名称",
    ),
    column("place", "所在地", "乡镇村组", "村组", "所在村组", "住址", "家庭住址", "地址", "所在乡镇村组", width=24),
    column("group", "组", "村民小组", "小组", "组别", "组名", "村组名称", "自然村", width=8),
    column(
        "name", "户主姓名", "户主", "姓名", "农户姓名", "补贴对象姓名", "补贴对象", "受益人", "受益人姓名", "领取人",
        "享受人姓名", "保障对象", "低保对象", "残疾人姓名", "儿童姓名", "申请人", "申请人姓名", "购机者", "购机者姓名",
        "补助对象", "户主名称", "对象姓名", "持卡人", "发放对象", required=True,
    ),
    column(
        "id_number", "身份证号码", "身份证号", "身份证", "公民身份号码", "户主身份证号码", "户主身份证号", "证件号码",
        "证件号", "身份证件号码", "居民身份证号", width=22,
    ),
    column(
        "account", "银行账号", "账号", "银行卡号", "卡号", "一卡通账号", "一卡通卡号", "惠农一卡通账号", "社保卡号",
        "社会保障卡账号", "社会保障卡卡号", "开户账号", "银行账户", "存折账号", "卡（折）号", "银行卡账号", width=24,
    ),
    column("phone", "联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", width=14),
    column(
        "quantity", "数量", "面积", "补贴面积", "种植面积", "核定面积", "亩数", "人数", "保障人数", "补贴数量", "补助数量",
        "享受人数", "头数", "台数", "公益林面积", "计补面积",
    ),
    column("months", "月数", "发放月数", "补发月数", "享受月数", width=8),
    column(
        "rate", "标准", "补贴标准", "补助标准", "发放标准", "单价", "补助标准（元）", "人均标准", "月标准", "保障标准",
        "单位标准", "补偿标准",
    ),
    column(
        "amount", "金额", "补贴金额", "发放金额", "补助金额", "实发金额", "应发金额", "补偿金额", "保障金额", "补贴资金",
        "合计金额", "发放资金", "金额合计", "补贴额", "发放额", required=True, width=14,
    ),
    column("period", "期次", "发放期次", "发放批次", "批次", "季度", "月份", "发放月份", "发放季度"),
    column("remark", "备注", "说明", width=20),
)  # fmt: skip
TITLES = {item.key: item.title for item in COLUMNS}
# 这些列含个人号码：错误清单里的原值一律打码，不认得的列也不展示内容。
PERSONAL = frozenset({"id_number", "account", "phone"})
# 不是现成写法的表头，按字面认：只有一列像、而那一列还没有着落时才算。
LIKENESS = {
    "id_number": re.compile(r"身份证|证件号"),
    "account": re.compile(r"(账|帐|卡|折)号|账户|一卡通"),
    "phone": re.compile(r"电话|手机|联系方式"),
    "name": re.compile(r"^(?!.*(开户|监护|经办|负责|审核|填表|村名|乡镇|项目|银行)).*(姓名|户主|农户名)"),
    "township": re.compile(r"乡镇|镇街|街道"),
    "village": re.compile(r"^(?!.*(组|书记|主任)).*(村名|村委|行政村|村居|社区)"),
    "quantity": re.compile(r"^(?!.*(金额|标准|单价)).*(面积|亩数|数量|人数|头数|台数)"),
    "rate": re.compile(r"标准|单价"),
    "amount": re.compile(r"^(?!.*(标准|大写|累计)).*(金额|补贴额|补助额|资金)"),
}
# 平台不需要、也不收的列：看得懂，不读，不提醒。
IGNORED = frozenset(
    {
        "开户行",
        "开户银行",
        "银行名称",
        "民族",
        "性别",
        "年龄",
        "户主性别",
        "与户主关系",
        "签字",
        "签名",
        "领款人签字",
    }
)


def find(sheet: Sheet) -> headers.Header | None:
    """表头：先按现成的写法，没有着落的列再按字面认。"""
    header = headers.find_header(sheet, COLUMNS)
    if header is None:
        return None
    found, unknown = dict(header.matching.mapping), list(header.matching.unknown)
    for key, likeness in LIKENESS.items():
        like = [one for one in unknown if likeness.search(headers.tidy(one.title))]
        if key not in found and len(like) == 1:
            found[key] = like[0].index
            unknown.remove(like[0])
    matching = replace(header.matching, mapping=found, unknown=tuple(unknown))
    return replace(header, matching=matching)


def guessed(header: headers.Header) -> Iterator[tuple[str, int, str]]:
    """按字面认出来的（键, 列序, 表头）。"""
    known = headers.match_columns(header.headings, COLUMNS).mapping
    titles = {heading.index: heading.title for heading in header.headings}
    for key, index in header.matching.mapping.items():
        if key not in known:
            yield key, index, titles[index]
