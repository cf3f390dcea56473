"""八个方面：认标题，认不出再看标题里的字眼。"""

import re

WORDS = {
    "组织推进": (
        "组织推进",
        "组织领导",
        "领导责任",
        "组织保障",
        "工作会议",
        "责任领导",
        "统筹推进",
        "责任体系",
        "组织体系",
        "领导小组",
        "联络员",
        "工作专班",
        "调度会",
        "推进会",
    ),
    "条例贯彻": ("条例贯彻", "贯彻条例", "条例", "主动公开", "依申请公开", "年度报告", "依法公开"),
    "标准指引": (
        "标准指引",
        "公开标准",
        "标准目录",
        "事项目录",
        "目录",
        "指引",
        "重点领域",
        "各领域",
        "公开内容",
        "标准",
    ),
    "解读回应": ("解读回应", "政策解读", "解读", "回应", "政策咨询", "热点", "关切", "一号答"),
    "机制完善": (
        "机制完善",
        "工作机制",
        "考评机制",
        "考核机制",
        "协调机制",
        "管理制度",
        "工作流程",
        "机制",
        "制度",
        "流程",
    ),
    "平台建设": (
        "平台建设",
        "专区建设",
        "专栏建设",
        "网站建设",
        "平台",
        "专区",
        "专栏",
        "网站",
        "新媒体",
        "渠道",
        "阵地",
    ),
    "直达村居": (
        "直达村居",
        "村居",
        "村（居）",
        "村务",
        "涉农",
        "惠民惠农",
        "惠农",
        "补贴",
        "社区",
        "最后一公里",
    ),
    "开拓创新": ("开拓创新", "创新", "探索", "亮点", "特色", "经验", "典型"),
}
VILLAGE = "直达村居"
STRONG = 2
NOISE = re.compile(
    r"标准化(?:规范化|标准化)|规范化标准化|基层政务公开|政务公开|促标准|各?(?:公开)?领域(?:业务)?主管部门"
)


def area_of_path(titles: list[str]) -> str:
    """从上级到本级各标题的方面：写明名称的，最近一级为准；其次村居，其次本级说得有力的，再次最上一级。"""
    named = [name for title in titles if (name := next((one for one in WORDS if one in title), ""))]
    if named:
        return named[-1]
    guessed = [(title, area) for title in titles if (area := area_of(title))]
    if any(area == VILLAGE for _, area in guessed):
        return VILLAGE
    strong = [area for title, area in guessed if _score(NOISE.sub("", title), WORDS[area]) >= STRONG]
    return strong[-1] if strong else guessed[0][1] if guessed else ""


def area_of(title: str, body: str = "") -> str:
    """所属方面的名称；标题正好是其名称的最准，其次标题里的字眼，再次正文里明显占多的。"""
    for name in WORDS:
        if name in title:
            return name
    return _best(title, least=1) or _best(body, least=2)


def _best(text: str, *, least: int) -> str:
    """字眼最多的方面；并列的说不准，为空。"""
    text = NOISE.sub("", text)
    scores = sorted(
        ((_score(text, words) * (1 + (name == VILLAGE)), name) for name, words in WORDS.items()),
        reverse=True,
    )
    (top, name), (second, _) = scores[0], scores[1]
    return name if top >= least and top > second else ""


def _score(text: str, words) -> int:
    """命中的字眼；长的字眼更准，多计。"""
    return sum(text.count(word) * (2 if len(word) >= 4 else 1) for word in words)
