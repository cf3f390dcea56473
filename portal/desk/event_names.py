"""审计事件的中文名：代号 `应用.对象.动作` → 动作加对象，如 `tasks.filing.submitted` → 提交方案备案。

状态机的动作取自各自的表；其余的动作在 `VERBS`。对象取模型的中文名，没有模型的在 `NOUNS`。
"""

from functools import cache

from django.apps import apps

from portal.core.sheets import kinds
from portal.desk import reference

NOUNS = {
    "accounts.password": "密码",
    "accounts.recovery_codes": "恢复码",
    "accounts.second_factor": "两步验证",
    "accounts.session": "登录会话",
    "accounts.sign_in": "登录",
    "assessments.combination": "汇总规则",
    "assessments.issues": "问题清单",
    "assessments.scores": "评分表",
    "catalogs.fields": "公开领域",
    "catalogs.owner": "领域归口",
    "core.audit": "审计记录",
    "core.backup": "备份",
    "organisations.grants": "机构权限",
    "organisations.organisations": "机构名单",
    "organisations.users": "人员名单",
    "organisations.people": "人员名单",
    "organisations.places": "机构名单",
    "publications.rescan": "隐私重查",
    "tasks.period": "按期任务的新一期",
    "tasks.area_rule": "亮灯规则",
    "tasks.burden_verdict": "减负处理",
    "tasks.reminders": "提醒",
    "village.batch": "发放批次",
    "village.households": "各户名单",
}
VERBS = {
    "endorsed": "推荐",
    "presented": "推介：",
    "judged": "评审",
    "adopted": "登记采纳：",
    "finished": "办结",
    "called": "召集",
    "confirmed": "确认", "noted": "写交接说明：", "passed": "转给后任：",
    "accepted": "接受", "activated": "启用", "added": "新增", "aligned": "校准", "annotated": "下载标红的",
    "announced": "登记", "answered": "反馈", "applicability": "标注适用与否：", "attached": "上传附件：", "cancelled": "取消", "check_queued": "即刻核验",
    "changed": "修改", "corrected": "改正", "created": "建立", "deactivated": "停用", "decided": "处理",
    "described": "填写文号：", "drafted": "拟定", "dropped": "放弃", "ended": "结束", "held": "拦下待放行：", "expired": "到期作废：",
    "exported": "导出", "failed": "没有通过：", "filled": "填写", "flagged": "重查发现疑似个人信息：", "forgotten": "删去满期原件：",
    "generated": "生成", "imported": "导入", "listed": "导入", "loaded": "载入", "locked": "锁定", "made": "制作",
    "moved": "改期：", "opened": "建立", "ordered": "下达", "paused": "暂停", "proposals_taken": "采纳建议：",
    "reactivated": "恢复", "read": "查看", "received": "收下", "recorded": "登记", "removed": "移除", "renamed": "改名：",
    "reopened": "恢复", "repealed": "废止", "requested": "申请", "required": "要求启用", "reset": "重置", "restored": "恢复",
    "resumed": "恢复", "retracted": "撤下", "retried": "重试", "revealed": "查看号码：", "reversed": "冲销",
    "revoked": "注销", "saved": "保存", "sent": "发送", "set": "设定", "split": "分解", "started": "开始", "unlocked": "解锁",
    "updated": "修改", "waived": "标为不适用：", "worded": "改定文字：",
}  # fmt: skip


def name_of(event: str) -> str:
    """事件的中文名；不认得的原样给出，测试不许有这样的。"""
    app, noun, verb = (*event.split("."), "", "")[:3]
    if (app, noun) == ("core", "import"):
        return _import(verb)
    said = _moves().get(event) or VERBS.get(verb)
    thing = NOUNS.get(f"{app}.{noun}") or _model(app, noun)
    return f"{said}{thing}" if said and thing else event


def named(words: str) -> list[str]:
    """中文名里含 `words` 的事件，供筛选。"""
    return [event for event in known() if words in name_of(event)]


@cache
def known() -> tuple[str, ...]:
    """按名字拼得出的全部事件。"""
    models = [f"{model._meta.app_label}.{model._meta.model_name}" for model in apps.get_models()]
    pairs = {*NOUNS, *models}
    imports = [f"core.import.{kind}" for kind in (*kinds.names(), "abandoned")]
    return (*_moves(), *(f"{pair}.{verb}" for pair in sorted(pairs) for verb in VERBS), *imports)


@cache
def _moves() -> dict[str, str]:
    """状态机的动作：事件 → 动作的名称。几个动作记同一个戳的，取第一个。"""
    found: dict[str, str] = {}
    for workflow in reference.workflows():
        for move in workflow.moves:
            found.setdefault(
                f"{workflow.model._meta.label_lower}.{move.stamp or move.name}", f"{move.label}："
            )
    return found


def _import(verb: str) -> str:
    if verb == "abandoned":
        return "放弃导入"
    return f"导入{kinds.get(verb).label}" if verb in kinds.names() else f"导入{verb}"


@cache
def _model(app: str, noun: str) -> str:
    try:
        return str(apps.get_model(app, noun)._meta.verbose_name)
    except LookupError:
        return ""
