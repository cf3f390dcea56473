"""使用手册：提到的页和图都在，拍了的图都用上。"""

import re
from pathlib import Path

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual"
LINK = re.compile(r"\]\(([^)#:]+)\)")


def linked() -> set[str]:
    return {link for page in MANUAL.glob("*.md") for link in LINK.findall(page.read_text(encoding="utf-8"))}


def test_every_page_and_picture_of_the_manual_exists():
    assert linked()
    assert not [link for link in linked() if not (MANUAL / link).is_file()]


def test_every_picture_is_used():
    assert not [path.name for path in MANUAL.glob("img/*.png") if f"img/{path.name}" not in linked()]
