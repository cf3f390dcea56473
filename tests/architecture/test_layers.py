"""层次与各室：外键只能向下指，导入只在文件开头，各室各守本分，状态只有一处可写。"""

import ast

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture.sources import APPS, FUNCTIONS, ROOT, app_of, imported, name, room_of, sources, tree

LAYERS = tuple(app.replace("/", ".") for app in APPS[:9])  # 由下而上；工作台与公众专栏没有模型
HEIGHT = {layer: height for height, layer in enumerate(LAYERS)}
# 左边的室不得导入同一应用右边的室。
FORBIDDEN = {
    "models": {
        "actions",
        "admin",
        "forms",
        "jobs",
        "permissions",
        "selectors",
        "sheets",
        "views",
        "workflow",
    },
    "permissions": {"actions", "forms", "jobs", "sheets", "views", "workflow"},
    "selectors": {"actions", "forms", "jobs", "views"},
    "workflow": {"actions", "forms", "jobs", "selectors", "sheets", "views"},
    "actions": {"admin", "forms", "jobs", "urls", "views"},
    "sheets": {"admin", "forms", "jobs", "urls", "views"},
    "forms": {"jobs", "urls", "views"},
    "jobs": {"forms", "urls", "views"},
}
PERSON = settings.AUTH_USER_MODEL  # 可换的账号模型是 Django 自己的约定：谁都可以指向“人”
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ACTION_MODULES = {"grid"}  # 评分表整批保存：逐格调用动作
STATE_FIELDS = {"status", "state"}
STATE_KEEPERS = {  # 各自的账本自己管状态：后台任务、导入批次
    "portal/core/workflow.py",
    "portal/core/imports.py",
    "portal/core/jobs/running.py",
    "portal/core/jobs/sweep.py",
}


def _app(model):
    return apps.get_app_config(model._meta.app_label).name


def _our_models():
    return [model for model in apps.get_models() if _app(model) in HEIGHT]


def _relations():
    for model in _our_models():
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model._meta.label != PERSON:
                yield model, field


def test_foreign_keys_only_point_down():
    """用字符串写的外键躲得过导入检查，躲不过这里。"""
    relations = [(m, f) for m, f in _relations() if _app(f.related_model) in HEIGHT]
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model, field in relations
        if HEIGHT[_app(field.related_model)] > HEIGHT[_app(model)]
    ]
    assert relations
    assert upward == []


def test_every_app_of_ours_has_its_place_among_the_layers():
    installed = {c.name for c in apps.get_app_configs() if (ROOT / c.name.replace(".", "/")).is_dir()}
    assert installed == {app.replace("/", ".") for app in APPS}


def test_foreign_keys_outside_our_layers_are_only_djangos_own():
    outside = {f.related_model._meta.label for _, f in _relations() if _app(f.related_model) not in HEIGHT}
    assert outside == {"auth.Group", "auth.Permission"}


def test_nothing_is_imported_inside_a_function():
    """函数里导入是绕开循环的把戏：该改的是依赖的方向。"""
    inner = [
        f"{name(path)}:{node.lineno}"
        for path in sources(migrations=True)
        for function in ast.walk(tree(path))
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


@pytest.mark.parametrize("room", sorted(FORBIDDEN))
def test_a_room_does_not_reach_into_the_rooms_above_it(room):
    reaching = [
        f"{name(path)} → {module}"
        for path in sources()
        if room_of(path) == room
        for module in sorted(imported(path))
        if _room_within(path, module) in FORBIDDEN[room]
    ]
    assert reaching == []


def _room_within(path, module):
    """`module` 是同一应用里的哪一间；别的应用里的不算。"""
    prefix = app_of(path).replace("/", ".") + "."
    return module.removeprefix(prefix).split(".")[0] if module.startswith(prefix) else ""


@pytest.mark.parametrize("app", APPS)
def test_an_app_with_addresses_has_views_and_one_with_writes_has_rules(app):
    rooms = {room_of(path) for path in sources() if app_of(path) == app}
    assert "apps" in rooms
    assert "views" in rooms or "urls" not in rooms
    assert "permissions" in rooms or "workflow" not in rooms or app == "portal/core"
    assert "actions" in rooms or "workflow" not in rooms or app == "portal/core"


def test_celery_modules_are_called_jobs():
    """task 这个词归业务；`tasks.py` 会被 Celery 误认。"""
    assert [name(path) for path in sources() if path.name == "tasks.py"] == []


def test_views_write_nothing_themselves():
    """写入只经动作：审计、事务与规则都在那里。"""
    writing = [
        f"{name(path)}:{node.lineno} .{node.func.attr}()"
        for path in sources()
        if room_of(path) == "views"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _is_write(node.func)
    ]
    assert writing == []


def _is_write(called):
    """模型或管理器上的写法；`grid.save(…)` 这类模块里的动作不是。"""
    if not isinstance(called, ast.Attribute) or called.attr not in WRITES:
        return False
    return not (isinstance(called.value, ast.Name) and called.value.id in ACTION_MODULES)


def test_status_is_written_only_by_the_workflow():
    written = [
        f"{name(path)}:{line}"
        for path in sources()
        if name(path) not in STATE_KEEPERS
        for line in _status_writes(tree(path))
    ]
    assert written == []


def test_the_check_for_status_writes_sees_every_way_to_write():
    ways = "o.status = 1\nq.update(state=2)\nsetattr(o, 'status', 3)\no.status += 1\nq.filter(status=1)\n"
    assert sorted(_status_writes(ast.parse(ways))) == [1, 2, 3, 4]


def _status_writes(module):
    return [node.lineno for node in ast.walk(module) if _assigns_status(node) or _updates_status(node)]


def _assigns_status(node):
    if not isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(part, ast.Attribute) and part.attr in STATE_FIELDS for part in targets)


def _updates_status(call):
    if not isinstance(call, ast.Call):
        return False
    if isinstance(call.func, ast.Attribute) and call.func.attr == "update":
        return any(keyword.arg in STATE_FIELDS for keyword in call.keywords)
    words = {arg.value for arg in call.args if isinstance(arg, ast.Constant)}
    return isinstance(call.func, ast.Name) and call.func.id == "setattr" and bool(words & STATE_FIELDS)


def _glossary_models():
    """术语表该收的模型：我们的，除修改历史与逐对象授权这两种机器表。"""
    return [
        m for m in _our_models() if not m.__name__.startswith("Historical") and "Permission" not in m.__name__
    ]


@pytest.mark.parametrize("model", _glossary_models(), ids=lambda model: model._meta.label)
def test_the_glossary_names_every_model(model):
    """一行里既有类名又有中文名，界面与代码才对得上。"""
    lines = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    naming = [line for line in lines if line.startswith("|") and f"{model.__name__}`" in line]
    assert any(str(model._meta.verbose_name) in line for line in naming), model._meta.verbose_name
