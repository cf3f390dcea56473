"""谁来办：责任单位、牵头与配合单位，或者一句话的主语；连同写在同处的完成时限、成果。"""

import re
from dataclasses import dataclass

LABELS = {
    "lead": (
        "牵头责任单位",
        "牵头单位",
        "牵头部门",
        "主办单位",
        "责任单位",
        "责任部门",
        "责任主体",
        "责任科室",
        "责任人",
        "承办单位",
        "实施单位",
        "责任领导",
        "落实单位",
        "工作责任",
        "牵头",
        "责任",
    ),
    "supporting": (
        "配合单位",
        "配合部门",
        "协办单位",
        "协同单位",
        "参与单位",
        "参加单位",
        "协助单位",
        "配合",
    ),
    "due": (
        "完成时限",
        "完成时间",
        "完成期限",
        "办结时限",
        "时间节点",
        "时间要求",
        "时间安排",
        "时限要求",
        "工作时限",
        "落实时限",
        "推进时限",
        "截止时间",
        "截止日期",
        "实施时间",
        "时限",
        "时间",
    ),
    "deliverable": ("成果形式", "工作成果", "预期成果", "成果要求", "完成标志", "交付成果", "成果"),
}
KIND_OF = {label: kind for kind, labels in LABELS.items() for label in labels}
LONG = "|".join(label for label in sorted(KIND_OF, key=len, reverse=True) if len(label) >= 4)
SHORT = "|".join(label for label in KIND_OF if len(label) < 4)
LABEL = re.compile(rf"（?(?P<label>{LONG}|(?<![\u4e00-\u9fff])(?:{SHORT}))(?:及[\u4e00-\u9fff]{{2,4}})?：\s*")
VALUE = re.compile(r"(?:（[^（）]*）|[^；。（）])*")
VALUES = re.compile(r"(?:（[^（）]*）|[^。（）])*")
ORG = (
    r"(?:部门|单位|政府|办公室|公开办|县区|区县|市区|[市县镇乡]|(?<![专社])区|[\u4e00-\u9fff]部(?!门)|（[市县区乡镇街道、村社居]+）|街道|乡镇|[\u4e00-\u9fff](?:办|局|委|厅|院|站|室|馆|台|社(?!区)|联)|"
    r"中心|委员会|小组|机构|专班|村委会|居委会|村居|村民委员会|银行|大队|公司)"
)
BODY = rf"(?:各|市|县|省|区|乡|镇|全市|村|由市|由县|由各|有关|相关|其他)(?:（[^（）]{{0,20}}）|[^，。；：（）、须]){{0,24}}?{ORG}"
MORE = re.compile(rf"(?:；{BODY}(?:[、，]{BODY})*)+(?=[；）。]|$)")
SUBJECT = re.compile(
    rf"^(?:其中，?|同时，?|并?请|由|一是|二是|三是|四是|五是)?(?P<who>{BODY}(?:[、和及与]{BODY}){{0,6}})"
    r"(?=，?(?:主要负责|分管负责|要|应|对(?!于)|须|需|必须|负责|牵头|会同|以|将|于|在|每|组织|按|每|根据|结合|主动|对照|\d|年底|上半年|下半年|第|具体|分别|统筹|定期|适时|完成|报送|编制|制定|形成|开通|汇总|开展|做好|指导|召开|至少|及时|建立|明确|细化|压实|落实|印发|出台|发布|公布|完善|建设|修订|办理|通报|调度|督促|提供|配合做好|加强|强化|严格|认真|积极|切实|抓好|推进|推动|深入|全面|进一步|逐项|收集|梳理|审核|承担|选树|配备|设立|指定))"
)
AFRESH = r"(?:(?<![\u4e00-\u9fff])|(?<=由))"
GIVEN = re.compile(rf"由(?P<lead>{BODY}(?:[、和及与]{BODY}){{0,6}})(?=[指组具统汇编制])")
LED = re.compile(
    rf"{AFRESH}(?P<lead>{BODY}(?:[、和及与]{BODY}){{0,6}})(?:按职责(?:分工)?)?(?:牵头|负责|负总责)(?:落实|实施|组织|办理)?"
)
HELPED = re.compile(
    rf"{AFRESH}(?P<help>{BODY}(?:[、和及与]{BODY}){{0,6}})(?:等)?(?:按职责(?:分工)?)?(?:具体)?(?:配合|协助|参与|落实)"
)
JOINED = re.compile(rf"会同(?P<help>{BODY}(?:[、和及与]{BODY}){{0,6}})")
DUTY = rf"由?{BODY}(?:[、和及与，]{BODY}){{0,9}}等?(?:按职责(?:分工)?)?(?:具体)?(?:牵头|负责|负总责|配合|协助|参与|落实)"
TRAILING = re.compile(
    r"(?:（(?P<inside>(?:[^（）]|（[^（）]*）)*(?:牵头|负责|配合|落实|参与|协助)(?:[^（）]{0,4}))）"
    rf"|（(?P<bare>{BODY}(?:[、，]{BODY})*)等?）"
    rf"|(?<=。)(?P<only>{DUTY}(?:，{DUTY})*)"
    r"|(?<=[。；])(?P<last>由[^。；]+(?:牵头|负责|配合|落实|参与|协助)))(?=[。；]?$)"
)
DATE_OPENING = re.compile(r"^(?:于|在)?(?:\d{1,4}[年月日]|[—\-~至底末前]|[上中下]旬|以前|之前)+，?")
POSSESSIVE = re.compile(
    r"^各(?:县（市、区）|县区|区县|市县|乡镇（街道）|镇（街道）|镇街|乡镇|村（居）|村（社区）)(?=[\u4e00-\u9fff])"
)
DATED_OPENING = re.compile(r"^[^，。]{2,18}[前底末月日度年]，")
LONGEST = 200  # 再长就不是一句话里的单位了，也免得正则无休止地试
TAKEN_AS_SUBJECT = re.compile(r"^(?:各项|各类|各种|市民|村民|省级|县级以上|各级各类)")


@dataclass(frozen=True)
class Parties:
    """从一段话里读出的责任与时限，`rest` 是余下的话。"""

    rest: str
    lead: str = ""
    supporting: str = ""
    due: str = ""
    deliverable: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.lead or self.supporting or self.due or self.deliverable)


def labelled(text: str) -> Parties:
    """把“责任单位：……”“（牵头单位：……；完成时限：……）”“（市司法局牵头）”从话里拿出来。"""
    found: dict[str, str] = {}
    matches = list(LABEL.finditer(text))
    rest = text[: matches[0].start()] if matches else text
    stops = [match.start() for match in matches[1:]] + [len(text)]
    for match, stop in zip(matches, stops, strict=False):
        value = VALUE.match(text, match.end(), stop)
        if more := MORE.match(text, value.end(), stop):
            value = VALUES.match(text, match.end(), more.end())
        _note(found, KIND_OF[match["label"]], value[0].strip("，、；。| \t"))
        tail = text[value.end() : stop]
        is_stop = "。" in tail[:2] and rest and rest[-1] not in "。；"
        rest += ("。" if is_stop else "") + tail.lstrip("；。），")
    rest = re.sub(r"（[；，]*$|（）", "", rest).rstrip("；，|")
    rest, led = _trailing(rest)
    return Parties(rest.strip(), **(led | found))


def is_only_labels(text: str) -> bool:
    """一段里只有“责任单位：……”“（牵头单位：……；完成时限：……）”，没有别的话。"""
    return bool(LABEL.match(text)) and not labelled(text).rest.strip("（）。；，")


def nearest(given: list[Parties]) -> Parties:
    """由近及远各处写的：单位取最近写了的那一处，时限、成果也是。"""
    who = next((one for one in given if one.lead or one.supporting), given[0])
    due = next((one.due for one in given if one.due), "")
    deliverable = next((one.deliverable for one in given if one.deliverable), "")
    return Parties(given[0].rest, who.lead, who.supporting, due, deliverable)


def _note(found: dict[str, str], kind: str, value: str) -> None:
    """记下一项；既有牵头单位又有责任单位的，后者算配合。"""
    if kind in ("lead", "supporting"):
        value = re.sub("[，；]", "、", value)
    if kind == "lead" and kind in found:
        kind = "supporting"
    found[kind] = "、".join(part for part in (found.get(kind), value) if part)


def _trailing(text: str) -> tuple[str, dict]:
    """句末括号里的“市政务公开办牵头，各县区配合”。"""
    match = TRAILING.search(text)
    if match and match["bare"]:
        found = {"lead": match["bare"].replace("，", "、")}
    else:
        found = named(match["inside"] or match["only"] or match["last"]) if match else {}
    if not found:
        return text, {}
    return (text[: match.start()] + text[match.end() :]).replace("。。", "。"), found


def named(text: str) -> dict:
    """“由甲牵头，乙配合”“甲会同乙”里的甲与乙；没有则为空。"""
    text = text[:LONGEST]
    lead, helped = LED.search(text) or GIVEN.search(text), HELPED.search(text)
    found = {"lead": lead["lead"]} if lead else {}
    if joined := JOINED.search(text):
        found["supporting"] = joined["help"]
    if helped and (not lead or helped["help"] != lead["lead"]):
        found["supporting" if lead else "lead"] = helped["help"].removeprefix("和")
    return {key: value.removeprefix("由") for key, value in found.items()}


def told(text: str) -> dict:
    """一件事的话里说到的：牵头与配合；说了谁负责、后面又另有单位去做的，后者算配合。"""
    found = named(text)
    if "lead" in found and "supporting" not in found:
        others = [subject(piece) for piece in text[:LONGEST].split("，")[1:9]]
        found["supporting"] = "、".join(
            dict.fromkeys(one for one in others if one and one not in found["lead"])
        )
    return found


def subject(sentence: str) -> str:
    """句子的主语若是单位，是哪个；不是则为空。"""
    openings = (DATED_OPENING.sub("", sentence), DATE_OPENING.sub("", sentence))
    for piece in (sentence, *openings, *sentence.split("，")[1:9]):
        match = SUBJECT.match(piece[:LONGEST])
        if match and not TAKEN_AS_SUBJECT.match(match["who"]):
            return match["who"].removeprefix("由")
    match = POSSESSIVE.match(openings[1])
    return match[0] if match else ""
