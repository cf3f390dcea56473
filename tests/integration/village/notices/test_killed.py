"""成批排印到一半屡次 kill -9：最后各村一份，文件完好，没有重的，没有半份。"""

import signal

import pytest

from portal.core import files
from portal.core.models import Job, StoredFile
from tests import processes
from tests.integration.village.conftest import AT, acre
from tests.processes import Runner, wait_for
from village import actions, summing
from village.models import Notice

shared_database = processes.shared_database
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]
DEATHS = ("write", "kept", "step:排印公示单")
VILLAGES = ("YD-T1-V1", "YD-T1-V2", "YD-T2-V1")


def test_a_batch_killed_again_and_again_prints_each_village_once(county, tmp_path):
    programme = county.programme()
    for number, village in enumerate(VILLAGES):
        county.pay(programme, village, [acre(f"{number}", "王建国", "3.5")])
    summing.refresh(programme)
    row = actions.order_notices(
        programme=programme, place=county.place("YD"), papers=("A3",), by=county.who("officer"), at=AT
    )
    Job.objects.filter(pk=row.pk).update(max_attempts=len(DEATHS) + 1)
    for place in DEATHS:
        with Runner(dies_at=place, VAR_DIR=str(tmp_path / "var")) as runner:
            assert runner.wait() == -signal.SIGKILL, place
    with Runner(VAR_DIR=str(tmp_path / "var")):
        row = wait_for(row, Job.State.DONE)
    assert row.result["villages"] == len(VILLAGES)
    assert sorted(Notice.objects.values_list("village__code", flat=True)) == list(VILLAGES)
    assert StoredFile.objects.count() == len(VILLAGES)
    assert all(files.read(one.file).startswith(b"%PDF") for one in Notice.objects.select_related("file"))
