"""问一次的量具：写了什么认得出，退回了的不算，问完什么也不留。"""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from tests.integration.access import asking

User = get_user_model()


@pytest.fixture
def journal(db):
    found = asking.Journal()
    with connection.execute_wrapper(found):
        yield found


def test_a_write_is_noted(journal):
    User.objects.create_user("somebody")
    assert journal.tables == {"accounts_user"}


def test_what_was_taken_back_is_not(journal):
    with pytest.raises(LookupError), transaction.atomic():
        User.objects.create_user("somebody")
        raise LookupError
    assert journal.tables == set()


def test_what_stays_after_something_else_was_taken_back_is_noted(journal):
    with transaction.atomic():
        User.objects.update(name="改名")
        with pytest.raises(LookupError), transaction.atomic():
            User.objects.create_user("somebody")
            raise LookupError
    assert [name for _, name in journal.lines if name == "accounts_user"] == ["accounts_user"]


def test_reading_is_no_write(journal):
    assert not User.objects.filter(name="改名").exists()
    assert journal.tables == set()


def test_nothing_of_what_was_asked_stays(db, client, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def post(address, data):
        default_storage.save("a.txt", ContentFile(b"x"))
        User.objects.create_user("somebody")
        return client.get(address)

    monkeypatch.setattr(client, "post", post)
    answer = asking.ask(client, "post", "/healthz", {})
    assert (answer.status, answer.written) == (200, {"accounts_user", "文件"})
    assert not User.objects.exists()
