"""条例贯彻：各县依申请公开的台账（办结的、在办的、停着的、待审核的）与上年的年度报告；内容均为虚构。"""

import datetime as dt
from decimal import Decimal

from portal.core import clock, workdays
from portal.core.models import calendar
from tasks.registers.annual import actions as annual
from tasks.registers.annual import reports, tables
from tasks.registers.requests import actions
from tasks.registers.requests.actions import Done, Facts
from tasks.registers.requests.legal_clock import Kind
from tasks.registers.requests.sheets import Line

SUBJECTS = (
    "城北片区征地补偿安置方案",
    "青年路雨污分流工程的施工许可与竣工验收备案表",
    "上一年度农村公路养护资金使用情况",
    "某小区规划许可证及附图",
    "乡镇敬老院建设项目的招标文件",
    "危房改造补助对象评定标准与结果",
    "河道采砂许可的批准文件",
    "公办幼儿园招生范围划分依据",
    "某企业环境影响评价批复",
    "集体土地流转的备案材料",
    "农机购置补贴资金年度安排",
    "行政处罚裁量基准",
)
OUTCOMES = ("disclosed", "partly", "disclosed", "third_party", "disclosed", "not_held", "disclosed", "query")
APPLICANTS = ("natural", "natural", "business", "natural", "legal", "natural", "research", "charity")
WAYS = ("online", "post", "in_person", "online")
# 公开了上年年度报告的县，与公开的日子；安和市的一份结转对不上，望山区还没有编。
PUBLISHED = {"YD": (3, 12), "YX": (3, 20), "CN": (3, 25), "CB": (3, 30), "LJ": (3, 31), "QY": (4, 7)}
WRONG = "AH"
OVERVIEW = (
    "{name}认真贯彻落实《中华人民共和国政府信息公开条例》，围绕重点领域主动公开，规范办理依申请公开。\n"
    "全年主动公开各类信息，受理申请全部依法答复；健全政府信息管理制度，规范栏目设置，加强监督保障。"
)
PROBLEMS = "一是部分乡镇公开的时效还不够；二是政策解读的形式还比较单一。下一步，加强业务培训，按月通报公开的时效，丰富解读的形式。"
OTHERS = "本年度没有收取信息处理费，没有其他需要报告的事项。"
EVERY = 30
OLD = 3


def build(found, cast, *, today: dt.date) -> None:
    """各县的台账，办到 `today`。"""
    overrides = calendar.overrides()
    counties = [place for place in found.values() if place.kind == place.Kind.COUNTY]
    for place, county in enumerate(counties):
        _Ledger(county, cast, today, overrides, place).fill()
        if county.code in PUBLISHED or county.code == WRONG:
            _report(county, cast, today.year, place)


def _report(county, cast, year: int, place: int) -> None:
    """上年的年度报告：照台账预填，填上表二与文字；走完审核公开，或停在对不上的地方。"""
    month, day = PUBLISHED.get(county.code, (3, 18))
    at = clock.day_start(dt.date(year, month, day)) + dt.timedelta(hours=10)
    officer, head = cast.who("county_officer", county.code), cast.who("county_head", county.code)
    report = annual.open_report(body=county, year=year - 1, by=officer, at=at)
    cells = {key: Decimal(3 + 7 * n + place) for n, key in enumerate(tables.KEYS_2)}
    cells |= dict.fromkeys(tables.KEYS_2[:3], Decimal(0))  # 县里不制定规章
    if county.code == WRONG:
        cells |= {"3.forward.natural": report.values["3.forward.natural"] + 2}
    report = annual.set_cells(report=report, cells=cells, by=officer, at=at)
    texts = {"overview": OVERVIEW.format(name=county.name), "problems": PROBLEMS, "others": OTHERS}
    report = annual.save_texts(report=report, texts=texts, version=report.version, by=officer, at=at)
    if county.code == WRONG:
        return
    clerk, reviewer = cast.who("city_clerk", "YC"), cast.who("city_reviewer", "YC")
    for move, person in (("submit", officer), ("pass", head), ("check", clerk)):
        report = annual.move_report(report=report, move=move, by=person, at=at)
    attached = [(f"{report.title}.docx", reports.to_docx(report), "docx", reports.DOCX)]
    annual.move_report(report=report, move="publish", by=reviewer, at=at, attachments=attached)


class _Ledger:
    """一个县的台账：上年的与本年已办结的成批登记，手上的一件一件办。"""

    def __init__(self, county, cast, today: dt.date, overrides, shift: int):
        self.county, self.today, self.overrides, self.shift = county, today, overrides, shift
        self.officer = cast.who("county_officer", county.code)
        self.head = cast.who("county_head", county.code)

    def fill(self) -> None:
        start = dt.date(self.today.year, 1, 6) + dt.timedelta(days=self.shift)
        days = [start + dt.timedelta(days=EVERY * n) for n in range(6)]
        lines = [self._last_year(n) for n in range(OLD)]
        lines += [self._answered(n, day) for n, day in enumerate(days) if self._later(day, 25) < self.today]
        at = clock.day_start(self.today) + dt.timedelta(hours=9)
        actions.import_requests(rows=lines, body_of={self.county.code: self.county}, by=self.officer, at=at)
        for n, ago in enumerate((3, 9, 12, 19)):
            self._at_hand(n, self._later(self.today, -ago))

    def _later(self, day: dt.date, count: int) -> dt.date:
        return workdays.add_workdays(day, count, self.overrides)

    def _facts(self, number: int, day: dt.date) -> Facts:
        at = number + self.shift
        return Facts(APPLICANTS[at % 8], day, WAYS[at % 4], SUBJECTS[at % 12])

    def _line(self, number: int, day: dt.date, finished_on: dt.date, outcome: str) -> Line:
        steps = ((Kind.ANSWER, finished_on, 0, ""),)
        sent = min(self._later(finished_on, 1), self.today)
        facts = self._facts(number, day)
        return Line(self.county.code, None, facts, steps, "delivered", outcome, "", finished_on, sent)

    def _last_year(self, number: int) -> Line:
        """上年收到的；最后一件到本年才答复。"""
        day = dt.date(self.today.year - 1, 3, 3) + dt.timedelta(days=110 * number)
        return self._line(number, day, self._later(day, 16), OUTCOMES[(number + self.shift) % 8])

    def _answered(self, number: int, day: dt.date) -> Line:
        late = 24 if number == 5 and self.shift == 2 else 10 + number
        return self._line(number + 3, day, self._later(day, late), OUTCOMES[number])

    def _at_hand(self, number: int, day: dt.date) -> None:
        """手上的四件：刚收到、等补正、征求意见、待审核。"""
        at = self._at(day)
        request = actions.register_request(
            body=self.county,
            facts=self._facts(number + 5, day),
            applicant="演示申请人，0999-5550111",
            by=self.officer,
            at=at,
        )
        step = (
            None,
            ("ask", 4, {"days": 10, "text": "请写明所需信息的年度与文件名称"}),
            ("consult", 3, {"text": "涉及商业秘密，征求项目建设单位的意见"}),
            ("draft", 17, {"outcome": "partly", "text": "涉及第三方合法权益的部分不予公开"}),
        )[number]
        if step:
            move, after, values = step
            on = self._later(day, after)
            actions.move_request(
                request=request, move=move, done=Done(on, **values), by=self.officer, at=self._at(on)
            )

    def _at(self, day: dt.date) -> dt.datetime:
        return clock.day_start(day) + dt.timedelta(hours=10)
