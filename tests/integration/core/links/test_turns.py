"""几个执行者同时领轮次。"""

import threading

import pytest
from django.db import connection

from portal.core.links import rounds
from portal.core.models import LinkHost

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_workers_together_never_share_a_turn(settings):
    settings.LINK_CHECK_INTERVAL = 10
    turns, gate = [], threading.Barrier(4)

    def worker():
        gate.wait()
        turns.extend(rounds.take_turn("a.cn") for _ in range(5))
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(turns)
    gaps = [(later - earlier).total_seconds() for earlier, later in zip(ordered, ordered[1:], strict=False)]
    assert (len(turns), min(gaps)) == (20, 10)
    assert LinkHost.objects.count() == 1
