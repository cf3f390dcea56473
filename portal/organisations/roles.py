"""角色与权限：一个角色在所任职的机构上得到哪些权限，全在这张表里。

权限落在机构上，由 guardian 保存；`view_work`、`audit`、`administer` 及于下级，其余只及于本机构。
经办与审核是不同角色；系统管理员不办业务，审计员只读。
"""

from django.db.models import TextChoices


class Role(TextChoices):
    CITY_CLERK = "city_clerk", "市政务公开办经办"
    CITY_REVIEWER = "city_reviewer", "市政务公开办审核"
    DEPARTMENT_SCORER = "department_scorer", "市直部门评分人"
    DEPARTMENT_HEAD = "department_head", "市直部门负责人"
    COUNTY_OFFICER = "county_officer", "县区填报人"
    COUNTY_HEAD = "county_head", "县区负责人"
    TOWNSHIP_OFFICER = "township_officer", "乡镇经办"
    VILLAGE_CLERK = "village_clerk", "村级经办"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"


PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.CITY_CLERK: ("view_work", "run_campaign", "receive", "publish_first"),
    Role.CITY_REVIEWER: ("view_work", "review", "publish_second", "publish_final"),
    Role.DEPARTMENT_SCORER: ("view_work", "score", "publish_first"),
    Role.DEPARTMENT_HEAD: ("view_work", "approve_scores", "publish_second"),
    Role.COUNTY_OFFICER: ("view_work", "draft", "publish_first"),
    Role.COUNTY_HEAD: ("view_work", "approve", "publish_second"),
    Role.TOWNSHIP_OFFICER: ("view_work", "draft"),
    Role.VILLAGE_CLERK: ("view_work", "draft"),
    Role.AUDITOR: ("audit",),
    Role.ADMINISTRATOR: ("administer",),
}

LABELS = {
    "view_work": "查看本机构及下级的工作",
    "audit": "查看全部工作与审计记录",
    "administer": "管理机构、账号与岗位",
    "run_campaign": "组织行动、下发方案",
    "draft": "填报",
    "approve": "审核本单位报送",
    "receive": "接收报送",
    "review": "审核、备案、退回",
    "score": "评分、列问题清单",
    "approve_scores": "审核本部门考核结果",
    "publish_first": "信息发布初审",
    "publish_second": "信息发布复审",
    "publish_final": "信息发布终审",
}

REACH_DOWN = ("view_work", "audit", "administer")
SECOND_FACTOR = (Role.ADMINISTRATOR,)
SYSTEM = (Role.ADMINISTRATOR, Role.AUDITOR)
KINDS: dict[str, tuple[str, ...]] = {
    Role.CITY_CLERK: ("city",),
    Role.CITY_REVIEWER: ("city",),
    Role.DEPARTMENT_SCORER: ("department",),
    Role.DEPARTMENT_HEAD: ("department",),
    Role.COUNTY_OFFICER: ("county", "county_department"),
    Role.COUNTY_HEAD: ("county", "county_department"),
    Role.TOWNSHIP_OFFICER: ("township",),
    Role.VILLAGE_CLERK: ("village",),
    Role.AUDITOR: ("city",),
    Role.ADMINISTRATOR: ("city",),
}


def are_apart(one: str, other: str) -> bool:
    """两个角色须由不同的人担任：系统管理员、审计员与业务角色互不兼任（等级保护三权分立）。"""
    return one != other and (one in SYSTEM or other in SYSTEM)
