"""文档与代码相符：参考文档是现生成的，文档里提到的模块、文件、命令都在。"""

import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from portal.desk import reference

ROOT = Path(settings.BASE_DIR)
PAGES = sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md"])
DOTTED = re.compile(r"`((?:portal|tasks|assessments|catalogs|village)(?:\.\w+)+)`")
FILES = re.compile(
    r"`((?:docs|tests|portal|tasks|assessments|catalogs|village|templates|static|scripts|deploy)/[A-Za-z0-9_./-]+\.\w+)`"
)
LINKS = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


def test_the_reference_is_up_to_date():
    assert reference.drifted() == [], "请运行：make docs"


def test_every_state_machine_is_drawn():
    text = reference.states()
    for machine in reference.workflows():
        assert f"`{machine.model._meta.label}`" in text
        for move in machine.moves:
            assert f"`{move.name}`" in text


def resolves(name: str) -> bool:
    """点分的名字是模块，或模块里的东西。"""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if not hasattr(found, part) and not _is_model(parts[0], part):
                return False
            found = getattr(found, part, None)
        return True
    return False


def _is_model(app: str, name: str) -> bool:
    return any(model.__name__ == name for model in apps.get_models())


@pytest.mark.parametrize("doc", PAGES, ids=lambda doc: str(doc.relative_to(ROOT)))
def test_what_a_page_names_exists(doc):
    text = doc.read_text(encoding="utf-8")
    missing = [name for name in DOTTED.findall(text) if not resolves(name)]
    missing += [path for path in FILES.findall(text) if not (ROOT / path).exists()]
    missing += [link for link in LINKS.findall(text) if not (doc.parent / link).exists()]
    assert missing == []


def test_the_glossary_names_every_model():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in reference.OURS]
    ours = [model for model in ours if not model.__name__.startswith("Historical")]
    words = set(re.findall(r"\w+", glossary))
    assert [model.__name__ for model in ours if model.__name__ not in words] == []
