"""探针：存活不碰数据库；就绪逐项写明，且不透露环境。"""

import datetime as dt

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from portal.core import audit, health
from portal.core.models import RunnerBeat


@pytest.fixture(autouse=True)
def _no_redis(settings):
    settings.REDIS_URL = ""


def test_alive_asks_no_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert not response.cookies and "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_everything_answers(client):
    RunnerBeat.objects.create(name="runjobs", at=timezone.now())
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "checks": {"database": True, "disk": True, "runner": True},
        "backup_hours": None,
    }


@pytest.mark.django_db
def test_not_ready_when_the_runner_is_silent(client):
    RunnerBeat.objects.create(name="runjobs", at=timezone.now() - dt.timedelta(minutes=10))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "disk": True, "runner": False}


@pytest.mark.django_db
def test_a_silent_redis_is_named_and_the_process_is_still_alive(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    RunnerBeat.objects.create(name="worker", at=timezone.now())
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "disk": True, "runner": True, "redis": False}
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_a_silent_database_is_a_word_not_a_trace(client, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("password=secret")

    monkeypatch.setattr(connection, "cursor", broken)
    response = client.get("/readyz")
    assert response.status_code == 503 and response.json()["checks"]["database"] is False
    assert b"secret" not in response.content


@pytest.mark.django_db
def test_a_full_disk_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "free_bytes", lambda: 1024)
    assert client.get("/readyz").json()["checks"]["disk"] is False


@pytest.mark.django_db
def test_the_age_of_the_backup_is_told(client):
    audit.record("core.backup.made", at=timezone.now() - dt.timedelta(hours=30))
    assert client.get("/readyz").json()["backup_hours"] == 30.0
