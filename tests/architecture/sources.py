"""架构测试共用：我们自己的源文件与它们的语法树。"""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "portal/core",
    "portal/accounts",
    "portal/organisations",
    "portal/notifications",
    "portal/publications",
    "catalogs",
    "village",
    "tasks",
    "assessments",
    "portal/desk",
    "portal/public",
)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@cache
def sources(*, migrations: bool = False) -> tuple[Path, ...]:
    """全部源文件；默认不含迁移。"""
    tops = sorted({app.split("/")[0] for app in APPS})
    found = (path for top in tops for path in sorted((ROOT / top).rglob("*.py")))
    return tuple(path for path in found if migrations or "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """一个源文件的语法树。"""
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """相对项目根的路径，供失败时指认。"""
    return path.relative_to(ROOT).as_posix()


def app_of(path: Path) -> str:
    """源文件属于哪个应用，如 `portal/core`。"""
    return next((app for app in APPS if name(path).startswith(f"{app}/")), "")


def room_of(path: Path) -> str:
    """源文件在应用里的哪一间：`views.py` 与 `views/round.py` 都是 views。"""
    inside = name(path).removeprefix(f"{app_of(path)}/")
    return inside.split("/")[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """文件导入的全部点分名，`from a import b` 记作 `a` 与 `a.b`。"""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
