"""左侧导航：按此人的权限列出能去的地方，至多两级。藏起来的入口并不因此安全，规则在动作里。"""

import functools
from dataclasses import dataclass

from django.urls import reverse

from portal.organisations.scope import Scope, scope_of


@dataclass(frozen=True)
class Item:
    """导航的一项；`perms` 为空则人人可见，否则持有其一即可见。"""

    label: str
    url_name: str
    icon: str
    perms: tuple[str, ...] = ()

    def is_for(self, scope: Scope) -> bool:
        return not self.perms or any(scope.holds(perm) for perm in self.perms)


WORK = ("view_work", "audit")
IN_AREAS = ("receive", "review", "draft", "approve", "audit")
CITY = ("run_campaign", "receive", "review", "audit")
GROUPS = (
    (
        "工作台",
        (
            Item("首页", "desk:home", "layout-dashboard"),
            Item("收件箱", "desk:inbox", "inbox"),
            Item("岗位与交接", "desk:posts", "user-check"),
            Item("通知公告", "notifications:bulletins", "megaphone", WORK),
            Item("我的导入", "core:imports", "file-up", ("view_work", "administer")),
            Item("工作日", "desk:workdays", "calendar-days"),
        ),
    ),
    (
        "提升行动",
        (
            Item("行动总览", "tasks:current", "flag", WORK),
            Item("推进情况", "tasks:picture", "layout-grid", WORK),
            Item("超期清单", "tasks:picture-overdue", "triangle-alert", WORK),
            Item("减负", "tasks:burden", "feather", WORK),
            Item("任务书", "tasks:tasks", "clipboard-list", WORK),
            Item("任务办理", "tasks:assignments", "list-todo", WORK),
            Item("路线图", "tasks:roadmap", "chart-gantt", WORK),
            Item("时间表", "tasks:timetable", "calendar-days", WORK),
            Item("方案备案", "tasks:filings", "file-check", WORK),
            Item("延期单", "tasks:extensions", "calendar-clock", WORK),
            Item("督办单", "tasks:supervisions", "siren", WORK),
            Item("提醒", "tasks:reminders", "bell", ("run_campaign", "audit")),
        ),
    ),
    (
        "任务台账",
        (
            Item("责任分工", "tasks:leaders", "contact", WORK),
            Item("会议", "tasks:meetings", "presentation", WORK),
            Item("依申请公开", "tasks:requests", "mail-question-mark", WORK),
            Item("年度报告", "tasks:annuals", "notebook-tabs", WORK),
            Item("政策解读", "tasks:policies", "book-open-text", WORK),
            Item("热点回应", "tasks:topics", "flame", WORK),
            Item("政策咨询", "tasks:questions", "message-circle-question-mark", WORK),
            Item("工作机制", "tasks:mechanisms", "workflow", WORK),
            Item("公开平台", "tasks:zones", "globe", WORK),
            Item("经验做法", "tasks:cases", "lightbulb", WORK),
        ),
    ),
    (
        "考核评估",
        (
            Item("考核方案", "assessments:schemes", "list-tree", ("score", "approve_scores", *CITY)),
            Item("评分与报送", "assessments:rounds", "table-2", ("score", "approve_scores", *CITY)),
            Item("本县成绩", "assessments:scorecards", "gauge", ("draft", "approve")),
            Item("问题整改", "assessments:issues", "list-checks", WORK),
            Item("综合成绩", "assessments:results", "trophy", CITY),
            Item("综合评估报告", "assessments:reports", "file-text", CITY),
        ),
    ),
    (
        "标准目录",
        (
            Item("目录与版本", "catalogs:home", "book-open", WORK),
            Item("公开覆盖", "catalogs:coverage", "scan-search", WORK),
            Item("标准调整", "catalogs:adjustments", "git-compare", WORK),
            Item("公开领域", "catalogs:fields", "tags", WORK),
        ),
    ),
    (
        "村级公开",
        (
            Item("村务公开", "village:catalogs", "clipboard-list", WORK),
            Item("补贴项目", "village:programmes", "list-checks", WORK),
            Item("补贴合计", "village:sums", "table-2", WORK),
            Item("补贴公示", "village:year-end", "megaphone", IN_AREAS),
            Item("留存材料", "village:materials", "archive", IN_AREAS),
            Item("查询登记", "village:inquiries", "notebook-pen", IN_AREAS),
            Item("年度公开", "village:releases", "send", WORK),
        ),
    ),
    (
        "信息公开",
        (
            Item("稿件与审核", "publications:list", "send", WORK),
            Item(
                "隐私重查",
                "publications:findings",
                "shield-alert",
                ("publish_final", "run_campaign", "audit"),
            ),
            Item("影响评估", "publications:assessments", "clipboard-check", WORK),
        ),
    ),
    (
        "系统",
        (
            Item("机构", "organisations:tree", "network", ("administer", "audit")),
            Item("人员与岗位", "organisations:people", "users", ("administer", "audit")),
            Item("群机器人", "notifications:robots", "bot", ("administer", "run_campaign")),
            Item(
                "外发记录", "notifications:deliveries", "mail-check", ("administer", "run_campaign", "audit")
            ),
            Item("审计", "desk:audit", "scroll-text", ("audit",)),
        ),
    ),
)


def navigation(user, path: str) -> list[dict]:
    """此人的导航；`path` 所在的一项标为当前。"""
    scope = scope_of(user)
    here = _place(path)
    groups = []
    for label, items in GROUPS:
        shown = [_shown(item, here) for item in items if item.is_for(scope)]
        if shown:
            groups.append({"label": label, "items": shown})
    return groups


def _place(path: str) -> str:
    """`path` 属于哪一项：网址是它的开头的各项里最长的一个；首页只认它自己。"""
    home = _url("desk:home")
    urls = [_url(item.url_name) for _, items in GROUPS for item in items]
    found = [url for url in urls if path == url or (url != home and path.startswith(url))]
    return max(found, key=len, default="")


def _shown(item: Item, here: str) -> dict:
    url = _url(item.url_name)
    return {"label": item.label, "url": url, "icon": item.icon, "current": url == here}


@functools.cache
def _url(name: str) -> str:
    """每页都要全部各项的网址，它们不变，一个进程只算一次。"""
    return reverse(name)
