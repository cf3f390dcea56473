"""存储里的文件要么完整，要么没有。"""

import pytest
from django.core.files.base import ContentFile

from portal.core import files
from portal.core.backup import making
from portal.core.storage import WholeFileStorage


class Interrupted(Exception):
    """写到一半的意外。"""


class Breaking(ContentFile):
    def chunks(self, chunk_size=None):
        yield self.read()[:2]
        raise Interrupted


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return WholeFileStorage()


def test_a_write_that_breaks_leaves_nothing_under_the_name(store):
    with pytest.raises(Interrupted):
        store.save("aa/bb/name", Breaking(b"whole"))
    assert not store.exists("aa/bb/name") and store.listdir("aa/bb") == ([], [])
    assert list(making.stored_names()) == []
    store.save("aa/bb/name", ContentFile(b"whole"))
    assert store.open("aa/bb/name").read() == b"whole"


def test_the_web_server_may_read_what_is_stored(store, tmp_path):
    store.save("aa/bb/name", ContentFile(b"whole"))
    assert (tmp_path / "aa/bb/name").stat().st_mode & 0o777 == 0o644


@pytest.mark.django_db
def test_the_same_content_is_stored_again_after_a_broken_write(store, at, monkeypatch):
    keep = {"kind": "txt", "content_type": "text/plain", "by": None, "at": at}
    with monkeypatch.context() as broken, pytest.raises(Interrupted):
        broken.setattr(files, "ContentFile", Breaking)
        files.keep("全文".encode(), "a.txt", **keep)
    assert files.read(files.keep("全文".encode(), "a.txt", **keep)) == "全文".encode()
