import pytest

from tests.integration.public.conftest import Newsroom


@pytest.fixture
def newsroom(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Newsroom()
