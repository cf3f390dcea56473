"""演示机制完善：几个县四项机制各到哪一步。"""

import datetime as dt

from portal.desk.demo.campaign import moment
from portal.organisations.models import Organisation
from tasks.models import Campaign, Mechanism
from tasks.registers.mechanisms import actions
from tasks.registers.mechanisms.steps import Step

K = Mechanism.Kind
FLOWS = {
    K.RELEASE: (
        Step("起草并拟定公开属性", "各单位信息员", "信息形成当日"),
        Step("保密审查", "各单位分管负责人", "1 个工作日"),
        Step("三审校对", "县公开办", "1 个工作日"),
        Step("发布并核对链接", "网站管理员", "信息形成之日起 20 个工作日内"),
        Step("每季度清理过期与失效信息", "县公开办", "季后 10 日内"),
    ),
    K.RESPONSE: (
        Step("起草政策时同步拟定解读方案", "政策起草单位", "与政策同步"),
        Step("文件与解读一并送审", "县政府办", "3 个工作日"),
        Step("解读与文件同步公开并相互链接", "县公开办", "文件公开之日起 3 个工作日内"),
        Step("收集群众反映，补充解读", "政策起草单位", "发现之日起 5 个工作日内"),
    ),
    K.PARTICIPATION: (
        Step("公布决策草案与征集方式", "决策承办单位", "征集期不少于 30 日"),
        Step("汇总意见，逐条研究", "决策承办单位", "征集结束后 10 个工作日内"),
        Step("公开采纳情况与理由", "县公开办", "研究后 5 个工作日内"),
    ),
    K.EVALUATION: (
        Step("各单位自评", "县直部门、乡镇", "每季度"),
        Step("抽查与群众评议", "县公开办", "每季度"),
        Step("通报并限期整改", "县政府办", "10 个工作日内"),
        Step("整改复核，结果计入年度考核", "县公开办", "年底前"),
    ),
}
HOW = {"YD": ((7, 10), 4), "YX": ((7, 28), 3), "CN": ((8, 12), 2), "WS": ((8, 26), 1), "LJ": ((9, 1), 1)}
NAMES = {kind: f"{kind.label}工作机制" for kind in K}


def build(places: dict[str, Organisation], cast, campaign: Campaign, *, today: dt.date) -> None:
    """办到 `today` 为止：各县前几项已施行，接着的一项在审核或拟稿。"""
    for code, (month_day, count) in HOW.items():
        on = dt.date(campaign.year, *month_day)
        if on > today:
            continue
        for number, kind in enumerate(K):
            if number <= count:
                _make(places[code], cast, kind, on, number, is_done=number < count)


def _make(county: Organisation, cast, kind: Mechanism.Kind, on: dt.date, number: int, *, is_done: bool):
    officer, head = cast.who("county_officer", county.code), cast.who("county_head", county.code)
    at = moment(on.year, on.month, on.day)
    values = {
        "kind": kind.value,
        "title": f"{county.short_name}{NAMES[kind]}（试行）",
        "number": f"{county.short_name[:2]}政办〔{on.year}〕{number + 11}号",
        "effective_on": on + dt.timedelta(days=3),
        "link": f"https://www.example.gov.cn/{county.code.lower()}/jz/{number + 1}.html",
    }
    row = actions.draft_mechanism(county=county, values=values, steps=FLOWS[kind], by=officer, at=at)
    row = actions.move_mechanism(mechanism=row, move="submit", by=officer, at=at)
    if is_done:
        actions.move_mechanism(mechanism=row, move="approve", by=head, at=at + dt.timedelta(hours=4))
