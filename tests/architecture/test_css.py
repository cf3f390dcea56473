"""样式、脚本与模板的约定：老版本的浏览器读得懂，颜色看得清，没有内联，脚本不膨胀。"""

import itertools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = [
    path
    for path in (ROOT / "static/css").rglob("*.css")
    if "print" not in path.relative_to(ROOT / "static/css").parts[:-1]
]
SCREENS = [
    path
    for path in (ROOT / "templates").rglob("*.html")
    if path.relative_to(ROOT / "templates").parts[0] not in ("print", "mail")
]
GROUPS = ("@layer", "@media", "@supports")
FORBIDDEN = (":has(", "@container", "@import", "@scope", "color-mix(")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def source(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


def nested_rules(css: str) -> list[str]:
    """写在另一条规则里面的规则；@layer、@media、@supports 只是分组，不算。"""
    found, stack = [], []
    for match in re.finditer(r"([^{};]*)([{};])", css):
        head, mark = match[1].strip(), match[2]
        if mark == "{":
            if stack and not stack[-1].startswith(GROUPS):
                found.append(head)
            stack.append(head)
        elif mark == "}":
            stack.pop()
    return found


@pytest.mark.parametrize("path", CSS, ids=name)
def test_selectors_are_flat(path):
    assert nested_rules(source(path)) == []


@pytest.mark.parametrize("path", CSS, ids=name)
def test_only_what_chromium_100_reads(path):
    assert [word for word in FORBIDDEN if word in source(path)] == []


@pytest.mark.parametrize("path", [path for path in CSS if path.name != "tokens.css"], ids=name)
def test_colours_come_from_tokens(path):
    colours = re.findall(r"#[0-9a-fA-F]{3,8}\b", source(path))
    assert path.name == "print.css" or colours == []


def test_every_stylesheet_is_linked():
    linked = set(re.findall(r'static "(css/[^"]+)"', (ROOT / "templates/layouts/styles.html").read_text()))
    assert {str(path.relative_to(ROOT / "static")) for path in CSS} == linked


@pytest.mark.parametrize("path", SCREENS, ids=name)
def test_no_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|\son\w+\s*=\s*[\"']|<style", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_scripts_stay_small():
    assert sum(len(path.read_text().splitlines()) for path in (ROOT / "static/js").glob("*.js")) <= 300


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", (ROOT / "static/css/tokens.css").read_text()))


def luminance(colour: str) -> float:
    """WCAG 2 的相对亮度。"""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TONES = ("blue", "red", "green", "amber")
TEXT_PAIRS = [
    *[
        (f"{tone}-{strength}", ground)
        for tone, strength in itertools.product(TONES, (700, 900))
        for ground in (f"{tone}-50", "white", "grey-50")
    ],
    *[(f"grey-{strength}", ground) for strength in (500, 600, 700, 900) for ground in ("white", "grey-50")],
    *[(f"grey-{strength}", "grey-100") for strength in (600, 700, 900)],
    *[("grey-900", f"{tone}-50") for tone in TONES],
]


@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_legible(ink, ground):
    assert contrast(tokens()[ink], tokens()[ground]) >= 4.5


def test_control_edges_are_visible():
    assert contrast(tokens()["grey-400"], tokens()["white"]) >= 3
