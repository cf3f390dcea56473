"""审计链：只增不改，改了能查出来。"""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from portal.core import audit, clock
from portal.core.models import AuditEvent

AT = dt.datetime(2026, 7, 1, 9, 0, tzinfo=clock.TZ)
pytestmark = pytest.mark.django_db


def test_events_are_chained_by_their_hashes():
    first = audit.record("core.test.happened", at=AT, detail={"number": 1})
    second = audit.record("core.test.happened", at=AT, detail={"number": 2})
    assert second.previous_hash == first.hash
    assert audit.verify_chain() == []
    assert audit.head() == second


@pytest.mark.parametrize(
    "statement", ["UPDATE core_auditevent SET text = 'x'", "DELETE FROM core_auditevent"]
)
def test_the_database_refuses_to_change_or_delete_an_event(statement):
    audit.record("core.test.happened", at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get().text == ""


def test_an_inserted_forgery_is_found():
    audit.record("core.test.happened", at=AT)
    AuditEvent.objects.create(at=AT, event="core.test.forged", hash="0" * 64, previous_hash="1" * 64)
    problems = audit.verify_chain()
    assert len(problems) == 2
    assert "缺失或插入" in problems[0] and "被改动" in problems[1]


def test_many_events_at_once_are_chained_one_by_one():
    first = audit.record("core.test.happened", at=AT)
    rows = audit.record_all("core.test.many", objs=[first, first], at=AT, details=[{"n": 1}, {"n": 2}])
    last = audit.record("core.test.happened", at=AT)
    assert [row.previous_hash for row in (*rows, last)] == [first.hash, rows[0].hash, rows[1].hash]
    assert [row.detail for row in audit.history(first)] == [{"n": 1}, {"n": 2}]
    assert audit.verify_chain() == []
