"""读取发放清单的后台任务屡次 kill -9：要么一户也没有，要么一批不多不少，合计分文不差，原件还在。"""

import signal
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from portal.accounts.models import User
from portal.core import vault
from portal.core.models import AuditEvent, Job
from portal.notifications.models import Message
from tests import processes
from tests.processes import Runner, wait_for
from tests.unit.village.lists import book, household
from village import actions
from village.models import Payment, PaymentBatch, Upload, VillageSum

shared_database = processes.shared_database
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]
HOUSEHOLDS, EACH = 300, Decimal("953.50")
TOTAL = HOUSEHOLDS * EACH
# 从前到后：读表的子进程刚起，密封到一半，各户已写、还没有合计，合计已写，批次已登记、还没有提交，提交了、任务还没有记为完成。
DEATHS = (
    "portal.core.sheets.reading._feed",
    f"village.identity.Numbers.seal:{HOUSEHOLDS // 2}",
    "portal.core.bulk.load",
    "village.summing.refresh",
    "village.actions.payment.record_list",
    "village.actions.read_upload",
)


@pytest.fixture
def upload(county) -> Upload:
    """小城的人都在七月启用；后台进程看的是真钟，不让每日整理把他们当作久未使用。"""
    User.objects.update(active_since=timezone.now())
    rows = [household(serial, 村="东风村" if serial % 3 else "红旗村") for serial in range(1, HOUSEHOLDS + 1)]
    return actions.upload_list(
        programme=county.programme(), data=book(*rows), source=actions.Source("清单.xlsx"),
        by=county.who("officer"), at=timezone.now(),
    )  # fmt: skip


def kill(place: str, tmp_path) -> None:
    with Runner(
        dies_at=f"call:{place}", VAR_DIR=str(tmp_path / "var"), SECRET_KEY=settings.SECRET_KEY
    ) as runner:
        assert runner.wait() == -signal.SIGKILL, place


def finish(row: Job, tmp_path) -> Job:
    with Runner(VAR_DIR=str(tmp_path / "var"), SECRET_KEY=settings.SECRET_KEY):
        return wait_for(row, Job.State.DONE)


def recorded() -> tuple[int, int, Decimal]:
    sums = VillageSum.objects.values_list("households", "amount")
    return (
        Payment.objects.count(),
        sum(many for many, _ in sums),
        sum((money for _, money in sums), Decimal(0)),
    )


def test_a_reading_killed_again_and_again_records_all_once_or_nothing(upload, tmp_path, county):
    row = Job.objects.get()
    Job.objects.filter(pk=row.pk).update(max_attempts=len(DEATHS) + 1)
    for place in DEATHS:
        assert recorded() == (0, 0, 0) and not PaymentBatch.objects.exists() and vault.take(upload.sealed)
        kill(place, tmp_path)
    assert finish(row, tmp_path).result == {"rows": HOUSEHOLDS, "problems": 0}
    batch = PaymentBatch.objects.get()
    assert (batch.number, batch.new, batch.amount) == (1, HOUSEHOLDS, TOTAL)
    assert recorded() == (HOUSEHOLDS, HOUSEHOLDS, TOTAL) and Upload.objects.get().batch == batch
    by_village = VillageSum.objects.values_list("village__short_name", "households", "amount")
    assert set(by_village) == {("东风村", 200, 200 * EACH), ("红旗村", 100, 100 * EACH)}
    assert AuditEvent.objects.filter(event="village.batch.recorded").count() == 1
    assert Message.objects.filter(key=f"village-batch:{batch.pk}", person=county.who("head")).count() == 1
