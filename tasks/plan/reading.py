"""从文字读出方案：定年份，认部分、阶段与方面，逐条逐句提出任务。"""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, replace

from tasks.plan import areas, dates, lines, parties, tables
from tasks.plan.outline import ANNEX, STEPS, Clause, outline
from tasks.plan.proposals import Period, Phase, Plan, Proposal

GENERAL = re.compile(r"总体要求|指导思想|目标|基本原则|总则|背景|工作思路")
SAFEGUARDS = re.compile(r"保障|工作要求|组织实施|有关要求|相关要求|纪律|附则")
DUTIES = re.compile(r"任务|重点工作|主要内容|工作内容|工作措施|主要措施")
PHASE_NAME = re.compile(r"(?:第[一二三四五六]阶段)?[：、]?\s*([\u4e00-\u9fff、]{2,14}?阶段)")
BRACKET = re.compile(r"（[^（）]*）")
YEAR = re.compile(r"(?<!\d)(20\d{2})年")
SIGNED = re.compile(
    r"^(20\d{2}|二[〇零○O][一二三四五六七八九〇零○]{2})年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日$"
)
PIECE = re.compile(r"[^，；]+?(?:[，；]|、(?=\d{1,2}月\d{1,2}日)|$)")
SENTENCE = re.compile(r"[^。！？]+[。！？”]*")
PUBLISHED = re.compile(r"^（?(?:此件|信息公开|公开(?:方式|属性))[^（）]{0,12}公开[^（）]{0,8}）?$")
ATTACHED = re.compile(r"^附件\d?：")
ATTACHED_NEXT = re.compile(r"^\d{1,2}[.、][^。；]{1,40}$")
BOILERPLATE = re.compile(
    r"制定(?:本|如下|以下)(?:实施)?(?:方案|细则|办法|计划)|本(?:方案|细则|办法).{0,16}(?:施行|实施|解释)"
)
PRODUCT = re.compile(
    r"(?:制定|形成|编制|建立|报送|出台|印发|汇总|撰写|完善|公布|提交)[^，。；、]{0,24}"
    r"(?:方案|清单|报告|台账|目录|指南|制度|任务书|路线图|时间表|案例|总结|名单|机制|专区|手册|办法)"
)


@dataclass(frozen=True)
class Place:
    """一条所在的处境：部分、阶段、方面、补年份的依据。"""

    section: str
    phase: Phase | None
    area: str
    context: dates.Context


def read_plan(text: str, *, year: int | None = None) -> Plan:
    """解析一份方案。`year` 是人指定的年度，优先于文中所写。"""
    paragraphs = lines.paragraphs(text)
    written = _written_on(paragraphs)
    paragraphs = _unsigned(paragraphs)
    head, clauses = outline(paragraphs)
    title = _title(head)
    year = year or _plan_year(title, written, paragraphs)
    base = dates.Context(year, written)
    phases = _phases(clauses, base)
    proposals: list[Proposal] = []
    leading = {id(parent) for clause in clauses for parent in clause.parents}
    for clause in _with_loose_rows(head, clauses, paragraphs):
        items = _proposals(clause, _place(clause, phases, base))
        if id(clause) in leading:
            has_words = any(not parties.is_only_labels(text) for text in clause.body)
            items = [item for item in items if has_words and not _only_leads(item)]
        proposals += items
    found = list(phases.values())
    return Plan(title, year, found, [_with_phase(item, found) for item in proposals])


def _only_leads(item: Proposal) -> bool:
    """还有下级的一条里，只引出下文、本身不成一件事的话。"""
    return not (item.due_on or item.responsible or (item.area and not item.text.endswith("：")))


def _with_loose_rows(head: list[str], clauses: list[Clause], paragraphs: list[str]) -> list[Clause]:
    """没有编号的方案只有一张表时，也当作一条来读。"""
    loose = [lines.cells_of(text) for text in head if lines.is_table_row(text)]
    if loose:
        return [Clause("table", "", "", rows=loose), *clauses]
    return (
        clauses
        if clauses
        else [
            Clause("whole", f"第{number}段", "", [text])
            for number, text in enumerate(paragraphs[1:], start=2)
        ]
    )


def _title(head: list[str]) -> str:
    """开头到“方案、计划、通知”为止的各行，跨行的标题连起来。"""
    taken = ""
    for text in head[:6]:
        if "。" in text or lines.is_table_row(text):
            break
        if ANNEX.match(text):
            continue
        taken += text
        if re.search(r"(方案|计划|要点|通知|意见)(（[^（）]*）)?$", text):
            return taken
    return next((text for text in head if not ANNEX.match(text)), "")


def _unsigned(paragraphs: list[str]) -> list[str]:
    """去掉末尾的落款：单位与日期。"""
    paragraphs = _without_attachments(paragraphs)
    last = len(paragraphs)
    if last > 2 and SIGNED.match(paragraphs[-1]):
        last -= 1
        if len(paragraphs[last - 1]) <= 30 and not re.search(r"[。；：]", paragraphs[last - 1]):
            last -= 1
    return paragraphs[:last]


def _without_attachments(paragraphs: list[str]) -> list[str]:
    """去掉“此件公开发布”、文末的附件目录：“附件：1.任务分工表”，连同接着的“2.联络员信息表”。"""
    kept, in_list = [], False
    for text in paragraphs:
        in_list = bool(ATTACHED.match(text) or (in_list and ATTACHED_NEXT.match(text)))
        if not in_list and not PUBLISHED.match(text):
            kept.append(text)
    return kept


def _written_on(paragraphs: list[str]) -> dt.date | None:
    """落款或题注里的成文日期；没有为空。"""
    for text in [*reversed(paragraphs), *paragraphs[:6]]:
        match = SIGNED.match(text.strip("（）。")) or re.search(
            r"(20\d{2})年(\d{1,2})月(\d{1,2})日(?:印发|发布)?）?$", text if len(text) <= 40 else ""
        )
        if match:
            try:
                return dt.date(dates.year_number(match[1]), dates.number(match[2]), dates.number(match[3]))
            except ValueError:
                continue
    return None


def _plan_year(title: str, written: dt.date | None, paragraphs: list[str]) -> int | None:
    """标题里的年份、成文日期、阶段起止里的、文号里的、文中说得最多的，依次取。"""
    if found := re.search(r"(20\d{2})", title) or re.search(r"二[〇零○O][一二三四五六七八九〇零○]{2}", title):
        return dates.year_number(found[0])
    if written:
        return written.year
    phase_years = [y for text in paragraphs if "阶段" in text[:40] for y in YEAR.findall(text)]
    numbered = re.findall(r"（(20\d{2})）", "".join(paragraphs[:4]))
    for years in (phase_years, numbered, YEAR.findall("".join(paragraphs))):
        if years:
            return int(Counter(years).most_common(1)[0][0])
    return None


def _phases(clauses: list[Clause], base: dates.Context) -> dict[int, Phase]:
    """各阶段，以其条目为键。"""
    found: dict[int, Phase] = {}
    for clause in clauses:
        in_steps = any(STEPS.search(parent.title) for parent in clause.parents)
        deeper = any(id(parent) in found for parent in clause.parents)
        if deeper or not (in_steps or clause.kind == "stage" or _phase_name(clause.title, strict=True)):
            continue
        if not in_steps and DUTIES.search(clause.title):
            continue
        if name := _stage_name(clause) or _phase_name(
            clause.title or (clause.body or [""])[0], strict=not in_steps
        ):
            found[id(clause)] = Phase(name, clause.number, _phase_period(clause, base))
    return found


def _stage_name(clause: Clause) -> str:
    """“第一阶段：动员准备（6月底前）”的名称。"""
    if clause.kind != "stage":
        return ""
    return BRACKET.sub("", clause.title).strip("：，。") or clause.marker


def _phase_name(title: str, *, strict: bool) -> str:
    bare = BRACKET.sub("", title)
    if match := PHASE_NAME.search(bare):
        return match[1]
    return "" if strict else re.split(r"[。：，（]", bare)[0][:20]


def _phase_period(clause: Clause, base: dates.Context):
    """标题上写的起止；没有则取正文第一句开头的。只写了月份的（12月），是那一整月。"""
    first = (clause.body or [""])[0][:30]
    for text in (clause.title, *BRACKET.findall(first)[:1], first):
        if found := dates.find(text, base):
            period, is_due = found[0].period, found[0].is_due
            is_month = (
                not period.start_on
                and not is_due
                and period.end_on == dates.last_day(period.end_on.year, period.end_on.month)
            )
            return Period(period.end_on.replace(day=1), period.end_on) if is_month else period
    return None


def _place(clause: Clause, phases: dict[int, Phase], base: dates.Context) -> Place:
    phase = next((phases[id(c)] for c in reversed(clause.path) if id(c) in phases), None)
    section = clause.path[0].title
    context = dates.Context(base.year, base.written_on, phase.period if phase else None)
    return Place(section, phase, "" if phase else _area(clause), context)


def _area(clause: Clause) -> str:
    """最近一级说得清的方面；总体要求、步骤、保障里不谈方面。"""
    section = clause.path[0].title
    if SAFEGUARDS.search(section) and not DUTIES.search(section):
        return ""
    if GENERAL.search(section) or STEPS.search(section):
        return ""
    titles = [level.title for level in clause.path]
    if len(titles) > 1 and DUTIES.search(titles[0]):
        titles = titles[1:]
    return areas.area_of_path(titles) or areas.area_of("", "".join(clause.body))


def _proposals(clause: Clause, place: Place) -> list[Proposal]:
    found = _from_text(clause, place)
    return found + tables.proposals(clause.rows, clause=clause.number, area=place.area, context=place.context)


def _from_text(clause: Clause, place: Place) -> list[Proposal]:
    text = "".join(_closed(part) for part in clause.body if not SIGNED.match(part))
    known = parties.labelled(text)
    titles = [parties.labelled("。".join(level.labels)) for level in reversed(clause.path)]
    groups = _groups(known.rest or _bare_title(clause, titles[0].rest), place)
    if GENERAL.search(place.section) and not place.phase:
        groups = [group for group in groups if group.due and group.who]
    stated = parties.nearest([known, *titles])
    own = replace(stated, due=known.due)
    return [
        _proposal(group, own if dates.recurrence(group.text) != "once" else stated, clause, place)
        for group in groups
    ]


def _closed(part: str) -> str:
    return part if part[-1] in "。！？；：）" else part + "。"


def _bare_title(clause: Clause, title: str) -> str:
    """只有标题没有正文的一条：三级以下、或不是部分标题的，标题就是任务。"""
    is_heading = len(clause.path) == 1 and len(title) < 14 and clause.kind != "article" and not clause.body
    if is_heading or STEPS.search(title) or "阶段" in title:
        return ""
    return title


@dataclass
class Group:
    """一条里期限与主语相同的几句话。"""

    text: str
    due: dt.date | None
    who: str


def _groups(text: str, place: Place) -> list[Group]:
    """逐句看：写了期限、换了主语的另起一组。"""
    groups: list[Group] = []
    for sentence in _sentences(text, place.context):
        due, who = _due(sentence, place.context), parties.subject(sentence)
        current = groups[-1] if groups else None
        if current and not due and not current.due and who in ("", current.who):
            current.text += sentence
        else:
            groups.append(Group(sentence, due, who or (current.who if current else "")))
    return groups


def _sentences(text: str, context: dates.Context) -> list[str]:
    """按句号分；一句里有几个期限的，再在逗号、分号处分开。"""
    found: list[str] = []
    for sentence in SENTENCE.findall(text):
        sentence = "" if BOILERPLATE.search(sentence) else sentence.strip()
        if len([f for f in dates.find(sentence, context) if f.is_due]) > 1:
            found += _by_due(sentence, context)
        elif sentence:
            found.append(sentence)
    return found


def _by_due(sentence: str, context: dates.Context) -> list[str]:
    pieces: list[str] = []
    for part in PIECE.findall(sentence):
        has_due = any(f.is_due for f in dates.find(part, context))
        if pieces and not (has_due and any(f.is_due for f in dates.find(pieces[-1], context))):
            pieces[-1] += part
        else:
            pieces.append(part)
    return pieces


def _due(text: str, context: dates.Context) -> dt.date | None:
    due = [f.period.end_on for f in dates.find(text, context) if f.is_due]
    return max(due) if due else None


def _proposal(group: Group, known: parties.Parties, clause: Clause, place: Place) -> Proposal:
    repeated = dates.recurrence(f"{group.text}{known.due}")
    due = group.due or (_stated_due(known.due, place.context) if known.due else None)
    if due is None and repeated == "once":
        due = _inherited_due(clause, place)
    named = {} if known.lead else parties.told(group.text)
    product = PRODUCT.search(group.text)
    return Proposal(
        area=place.area,
        phase=place.phase.name if place.phase else "",
        clause=clause.number,
        text=_told(group.text.strip("，；、"), clause, place),
        due_on=due,
        recurrence=repeated,
        lead=known.lead or named.get("lead", "") or group.who,
        supporting=known.supporting or named.get("supporting", ""),
        deliverable=known.deliverable or (product[0] if product else ""),
    )


def _told(text: str, clause: Clause, place: Place) -> str:
    """只写了日子的一句（“2023年7月至9月。”），冠以标题才知道说什么。"""
    rest = text
    for found in reversed(dates.find(text, place.context)):
        rest = rest[: found.at] + rest[found.end :]
    is_bare = clause.title and len(rest.strip("。，；前底末起至 ")) < 2
    return f"{clause.title}：{text}" if is_bare else text


def _inherited_due(clause: Clause, place: Place) -> dt.date | None:
    """所在阶段的截止日，或上级“……，9月底前印发：”里的，或写在本级、上级标题括号里的。"""
    if place.phase and place.phase.period:
        return place.phase.period.end_on
    for parent in reversed(clause.parents):
        opening = "".join([parent.title, *parent.body])
        if opening.endswith("：") and (due := _due(opening, place.context)):
            return due
    brackets = ["".join(BRACKET.findall(level.title)) for level in reversed(clause.path)]
    return next((due for text in brackets if (due := _due(text, place.context))), None)


def _stated_due(text: str, context: dates.Context) -> dt.date | None:
    """“完成时限：”后面的日期，不必再有“前”字。"""
    found = dates.find(text, context)
    return max(f.period.end_on for f in found) if found else None


def _with_phase(item: Proposal, phases: list[Phase]) -> Proposal:
    """没有写在阶段里的，按期限归入起止含它的阶段。"""
    if item.phase or item.due_on is None:
        return item
    ending = sorted((p.period.end_on, n) for n, p in enumerate(phases) if p.period)
    place = next((n for end, n in ending if item.due_on <= end), None)
    if place is None:
        return item
    start = phases[place].period.start_on
    is_inside = start is None or start <= item.due_on
    return replace(item, phase=phases[place].name) if is_inside else item
