"""参考文档：由代码生成，代码变了而没有重新生成，`make check` 会指出。"""

import importlib
import importlib.util
import inspect
import re
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class

from portal.core.workflow import Workflow
from portal.organisations.models import Organisation
from portal.organisations.roles import KINDS, LABELS, PERMISSIONS, REACH_DOWN, SECOND_FACTOR, Role

OURS = ("portal", "tasks", "assessments", "catalogs", "village")
FOLDER = Path(settings.BASE_DIR) / "docs" / "reference"
MADE = "<!-- 由 manage.py docs 生成，请勿手改。 -->"
VARIABLE = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=(\S*)\s*(?:#\s*(.*))?$")
GROUP = re.compile(r"^# ── (.+?) ──$")


def pages() -> dict[str, str]:
    """{文件名: 内容}。"""
    found = {
        "states.md": states(),
        "roles.md": roles(),
        "layers.md": layers(),
        "commands.md": commands(),
        "settings.md": variables(),
    }
    return {name: f"{MADE}\n\n{text.strip()}\n" for name, text in found.items()}


def drifted() -> list[str]:
    """与代码不符的文件名。"""
    return [name for name, text in pages().items() if _read(FOLDER / name) != text]


def write() -> list[str]:
    """写出全部，返回改动了的文件名。"""
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = drifted()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return changed


def our_apps() -> list[str]:
    """本项目的应用，不含装来的。"""
    names = [config.name for config in apps.get_app_configs()]
    return [name for name in names if name.split(".")[0] in OURS]


def workflows() -> Iterator[Workflow]:
    """各应用 `workflow` 模块里的状态机，应用的层次次序。"""
    for name in our_apps():
        if importlib.util.find_spec(f"{name}.workflow") is None:
            continue
        module = importlib.import_module(f"{name}.workflow")
        yield from (value for value in vars(module).values() if isinstance(value, Workflow))


def states() -> str:
    """状态图与动作表，每台状态机一节。"""
    machines = sorted(workflows(), key=lambda machine: machine.model._meta.label_lower)
    return "# 状态\n\n" + "\n\n".join(_machine(machine) for machine in machines)


def _machine(machine: Workflow) -> str:
    meta = machine.model._meta
    labels = dict(meta.get_field(machine.field).flatchoices)
    first = meta.get_field(machine.field).default
    lines = [f"## {meta.verbose_name}（`{meta.label}`）", "", "```mermaid", "stateDiagram-v2"]
    lines += [f'  state "{label}" as {value}' for value, label in labels.items()]
    lines += [f"  [*] --> {first}"]
    lines += [
        f"  {source} --> {move.target}: {move.label}" for move in machine.moves for source in move.sources
    ]
    lines += ["```", "", "| 动作 | 从 | 到 | 规则 | 须写原因 |", "|---|---|---|---|---|"]
    lines += [
        f"| {move.label} `{move.name}` | {'、'.join(labels[s] for s in move.sources)} | {labels[move.target]} "
        f"| {_rule(move.rule)} | {'是' if move.reason else '—'} |"
        for move in machine.moves
    ]
    return "\n".join(lines)


def _rule(rule) -> str:
    """规则的名字，连同它说明里的第一句。"""
    sentence = (inspect.getdoc(rule) or "").split("\n")[0]
    return f"`{rule.__name__}` {sentence}".strip()


def roles() -> str:
    """角色在所任职的机构上得到哪些权限。"""
    lines = ["# 角色与权限", "", "权限落在所任职的机构上，任期一到即收回；标 ↓ 的及于下级。"]
    lines += ["同一人不能兼任系统管理员、审计员与业务角色；经办与审核分由不同的人担任。", ""]
    lines += ["| 角色 | 设在 | 权限 | 第二因素 |", "|---|---|---|---|"]
    for role in Role:
        places = "、".join(Organisation.Kind(kind).label for kind in KINDS[role])
        held = "；".join(f"{LABELS[perm]}{' ↓' if perm in REACH_DOWN else ''}" for perm in PERMISSIONS[role])
        lines.append(
            f"| {role.label} `{role.value}` | {places} | {held} | {'必须' if role in SECOND_FACTOR else '可选'} |"
        )
    return "\n".join(lines)


def layers() -> str:
    """层次：引用只能向下。"""
    config = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8"))
    rows = config["tool"]["importlinter"]["contracts"][0]["layers"]
    names = [[name.strip() for name in row.split("|")] for row in rows]
    lines = [
        "# 层次",
        "",
        "引用只能向下；由 import-linter 与 `tests/architecture` 守着。",
        "",
        "```mermaid",
        "flowchart TD",
    ]
    for upper, lower in zip(names, names[1:], strict=False):
        lines += [
            f"  {above.replace('.', '_')}[{above}] --> {below.replace('.', '_')}[{below}]"
            for above in upper
            for below in lower
        ]
    return "\n".join([*lines, "```"])


def commands() -> str:
    """本项目的管理命令与参数。"""
    ours = set(our_apps())
    rows = [(name, app) for name, app in sorted(get_commands().items()) if app in ours]
    return "# 命令\n\n" + "\n\n".join(_command(name, app) for name, app in rows)


def _command(name: str, app: str) -> str:
    command = load_command_class(app, name)
    parser = ArgumentParser(prog=name, add_help=False)
    command.add_arguments(parser)
    lines = [f"## `manage.py {name}`", "", command.help, ""]
    arguments = [action for action in parser._actions if action.help != "==SUPPRESS=="]
    if arguments:
        lines += ["| 参数 | 说明 |", "|---|---|"]
    lines += [f"| `{_spelled(action)}` | {(action.help or '').replace('|', '、')} |" for action in arguments]
    return "\n".join(lines).strip()


def _spelled(action) -> str:
    names = ", ".join(action.option_strings) or action.metavar or action.dest
    value = (
        "" if not action.option_strings or action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    )
    return f"{names}{value}"


def variables() -> str:
    """环境变量，取自 .env.example。"""
    lines = ["# 环境变量", "", "全部来自环境或 `.env`；不设的用默认值。"]
    for line in (Path(settings.BASE_DIR) / ".env.example").read_text(encoding="utf-8").splitlines():
        if group := GROUP.match(line):
            lines += ["", f"## {group[1]}", "", "| 变量 | 默认或示例 | 说明 |", "|---|---|---|"]
        elif found := VARIABLE.match(line):
            name, value, note = found.groups(default="")
            lines.append(f"| `{name}` | {f'`{value}`' if value else '—'} | {note.replace('|', '、')} |")
    return "\n".join(lines)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
