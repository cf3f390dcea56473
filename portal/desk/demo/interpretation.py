"""演示的解读回应：各县的政策、热点与咨询，快慢不一。文字与网址都是编的。"""

import datetime as dt

from portal.core import clock
from portal.organisations.models import Organisation
from tasks.registers.interpretation import actions
from tasks.registers.interpretation.models import Policy, Topic

POLICIES = (
    ("关于促进个体工商户健康发展的若干措施", (6, 15), True),
    ("关于公布2026年度重大行政决策事项目录的通知", (7, 6), False),
    ("城乡居民基本医疗保险参保缴费工作方案", (8, 10), True),
)
FORMS = (("text", "政策解读"), ("picture", "一图读懂"), ("qa", "十问十答"))
TOPICS = (
    ("网传县城将连续停水三天", "本地论坛", (7, 14, 9), "已核实：只有两个小区检修，停水半天，已通知到户。"),
    ("农村客运班次减少", "热线", (8, 20, 15), "已增开早晚各一班，时刻表见政府网站。"),
)
QUESTIONS = (
    (
        "hotline",
        "个体户怎样申请创业担保贷款？",
        "带营业执照与身份证到政务大厅二楼综合窗口申请，额度以审核为准。",
    ),
    ("window", "新生儿参加居民医保要什么材料？", "凭户口簿或出生医学证明到户籍地乡镇便民服务中心办理。"),
    ("site", "高龄津贴从几岁开始发？", ""),
)


def build(places: dict[str, Organisation], cast, *, today: dt.date) -> None:
    """每县三份政策、两个热点、三个咨询；办到 `today` 为止。"""
    counties = [place for place in places.values() if place.kind == place.Kind.COUNTY]
    for order, county in enumerate(counties):
        person, head = (cast.who(role, county.code) for role in ("county_officer", "county_head"))
        _policies(county, person, order, today)
        _topics(county, person, order, today)
        _questions(county, person, head, order, today)


def _moment(year: int, month: int, day: int, hour: int = 10) -> dt.datetime:
    return clock.day_start(dt.date(year, month, day)) + dt.timedelta(hours=hour)


def _site(county: Organisation) -> str:
    return f"https://{county.code.lower()}.yunchuan.example/art"


def _policies(county: Organisation, person, order: int, today: dt.date) -> None:
    for number, (title, month_day, needs) in enumerate(POLICIES):
        published_on = dt.date(today.year, *month_day)
        if published_on > today:
            continue
        values = {
            "title": title.replace("2026", str(today.year)),
            "number": f"{county.short_name[:2]}政发〔{today.year}〕{number + 5}号",
            "issuer": county.name,
            "published_on": published_on,
            "url": f"{_site(county)}/{number}.html",
            "needs_interpretation": needs,
            "reason": "" if needs else "只公布目录，没有新的要求",
        }
        at = _moment(today.year, *month_day)
        policy = actions.save_policy(policy=Policy(organisation=county), values=values, by=person, at=at)
        if needs and (order + number) % 4 != 3:
            _interpret(policy, person, order + number, today)


def _interpret(policy: Policy, person, order: int, today: dt.date) -> None:
    """头几篇当天就有，排在后面的慢几天。"""
    for step, (form, title) in enumerate(FORMS[: order % 3 + 1]):
        on = policy.published_on + dt.timedelta(days=(order % 4) * 2 + step)
        if on > today:
            return
        values = {
            "title": f"{title}：{policy.title}"[:200],
            "form": form,
            "published_on": on,
            "author": "县政府办公室",
            "url": f"{_site(policy.organisation)}/{policy.pk}-{form}.html",
            "is_linked": order % 3 != 1,
        }
        at = _moment(on.year, on.month, on.day, 16)
        actions.add_interpretation(policy=policy, values=values, by=person, at=at)


def _topics(county: Organisation, person, order: int, today: dt.date) -> None:
    for number, (title, source, when, text) in enumerate(TOPICS):
        found_at = _moment(today.year, *when)
        if clock.local_date(found_at) >= today:
            continue
        values = {"title": title, "source": source, "found_at": found_at, "text": f"{title}，请说明情况。"}
        topic = actions.save_topic(
            topic=Topic(organisation=county), values=values, by=person, at=found_at + dt.timedelta(hours=1)
        )
        replied_at = found_at + dt.timedelta(hours=3 + 5 * ((order + number) % 6), minutes=12 * order)
        if (order, number) != (7, 1) and clock.local_date(replied_at) <= today:
            values = {"at": replied_at, "how": "site", "text": text, "url": f"{_site(county)}/t{number}.html"}
            actions.add_response(topic=topic, values=values, by=person, at=replied_at)


def _questions(county: Organisation, person, head, order: int, today: dt.date) -> None:
    for number, (channel, text, answer) in enumerate(QUESTIONS):
        asked_at = clock.day_start(today) - dt.timedelta(days=6 - 2 * number - order % 2, hours=-10)
        values = {"channel": channel, "asked_at": asked_at, "text": text}
        question = actions.ask_question(organisation=county, values=values, by=person, at=asked_at)
        if answer:
            at = asked_at + dt.timedelta(hours=4 + order)
            question = actions.answer_question(question=question, answer=answer, by=person, at=at)
        if answer and order % 3:
            actions.move_question(question=question, move="confirm", by=head, at=at + dt.timedelta(hours=1))
