"""下发文件：平台自己发，或查过权限后点名让 nginx 代发；两种答复的文件名与防护相同。"""

import datetime as dt
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model

from portal.core import clock, files, views

AT = dt.datetime(2026, 7, 1, 9, 0, tzinfo=clock.TZ)
GUARDS = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options")


@pytest.fixture
def stored(db):
    user = get_user_model().objects.create_user("clerk", name="李办事")
    kept = {"kind": "docx", "content_type": "application/vnd.ms-word", "by": user, "at": AT}
    return files.keep(b"content", "实施方案.docx", **kept)


def test_the_platform_serves_the_bytes_itself(stored):
    response = views.serve(stored)
    assert b"".join(response.streaming_content) == b"content"
    assert "X-Accel-Redirect" not in response


def test_behind_nginx_only_the_place_is_named(stored, settings):
    plain = views.serve(stored)
    settings.X_ACCEL = True
    response = views.serve(stored)
    assert response.content == b"" and response["X-Accel-Redirect"] == f"/protected/{stored.storage_name}"
    assert {name: response[name] for name in GUARDS} == {name: plain[name] for name in GUARDS}


def test_the_web_process_has_its_pages_loaded_and_set_aside_before_the_first_visit():
    asked = "import gc, sys, portal.config.wsgi; print('portal.public.views' in sys.modules, gc.get_freeze_count() > 0)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["True", "True"]
