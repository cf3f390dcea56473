"""清库之后，审计表的触发器还在。"""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.core import audit
from portal.core.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)


def _flush():
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=False, allow_cascade=True)


def test_the_suite_can_flush_audit_events():
    audit.record("core.test.happened", at=timezone.now())
    _flush()
    assert not AuditEvent.objects.exists()


def test_the_triggers_survive_a_flush():
    _flush()
    audit.record("core.test.happened", at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditevent")
    assert AuditEvent.objects.count() == 1
