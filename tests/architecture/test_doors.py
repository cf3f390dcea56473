"""出网只有一扇门：除 portal.core.links 外，谁也不导入能发网络请求的库。"""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "assessments", "tasks", "village", "catalogs")
OUTWARD = ("httpcore", "httpx", "requests", "urllib.request", "urllib3", "http.client", "aiohttp")
DOOR = ROOT / "portal/core/links"


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _reaches_out(path):
    return any(name == door or name.startswith(f"{door}.") for name in _imports(path) for door in OUTWARD)


def test_only_the_link_checker_can_reach_out():
    sources = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    outward = {path for path in sources if _reaches_out(path)}
    assert {path.relative_to(DOOR).name for path in outward} == {"fetching.py", "network.py"}


def test_only_the_channels_know_apprise():
    sources = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    found = {path for path in sources if any(name.split(".")[0] == "apprise" for name in _imports(path))}
    assert {path.relative_to(ROOT).as_posix() for path in found} == {
        "portal/notifications/channels/robots.py"
    }
