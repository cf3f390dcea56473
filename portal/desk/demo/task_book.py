"""任务书：市里 24 项任务交给各县，到“今天”为止有办结的、在办的、被退回的、没动的，有分解，有延期；云东县有自己的任务书。"""

import datetime as dt
from dataclasses import dataclass

from portal.core import clock
from portal.organisations.models import Organisation
from tasks import actions
from tasks.actions import Proofs, TaskLine
from tasks.models import Assignment

COUNTIES = ("YD", "YX", "CN", "CB", "LJ", "WS", "QY", "AH")
PAIRS = (("YD", "WS"), ("YX", "LJ"), ("CN", "QY"), ("CB", "AH"))
EVERYONE = COUNTIES
# （方面, 任务, 条款, 开始, 完成时限, 频次, 牵头, 成果, 交给谁）；月日之外的年份取行动年度。
TASKS = (
    ("组织推进", "明确责任领导和承办人员，名单报市政务公开办", "三、（一）1.", None, (6, 15), "once", "各县区政府办", "责任人员名单", EVERYONE),
    ("组织推进", "召开动员部署会议，印发本县区专项行动方案", "三、（一）2.", None, (6, 30), "once", "各县区政府办", "会议纪要、方案", PAIRS[0]),
    ("组织推进", "每季度召开一次工作会议，研究推进情况", "三、（一）3.", None, None, "quarterly", "各县区政府办", "会议纪要", EVERYONE),
    ("条例贯彻", "清理以往依申请公开答复文书，规范答复格式", "三、（二）1.", (7, 1), (8, 31), "once", "各县区政府办、司法局", "规范文本", PAIRS[1]),
    ("条例贯彻", "对主动公开基本目录开展一次自查", "三、（二）2.", (7, 1), (9, 15), "once", "各县区政府办", "自查报告", PAIRS[2]),
    ("条例贯彻", "准备本年度政府信息公开工作年度报告的数据", "三、（二）3.", (10, 1), (12, 20), "once", "各县区政府办", "数据底稿", PAIRS[3]),
    ("标准指引", "对照省级标准修订本县区事项目录", "三、（三）1.", (7, 1), (7, 31), "once", "各领域主管部门", "修订后的目录", EVERYONE),
    ("标准指引", "补齐各领域应公开未公开的内容", "三、（三）2.", (8, 1), (9, 30), "once", "各领域主管部门", "补齐清单", PAIRS[0]),
    ("标准指引", "乡镇（街道）目录与县级目录衔接", "三、（三）3.", (8, 1), (10, 20), "once", "各乡镇（街道）", "乡镇目录", PAIRS[1]),
    ("解读回应", "重要政策文件与解读材料同步公开", "三、（四）1.", (7, 1), (9, 20), "once", "文件起草部门", "解读材料", PAIRS[2]),
    ("解读回应", "设立政策咨询“一号答”窗口并公布电话", "三、（四）2.", (7, 1), (8, 15), "once", "各县区政务服务中心", "窗口、电话", EVERYONE),
    ("解读回应", "每月报送社会关切回应情况", "三、（四）3.", (7, 1), None, "monthly", "各县区政府办", "回应情况表", PAIRS[0]),
    ("机制完善", "修订政府信息管理和发布审查制度", "三、（五）1.", (7, 1), (9, 25), "once", "各县区政府办", "制度文本", PAIRS[3]),
    ("机制完善", "建立公众参与重大决策的工作流程", "三、（五）2.", (8, 1), (10, 31), "once", "各县区司法局", "流程图", PAIRS[1]),
    ("机制完善", "把政务公开纳入本县区绩效考评", "三、（五）3.", (9, 1), (11, 20), "once", "各县区考评办", "考评办法", PAIRS[2]),
    ("平台建设", "政府网站公开专栏栏目核对，清理空栏目", "三、（六）1.", (6, 15), (7, 20), "once", "各县区政府办", "核对清单", EVERYONE),
    ("平台建设", "在政务服务中心设置政务公开专区", "三、（六）2.", (7, 1), (9, 30), "once", "各县区政务服务中心", "专区照片与地址", PAIRS[0]),
    ("平台建设", "政务新媒体账号备案并核对链接", "三、（六）3.", (8, 1), (10, 15), "once", "各县区网信办", "账号清单", PAIRS[3]),
    ("直达村居", "指导村（居）编制村级公开事项目录", "三、（七）1.", (7, 1), (8, 31), "once", "各县区民政局", "村级目录样本", PAIRS[1]),
    ("直达村居", "惠民惠农补贴发放结果在村务公开栏公开", "三、（七）2.", (10, 1), (12, 31), "once", "各县区财政局、农业农村局", "公示单", EVERYONE),
    ("开拓创新", "报送一项可复制推广的经验做法", "三、（八）1.", (8, 1), (11, 10), "once", "各县区政府办", "案例材料", EVERYONE),
    ("", "组织一次政务公开业务培训", "四、（二）", (6, 10), (7, 15), "once", "各县区政府办", "培训通知", PAIRS[2]),
    ("", "开展一次自查，报送自查报告", "四、（三）", (10, 8), (10, 25), "once", "各县区政府办", "自查报告", EVERYONE),
    ("", "报送年度工作总结", "四、（四）", (12, 1), (12, 25), "once", "各县区政府办", "工作总结", PAIRS[3]),
)  # fmt: skip
OWN = (
    ("3", "组织推进", "各乡镇每季度召开一次政务公开碰头会", "quarterly", None),
    ("8", "标准指引", "各乡镇补齐本级应公开未公开的内容", "once", (9, 20)),
    ("", "开拓创新", "在青石镇试点“屋场会”政策解读", "once", (11, 30)),
)
NOTES = ("已按要求完成，材料已整理归档。", "已印发并在网站公开。", "已逐项核对，问题清单附后。")


@dataclass
class Work:
    """一步一步办到今天：`today` 之后的一步也不办。"""

    campaign: object
    cast: object
    today: dt.date

    def at(self, day: dt.date, hour: int = 10) -> dt.datetime:
        return clock.day_start(day) + dt.timedelta(hours=hour)

    def officer(self, assignment: Assignment):
        return self.cast.who("county_officer", assignment.organisation.code)

    @property
    def clerk(self):
        return self.cast.who("city_clerk", "YC")


def build(campaign, cast, *, today: dt.date) -> None:
    """编任务书、按期交办、各县办理，都到 `today` 为止。"""
    work = Work(campaign, cast, today)
    recorded = dt.date(campaign.year, 6, 2)
    if recorded > today:
        return
    lines = [_line(campaign.year, n, row) for n, row in enumerate(TASKS, start=1)]
    actions.record_tasks(campaign=campaign, lines=lines, by=work.clerk, at=work.at(recorded, 9))
    _own_book(work, recorded)
    for month in range(7, 13):
        first = dt.date(campaign.year, month, 1)
        if first <= today:
            actions.open_periods(on=first, at=work.at(first, 0))
    rows = Assignment.objects.filter(task__owner=campaign.city).select_related("task", "organisation")
    rows = list(rows.order_by("assigned_on", "task", "organisation__path"))
    _receive(work, rows)
    _extend(work)
    _split(work)
    _work(work, rows)


def _line(year: int, number: int, row: tuple) -> TaskLine:
    area, title, clause, opens, due, recurrence, lead, product, given = row
    return TaskLine(
        number=str(number),
        title=title,
        area=area,
        clause=clause,
        opens_on=dt.date(year, *opens) if opens else None,
        due_on=dt.date(year, *due) if due else None,
        recurrence=recurrence,
        lead=lead,
        deliverable=product,
        organisations=tuple(given),
    )


def _own_book(work: Work, on: dt.date) -> None:
    """云东县在市任务书之下自己安排的三项。"""
    year = work.campaign.year
    county = Organisation.objects.get(code="YD")
    lines = [
        TaskLine(
            number=f"Y{n}",
            title=title,
            area=area,
            parent=parent,
            recurrence=recurrence,
            due_on=dt.date(year, *due) if due else None,
            organisations=("YD-T1", "YD-T2", "YD-T3") if n < 3 else ("YD-T1",),
        )
        for n, (parent, area, title, recurrence, due) in enumerate(OWN, start=1)
    ]
    officer = work.cast.who("county_officer", "YD")
    actions.record_tasks(campaign=work.campaign, owner=county, lines=lines, by=officer, at=work.at(on, 15))


def _kind(row: Assignment) -> int:
    """这一件走哪条路，由编号与县区定，每次装入都一样。"""
    return (int(row.task.number) * 3 + COUNTIES.index(row.organisation.code) * 5) % 11


def _receive(work: Work, rows: list[Assignment]) -> None:
    """接收：交办（开始）第二天；每十一件留一件还没有接收。"""
    batches: dict[tuple, list[Assignment]] = {}
    for row in rows:
        day = max(row.assigned_on, row.opens_on) + dt.timedelta(days=1)
        if _kind(row) != 0 and day <= work.today:
            batches.setdefault((day, row.organisation.code), []).append(row)
    for (day, _), batch in sorted(batches.items(), key=lambda item: item[0]):
        actions.move_assignments(
            assignments=batch, move="receive", by=work.officer(batch[0]), at=work.at(day, 9)
        )


def _one(work: Work, code: str, number: str) -> Assignment | None:
    """某县承办的一项，已在办理的。"""
    rows = Assignment.objects.filter(task__owner=work.campaign.city, organisation__code=code)
    return rows.filter(task__number=number, status=Assignment.Status.WORKING).first()


def _extend(work: Work) -> None:
    """临江区的目录修订延期十天。"""
    row, asked = _one(work, "LJ", "7"), dt.date(work.campaign.year, 7, 28)
    if row is None or asked > work.today:
        return
    extension = actions.extend_assignment(
        assignment=row,
        new_due_on=row.due_on + dt.timedelta(days=10),
        reason="省级标准七月下旬调整，两个领域的事项正在会签。",
        by=work.officer(row),
        at=work.at(asked),
    )
    reviewer = work.cast.who("city_reviewer", "YC")
    actions.decide_extension(extension=extension, move="approve", by=reviewer, at=work.at(asked, 15))


def _split(work: Work) -> None:
    """云东县、望山区把补齐内容一项分解给乡镇；云东县的乡镇已办结。"""
    day = dt.date(work.campaign.year, 8, 10)
    if day > work.today:
        return
    for code in ("YD", "WS"):
        row = _one(work, code, "8")
        if row is None:
            continue
        places = Organisation.objects.filter(code__in=(f"{code}-T1", f"{code}-T2"))
        actions.split_assignment(
            assignment=row,
            bodies=list(places),
            due_on=row.due_on - dt.timedelta(days=5),
            note="补齐本乡镇各领域应公开未公开的内容",
            by=work.officer(row),
            at=work.at(day),
        )
    _finish_part(work, "YD-T1", day)


def _finish_part(work: Work, code: str, day: dt.date) -> None:
    part = Assignment.objects.filter(organisation__code=code, parent__isnull=False).first()
    if part is None:
        return
    officer, head = work.cast.who("township_officer", code), work.cast.who("county_head", code[:2])
    steps = (("receive", officer, 1), ("submit", officer, 8), ("accept", head, 10))
    for move, who, days in steps:
        on = day + dt.timedelta(days=days)
        if on > work.today:
            return
        if move == "submit":
            actions.add_progress(assignment=part, text="十二项内容已补齐。", by=who, at=work.at(on, 9))
        part = actions.move_assignment(assignment=part, move=move, by=who, at=work.at(on))


def _work(work: Work, rows: list[Assignment]) -> None:
    """办理：多数按时办结，少数逾期、待审、被退回、还在办。"""
    accepted: dict[dt.date, list[Assignment]] = {}
    working = Assignment.objects.filter(status=Assignment.Status.WORKING).with_terms()
    open_ = {row.pk: row.extended_on for row in working}
    for row in rows:
        kind = _kind(row)
        if row.pk not in open_ or row.children.exists() or row.due_on is None or kind == 1:
            continue
        last = open_[row.pk] or row.due_on
        day = last + dt.timedelta(days=5 if kind == 2 else -2)
        day = max(day, row.opens_on + dt.timedelta(days=2))
        if day > work.today:
            continue
        row = _submit(work, row, day)
        if kind == 4:
            _return(work, row, day)
        elif kind != 3 and day + dt.timedelta(days=3) <= work.today:
            accepted.setdefault(day + dt.timedelta(days=3), []).append(row)
    for day, batch in sorted(accepted.items()):
        actions.move_assignments(assignments=batch, move="accept", by=work.clerk, at=work.at(day, 16))


def _report(work: Work, row: Assignment, day: dt.date) -> None:
    code = row.organisation.code.lower()
    link = f"https://{code}.yunchuan.example/zwgk/{row.task.number}.html" if _kind(row) in (5, 7) else ""
    actions.add_progress(
        assignment=row,
        text=NOTES[_kind(row) % len(NOTES)],
        proofs=Proofs(link=link),
        by=work.officer(row),
        at=work.at(day, 9),
    )


def _submit(work: Work, row: Assignment, day: dt.date) -> Assignment:
    _report(work, row, day)
    return actions.move_assignment(assignment=row, move="submit", by=work.officer(row), at=work.at(day))


def _return(work: Work, row: Assignment, day: dt.date) -> None:
    on = day + dt.timedelta(days=2)
    if on <= work.today:
        actions.move_assignment(
            assignment=row,
            move="return",
            by=work.clerk,
            at=work.at(on),
            reason="清单没有写明责任单位，请补充后重新提交。",
        )
