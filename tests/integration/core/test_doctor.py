"""体检：每样毛病都有一句话和一条补救；有错误时命令以 1 退出。"""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.core import audit, doctor, fonts, health, workdays
from portal.core.models import RunnerBeat

pytestmark = pytest.mark.django_db


def _named(findings, name):
    return next(finding for finding in findings if finding.name == name)


def test_every_finding_that_is_not_well_says_how_to_mend_it():
    findings = doctor.examine(at=timezone.localtime())
    assert len(findings) >= 10
    assert [finding.name for finding in findings if finding.level != doctor.OK and not finding.mend] == []


def test_the_database_is_named_with_its_migrations(settings):
    engine, migrations, *_, runner, _ = doctor.stored(at=timezone.localtime())
    assert engine.level == migrations.level == doctor.OK
    assert "PostgreSQL" in engine.text or "SQLite" in engine.text
    assert runner.level == doctor.CAUTION and "从未有过心跳" in runner.text


def test_a_fresh_heartbeat_is_well():
    RunnerBeat.objects.create(name="runjobs", at=timezone.now() - dt.timedelta(seconds=20))
    assert _named(doctor.stored(at=timezone.localtime()), "后台执行者").level == doctor.OK


def test_a_silent_redis_is_reported_within_seconds(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    started = timezone.now()
    finding = doctor.broker()
    assert finding.level == doctor.WRONG and "REDIS_URL" in finding.mend
    assert timezone.now() - started < dt.timedelta(seconds=3)


def test_the_holiday_table_is_asked_for_next_year_in_december_only():
    _, last = workdays.known_years()
    assert doctor.calendar(dt.date(last, 11, 30)).level == doctor.OK
    assert "按周末推算" in doctor.calendar(dt.date(last, 12, 1)).text


@pytest.mark.parametrize(
    ("resolved", "level"),
    [("仿宋_GB2312", doctor.OK), ("Noto Serif CJK SC", doctor.CAUTION), ("", doctor.WRONG)],
)
def test_a_face_is_well_replaced_or_missing(monkeypatch, resolved, level):
    monkeypatch.setattr(fonts, "resolve", lambda: [fonts.Face("仿宋", "仿宋_GB2312", resolved)])
    monkeypatch.setattr(doctor.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert [finding.level for finding in doctor.faces()] == [level]


def test_a_missing_library_names_its_package(monkeypatch):
    monkeypatch.setattr(doctor.ctypes.util, "find_library", lambda name: None)
    assert "libharfbuzz-subset0" in _named(doctor.libraries(), "HarfBuzz 子集").mend


def test_the_command_exits_with_1_when_something_is_wrong(monkeypatch, capsys):
    monkeypatch.setattr(health, "free_bytes", lambda: 1024)
    with pytest.raises(SystemExit) as stop:
        call_command("doctor", "--json")
    disk = next(item for item in json.loads(capsys.readouterr().out) if item["name"] == "磁盘")
    assert stop.value.code == 1 and disk["level"] == "错误" and "VAR_DIR" in disk["mend"]


def test_the_table_shows_the_remedy_under_the_finding(monkeypatch, capsys):
    found = [doctor.Finding("磁盘", doctor.CAUTION, "剩 1.0 GB", "腾出空间")]
    monkeypatch.setattr(doctor, "examine", lambda at: found)
    call_command("doctor", "--no-color")
    assert capsys.readouterr().out.splitlines() == ["注意  磁盘  剩 1.0 GB", " " * 12 + "→ 腾出空间"]


def test_a_backup_is_asked_for_in_production(settings):
    now = timezone.localtime()
    assert _named(doctor.stored(at=now), "备份").level == doctor.OK
    settings.PRODUCTION = True
    assert _named(doctor.stored(at=now), "备份").text == "从未备份"
    audit.record("core.backup.made", at=now - dt.timedelta(hours=2))
    assert _named(doctor.stored(at=now), "备份").level == doctor.OK
    assert _named(doctor.stored(at=now + dt.timedelta(days=2)), "备份").level == doctor.CAUTION


@pytest.mark.parametrize(("production", "level"), [(True, doctor.WRONG), (False, doctor.CAUTION)])
def test_debugging_and_a_weak_key_are_pointed_out(settings, production, level):
    settings.PRODUCTION, settings.DEBUG, settings.SECRET_KEY = production, True, "short"
    assert (doctor.debugging().level, doctor.key().level) == (level, level)
    assert "short" not in doctor.key().text


@pytest.mark.parametrize(
    ("locale", "level"), [("C", doctor.WRONG), ("C.UTF-8", doctor.OK), ("en_US.UTF-8", doctor.CAUTION)]
)
def test_the_locale_decides_whether_chinese_is_found(locale, level):
    class Cursor:
        def execute(self, sql):
            self.sql = sql

        def fetchone(self):
            return "15.1", "UTF8", locale

    assert doctor._postgres(Cursor()).level == level
