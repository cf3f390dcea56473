"""定稿送去公开：成文日期按北京时间，只有经办看得到公开与生成的按钮。"""

import datetime as dt

import pytest
from django.utils import timezone

from assessments import actions
from portal.core import clock
from portal.core.rules import Denied

pytestmark = pytest.mark.django_db
EARLY = dt.datetime(2026, 11, 24, 2, 30, tzinfo=clock.TZ)


@pytest.fixture
def draft(world, accepted):
    return actions.draft_report(campaign=world.campaign, by=world.clerk, at=EARLY)


@pytest.fixture
def final(world, draft):
    actions.build_report(report=draft.pk, version=draft.version, step=lambda text, **counts: None, at=EARLY)
    report = actions.move_report(report=draft, move="submit", by=world.clerk, at=EARLY)
    stored = type(report).objects.get(pk=report.pk)
    finalised_at = EARLY.astimezone(dt.UTC)
    return actions.move_report(report=stored, move="finalise", by=world.reviewer, at=finalised_at)


def test_the_published_report_is_dated_by_the_beijing_day(world, final):
    publication = actions.publish_report(report=final, summary="成绩与名次。", by=world.clerk, at=EARLY)
    assert publication.written_on == dt.date(2026, 11, 24)


def test_only_the_clerk_is_offered_the_publication(world, final, sign_in):
    offered = {
        name: "送去公开" in sign_in(getattr(world, name)).get(final.get_absolute_url()).content.decode()
        for name in ("clerk", "reviewer", "auditor")
    }
    assert offered == {"clerk": True, "reviewer": False, "auditor": False}


def test_the_auditor_cannot_build_a_report(world, draft, sign_in):
    with pytest.raises(Denied):
        actions.queue_build(report=draft, by=world.auditor, at=timezone.now())
    page = sign_in(world.auditor).get(draft.get_absolute_url()).content.decode()
    assert "生成 PDF、Word、Excel" not in page
