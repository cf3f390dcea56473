"""行动的模板：由年度推出阶段、期限与八个方面的要求。

来源：基层政务公开提升行动实施方案的任务、步骤与保障措施；文字为本平台自拟的摘要。
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class PhaseTemplate:
    number: int
    name: str
    start: tuple[int, int]
    end: tuple[int, int]
    text: str


@dataclass(frozen=True)
class DeadlineTemplate:
    code: str
    name: str
    opens: tuple[int, int]
    due: tuple[int, int]


@dataclass(frozen=True)
class AreaTemplate:
    number: int
    code: str
    name: str
    text: str


PHASES = (
    PhaseTemplate(
        1,
        "工作部署",
        (6, 1),
        (6, 30),
        "各县区结合实际制定专项行动方案，列明时间表、路线图、任务书，报市政务公开办备案并同步公开。",
    ),
    PhaseTemplate(
        2,
        "全面实施",
        (7, 1),
        (10, 31),
        "各县区逐项落实任务；市直主管部门对上衔接、对下指导，及时制定考核方案，落实动态调整的省级目录标准，十月底前完成对县区的考核。",
    ),
    PhaseTemplate(
        3,
        "总结评估",
        (11, 1),
        (12, 31),
        "市直主管部门报送县区考核成绩和问题清单并指导整改；市政务公开办跟踪考核、开展专项评估，形成综合评估报告。",
    ),
)

DEADLINES = (
    DeadlineTemplate("filing", "专项行动方案备案并同步公开", (6, 1), (6, 30)),
    DeadlineTemplate("assessment", "完成对县区的考核", (7, 1), (10, 31)),
    DeadlineTemplate("submission", "报送县区考核成绩和问题清单", (7, 1), (11, 5)),
    DeadlineTemplate("posting", "惠民惠农补贴发放结果在村务公开栏公开", (7, 1), (12, 31)),
)

AREAS = (
    AreaTemplate(
        1,
        "organisation",
        "组织推进",
        "明确责任领导和承办人员，把标准化规范化部署落到岗位，按期召开工作会议研究推进。",
    ),
    AreaTemplate(
        2,
        "regulation",
        "条例贯彻",
        "依照政府信息公开条例做好主动公开和依申请公开，按时编制、发布政府信息公开工作年度报告。",
    ),
    AreaTemplate(
        3,
        "standards",
        "标准指引",
        "各领域政府信息应公开尽公开，目录完整、内容合乎规范，落实国务院部门制定的各领域标准指引。",
    ),
    AreaTemplate(
        4,
        "interpretation",
        "解读回应",
        "围绕群众和企业关心的政策做深做实解读，建好“一号答”“一站式”政策咨询服务，及时回应社会关切。",
    ),
    AreaTemplate(
        5,
        "mechanisms",
        "机制完善",
        "建立信息管理发布、解读回应、公众参与、考核评议四项机制，把每项机制的流程细化到步骤。",
    ),
    AreaTemplate(
        6,
        "platforms",
        "平台建设",
        "办好政务公开专区和政府信息公开专栏，栏目完整、内容常新、功能可用，发挥网上平台作用。",
    ),
    AreaTemplate(
        7,
        "villages",
        "直达村居",
        "指导村（居）编制公开事项目录并与县乡公开衔接；及时公开涉农补贴申报信息，年底前以村为单位公开惠民惠农补贴发放结果，期满留存备查。",
    ),
    AreaTemplate(
        8, "innovation", "开拓创新", "在公开内容、形式、平台上积极探索，形成便民利企、可复制推广的经验做法。"
    ),
)


def on(year: int, month_day: tuple[int, int]) -> dt.date:
    """模板中的月日在 `year` 年的日期。"""
    return dt.date(year, *month_day)


def title(city_name: str, year: int) -> str:
    """行动名称，如“云川市2026年基层政务公开提升行动”。"""
    return f"{city_name}{year}年基层政务公开提升行动"
