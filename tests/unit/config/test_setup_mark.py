"""装过的记号写的是装了哪些系统包：后来添的包，老的记号不算装过。"""

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "setup.py"


@pytest.fixture
def setup():
    spec = importlib.util.spec_from_file_location("setup_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_dev_installed_serves_run_too(setup):
    known = {"system": list(setup.WANTED["dev"])}
    assert setup.has_system(known, "dev") and setup.has_system(known, "run")
    assert not setup.has_system({"system": list(setup.WANTED["run"])}, "dev")


@pytest.mark.parametrize("mark", [{}, {"system": ["dev"]}])
def test_a_mark_without_names_is_looked_at_again(setup, mark):
    assert not setup.has_system(mark, "run")


def test_a_package_added_later_is_not_in_an_older_mark(setup, monkeypatch):
    known = {"system": list(setup.WANTED["dev"])}
    monkeypatch.setitem(setup.WANTED, "dev", (*setup.WANTED["dev"], "xdg-utils"))
    assert not setup.has_system(known, "dev")


def test_every_wanted_package_is_looked_for(setup, monkeypatch):
    monkeypatch.setattr(setup.ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    monkeypatch.setattr(setup, "_needs_chinese_controls", lambda *, is_new: is_new)
    for mode, packages in setup.WANTED.items():
        assert setup.missing_packages(mode) == list(packages)
