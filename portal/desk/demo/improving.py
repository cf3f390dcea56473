"""演示机制完善与开拓创新：几个县四项机制各到哪一步，几个案例在评审、已确认、被采纳。"""

import datetime as dt

from portal.core import clock
from portal.desk.demo.campaign import moment
from portal.organisations.models import Organisation
from tasks.models import Campaign, Case, Mechanism, Meeting, RegisterRule
from tasks.registers.cases import actions as cases
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
# 县区、名称、类别、方面、到哪一步、月日、解决什么问题、怎样做、成效、怎样得来、怎样复制、采纳的县区
CASES = (
    (
        "YD",
        "补贴公示一码查：公开栏贴码，扫码看全村合计",
        "form",
        "villages",
        "confirmed",
        (7, 6),
        "村民外出务工多，回村才看得到公开栏，公示期内看不到。",
        "公示单上印一个码，扫开是村级合计与举报电话，没有户主姓名。\n"
        "张贴之日同步上线，期满自动下线；村文书只贴一张纸，不另填表。",
        "试点 12 个村，公示期内查询由每村 3 人次增至 41 人次，异议提前到公示期内提出。",
        "平台访问记录与村务查询登记，2026 年 4 月至 6 月，不含工作人员访问。",
        "不需另建系统：公示单模板加一个码即可，县里统一印制，每村成本不到 10 元。",
        ("CN", "WS"),
    ),
    (
        "YX",
        "政策解读“三张图”：谁能领、怎么办、找谁问",
        "content",
        "interpretation",
        "judging",
        (8, 5),
        "解读照抄文件，群众看不懂，来电重复询问同样的问题。",
        "每份惠民政策配三张图，由起草单位与便民大厅共同拟定，先给十位群众试读再公开。",
        "6 份政策的重复来电由每月 210 件降至 88 件。",
        "政务服务热线工单，按政策名称归类，改前改后各两个月。",
        "三张图的样式与试读办法成文，各县可直接套用。",
        (),
    ),
    (
        "LJ",
        "专区进社区：便民服务站里的政务公开角",
        "platform",
        "platforms",
        "submitted",
        (9, 3),
        "老年人不会上网，查阅点设在区政府，路远。",
        "18 个社区便民站设公开角，一台旧电脑、一名兼职导办，办事时顺手查。",
        "两个月查阅 640 人次，其中 60 岁以上占七成。",
        "查阅登记簿，逐人登记年龄段，不记姓名。",
        "利用现有场地与人员，不新增编制。",
        (),
    ),
)
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
    for row in CASES:
        _nominate(places, cast, campaign, row, today)


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


def _nominate(places, cast, campaign: Campaign, row, today: dt.date) -> None:
    """填报、推荐；到了的评审、确认、推介、采纳。"""
    code, title, kind, area, state, month_day, *texts, adopters = row
    on = dt.date(campaign.year, *month_day)
    if on > today:
        return
    officer, at = cast.who("county_officer", code), moment(on.year, on.month, on.day)
    names = ("problem", "practice", "effect", "measured", "replicable")
    values = dict(zip(names, texts, strict=True)) | {"title": title, "kind": kind}
    values["area"] = campaign.areas.get(code=area)
    who = {"by": officer, "at": at}
    case = cases.draft_case(campaign=campaign, organisation=places[code], values=values, **who)
    link = f"https://www.example.gov.cn/{code.lower()}/al/1.html"
    cases.add_evidence(case=case, title="公开页面与前后数据", link=link, **who)
    case = cases.move_case(case=case, move="submit", **who)
    if state == "submitted":
        return
    head = cast.who("county_head", code)
    case = cases.move_case(case=case, move="endorse", by=head, at=at + dt.timedelta(hours=4))
    _judge(case, cast, state, at + dt.timedelta(days=4), today)
    for place in adopters:
        _adopt(case, places[place], cast, at + dt.timedelta(days=45), today)


def _judge(case: Case, cast, state: str, at: dt.datetime, today: dt.date) -> None:
    judges = [("city_clerk", "数据来源清楚，办法简便。"), ("city_reviewer", "解决了实际问题，可以在全市推。")]
    scale = RegisterRule().scale
    for role, opinion in judges[: 2 if state == "confirmed" else 1]:
        scores = {one.name: one.points * 9 / 10 for one in scale}
        cases.judge_case(
            case=case, scores=scores, is_for=True, opinion=opinion, by=cast.who(role, "YC"), at=at
        )
    if state != "confirmed":
        return
    later = at + dt.timedelta(days=1)
    case = cases.move_case(case=case, move="confirm", by=cast.who("city_reviewer", "YC"), at=later)
    meeting = Meeting.objects.filter(campaign=case.campaign, kind="exchange").first()
    if meeting:
        at = moment(meeting.on.year, meeting.on.month, meeting.on.day)
        cases.present_case(case=case, meeting=meeting, by=cast.who("city_clerk", "YC"), at=at)


def _adopt(case: Case, county: Organisation, cast, at: dt.datetime, today: dt.date) -> None:
    since = clock.local_date(at)
    case.refresh_from_db()
    if since > today or case.status != Case.Status.CONFIRMED:
        return
    cases.adopt_case(
        case=case,
        county=county,
        since=since,
        link=f"https://www.example.gov.cn/{county.code.lower()}/gs/ma.html",
        note="先在两个乡镇试行",
        by=cast.who("county_officer", county.code),
        at=at,
    )
