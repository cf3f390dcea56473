"""审计记录的页面：只给审计员；筛选、核对、导出。"""

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from portal.core import audit, clock
from portal.core.models import AuditEvent
from portal.core.sheets import kinds
from portal.desk import event_names, reference
from portal.organisations import actions

AT = dt.datetime(2026, 3, 2, 23, 30, tzinfo=clock.TZ)


@pytest.fixture
def browser(db, client, settings):
    """以审计员的身份登录；另有一位经办和三条记录。"""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "AccountDuties" not in name]
    city = actions.add_organisation(
        parent=None, name="云川市人民政府", short_name="云川市", kind="city", code="YC", by=None, at=AT
    )
    for username, role in (("shen", "auditor"), ("jing", "city_clerk")):
        person = get_user_model().objects.create_user(username, name=f"{username}某")
        actions.appoint(
            person=person, organisation=city, role=role, start_on=dt.date(2026, 1, 1), by=None, at=AT
        )
    client.force_login(
        get_user_model().objects.get(username="shen"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def events(browser, **query):
    return [row.event for row in browser.get(reverse("desk:audit"), query).context["page"]]


def test_the_newest_comes_first_and_filters_narrow(browser):
    person = get_user_model().objects.get(username="jing")
    audit.record("tasks.filing.submitted", by=person, at=AT + dt.timedelta(hours=1), text="=1+1")
    assert events(browser)[0] == "tasks.filing.submitted"
    assert events(browser, actor="jing") == ["tasks.filing.submitted"]
    assert events(browser, event="membership") == ["organisations.membership.started"] * 2
    assert events(browser, object="云川市", event="added") == ["organisations.organisation.added"]
    assert events(browser, day="2026-03-03") == ["tasks.filing.submitted"]
    assert len(events(browser, day="2026-03-02")) == 3
    assert "没有按日期筛选" in browser.get(reverse("desk:audit"), {"day": "昨天"}).content.decode()


def test_the_chain_is_verified_and_a_tampered_row_found(browser):
    url = reverse("desk:audit")
    assert "整条链完好" in browser.get(url, {"verify": 1}).content.decode()
    AuditEvent.objects.create(at=AT, event="core.forged", hash="f" * 64, previous_hash="0" * 64)
    page = browser.get(url, {"verify": 1}).content.decode()
    assert "审计链不完整" in page and "内容被改动" in page


def test_the_export_holds_what_was_filtered_and_is_itself_recorded(browser):
    audit.record("tasks.filing.submitted", at=AT, text="=1+1")
    answer = browser.get(reverse("desk:audit-export"), {"event": "filing"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["事件"], row["说明"], row["操作人"]) == ("提交县区审核：方案备案", "'=1+1", "系统")
    assert row["时间"].startswith("2026-03-02T23:30:00")
    assert AuditEvent.objects.last().event == "core.audit.exported"


@pytest.mark.parametrize("name", ["audit", "audit-export"])
def test_only_auditors_read_it(browser, name):
    clerk = get_user_model().objects.get(username="jing")
    browser.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.get(reverse(f"desk:{name}"))
    assert answer.status_code == 403 and "只有审计员可以查看" in answer.content.decode()


EVENT = re.compile(
    r'"((?:accounts|core|tasks|catalogs|assessments|publications|organisations|village)\.[a-z_]+\.[a-z_]+)"'
)


def events_in_the_code() -> set[str]:
    """源码里写明的事件：凡是三段的代号，除了同形的模块名。"""
    found = set()
    for folder in ("portal", "tasks", "assessments", "catalogs", "village"):
        for path in (Path(settings.BASE_DIR) / folder).rglob("*.py"):
            found |= set(EVENT.findall(path.read_text(encoding="utf-8")))
    return {name for name in found if not is_module(name)}


def is_module(name: str) -> bool:
    """`tasks.burden.sources` 之类：源码里确有这个文件。"""
    return (Path(settings.BASE_DIR) / name.replace(".", "/")).with_suffix(".py").exists()


def test_every_event_has_a_chinese_name():
    """代码里写明的与状态机记下的，个个有中文名；筛选也认中文。"""
    moves = {
        f"{flow.model._meta.label_lower}.{move.stamp or move.name}"
        for flow in reference.workflows()
        for move in flow.moves
    }
    imports = {f"core.import.{kind}" for kind in kinds.names()}
    wanted = events_in_the_code() | moves | imports
    assert {event for event in wanted if re.search("[a-z]", event_names.name_of(event))} == set()
    assert len(wanted) > 100
    assert wanted - set(event_names.known()) == set()


def test_events_are_found_by_their_chinese_name(browser):
    audit.record("accounts.user.locked", by=None, at=AT)
    assert events(browser, event="锁定账号") == ["accounts.user.locked"]
    assert "锁定账号" in browser.get(reverse("desk:audit")).text
